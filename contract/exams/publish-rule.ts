import { z } from 'zod'
import { courseParams, done, endpoint } from '#contract/endpoint.ts'
import { publishRules } from '#core/exams/publish-rule.ts'

export const getPublishRule = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/publish-rule',
  summary: 'Reads which remarks on questions hold an exam of this course back from publication.',
  params: courseParams,
  reply: z.object({ rule: z.enum(publishRules) }),
})

export const setPublishRule = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId/publish-rule',
  summary: 'Sets which remarks hold an exam back: none, errors, or warnings without a reason too.',
  params: courseParams,
  body: z.strictObject({ rule: z.enum(publishRules) }),
  reply: done,
})
