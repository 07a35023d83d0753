import { z } from 'zod'
import { courseParams, endpoint, int4, type Reply, text, uuid } from '#contract/endpoint.ts'

const count = int4
const state = z.enum(['done', 'current', 'todo'])

export const getCoursePath = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/path',
  summary:
    'Says where a course is on its first path: material, plan, questions, exam, class, and what each step lacks.',
  params: courseParams,
  reply: z.object({
    /** Once an exam was published. */
    isComplete: z.boolean(),
    steps: z.array(
      z.discriminatedUnion('id', [
        z.object({ id: z.literal('material'), state, passageCount: count }),
        z.object({ id: z.literal('plan'), state, sectionCount: count }),
        z.object({
          ...{ id: z.literal('questions'), state, questionCount: count, emptyCount: count },
          ...{ wanted: count, perSection: count, missing: count },
        }),
        z.object({
          ...{ id: z.literal('exam'), state, coveredCount: count, sectionCount: count },
          draft: z.object({ id: uuid, title: text }).nullable(),
        }),
        z.object({ id: z.literal('class'), state, studentCount: count, withoutCodeCount: count }),
      ]),
    ),
  }),
})

export type CoursePath = Reply<typeof getCoursePath>
