import { z } from 'zod'
import { text } from '#contract/endpoint.ts'
import { assessmentRules } from './rules.ts'

const onTwenty = z.number().min(0).max(20)

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
        /** Note éliminatoire: below it, the grade does not validate. */
        minimum: onTwenty.optional().describe('Below it, the grade does not validate.'),
        floor: onTwenty.optional().describe('A lower mark is raised to it.'),
        ceiling: onTwenty.optional().describe('A higher mark is lowered to it.'),
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
  passMark: onTwenty,
  individualRequired: z
    .boolean()
    .default(false)
    .describe('No result from the marks of a team alone, once every individual component was left out.'),
  retake: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('best') }),
      z.strictObject({ kind: z.literal('last') }),
      z.strictObject({ kind: z.literal('capped'), cap: onTwenty }),
    ])
    .default({ kind: 'best' })
    .describe('How the mark of a retake counts.'),
})
export type AssessmentFile = z.output<typeof assessmentFile>
