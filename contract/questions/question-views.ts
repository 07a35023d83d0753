import { z } from 'zod'
import { courseParams, done, endpoint, text } from '#contract/endpoint.ts'

/** A way of showing the list of questions that its trainer named: its filters, order and columns, as in the address. */
export const questionView = z.strictObject({
  name: text.trim().min(1).max(60),
  search: text.max(800),
})

const views = z.object({ views: z.array(questionView).max(30) })

export const listQuestionViews = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/question-views',
  summary: 'Lists the views of the question list that the caller saved, which nobody else sees.',
  params: courseParams,
  reply: views,
})

export const saveQuestionViews = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/question-views',
  summary: 'Replaces the views of the question list that the caller saved.',
  params: courseParams,
  body: views.strict(),
  reply: done,
  isHarmless: true,
})
