import { z } from 'zod'
import { endpoint, instant, text, uuid } from '#contract/endpoint.ts'
import { working } from '#contract/projects/project-parts.ts'
import { entryStatus, projectWorking, result } from './final-sheet.ts'
import { assessmentRules } from './rules.ts'

export const myStatement = z.object({
  title: text,
  courseTitle: text,
  year: text,
  studentName: text,
  number: text,
  releasedAt: instant,
  /** The finalised sheet this is a line of. */
  sealedAt: instant,
  hash: text,
  components: z.array(
    z.object({
      id: text,
      name: text,
      coefficient: text,
      status: entryStatus,
      mark: text.nullable(),
      retake: text.nullable(),
      reason: text,
    }),
  ),
  rounding: assessmentRules.shape.rounding,
  result,
  /** The result without any retake; null when there is none. */
  before: result.nullable(),
  working,
  /** Of released projects. */
  projectWorkings: z.array(projectWorking.extend({ projectId: uuid })),
})

export const getMyStatement = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/statement',
  summary: 'Reads the final grade of the student who is signed in, with its working, once released.',
  reply: myStatement,
  refusals: ['not_released'],
})
