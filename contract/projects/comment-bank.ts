import { z } from 'zod'
import { courseParams, done, endpoint, int4, text, uuid } from '#contract/endpoint.ts'

export const mostBankComments = 500
const comment = text.trim().min(1).max(500)
const params = courseParams.extend({ commentId: uuid })

export const listBankComments = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/comments',
  summary: 'Lists the comments graders of a course use again, the most used first.',
  params: courseParams,
  reply: z.object({ comments: z.array(z.object({ id: uuid, text, uses: int4 })) }),
})

export const keepBankComment = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/comments',
  summary: 'Keeps a comment to use it again; one that is there already is kept once.',
  params: courseParams,
  body: z.strictObject({ text: comment }),
  reply: z.object({ id: uuid }),
  refusals: ['too_large'],
})

export const changeBankComment = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/comments/:commentId',
  summary: 'Rewrites a comment of the bank; where it was used before, it stays as it was.',
  params,
  body: z.strictObject({ text: comment }),
  reply: done,
  refusals: ['name_taken'],
})

export const useBankComment = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/comments/:commentId/uses',
  summary: 'Counts one more use of a comment: the most used come first.',
  params,
  reply: done,
})

export const deleteBankComment = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/comments/:commentId',
  summary: 'Takes a comment out of the bank.',
  params,
  reply: done,
})
