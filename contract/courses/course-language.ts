import { z } from 'zod'
import { courseParams, endpoint, int4 } from '#contract/endpoint.ts'
import { languages } from '#core/language.ts'

export const setCourseLanguage = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId/language',
  summary:
    'Changes the language of a course, and writes its true/false questions again with the words of that language.',
  params: courseParams,
  body: z.strictObject({ language: z.enum(languages) }),
  reply: z.object({
    /** True/false questions that were written again. */
    questions: int4.min(0),
  }),
  refusals: ['changed_meanwhile'],
})
