import { z } from 'zod'
import { text } from '#contract/endpoint.ts'
import { assessmentRules } from './rules.ts'

/** The format of `questions/assessment.yaml`: how the final grade of the course that comes with the platform is made. */
export const assessmentFile = z.strictObject({
  title: text.trim().min(1).max(200),
  components: z
    .array(
      z.strictObject({
        id: z
          .string()
          .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
          .max(40),
        name: text.trim().min(1).max(80),
        coefficient: z.number().min(0).max(1_000),
        from: z
          .enum(['exam', 'project', 'hand'])
          .describe('The exam that comes with the course, its project, or a mark entered by hand.'),
      }),
    )
    .min(1)
    .max(20),
  effects: assessmentRules.shape.effects,
  rounding: z.strictObject({
    grain: z.literal([0.01, 0.1, 0.25, 0.5, 1]).describe('The step between two grades, in points.'),
    direction: z.enum(['down', 'nearest', 'up']),
  }),
  passMark: z.number().min(0).max(20),
})
export type AssessmentFile = z.output<typeof assessmentFile>
