import { z } from 'zod'
import { int4, text } from '#contract/endpoint.ts'
import { scale } from '#contract/questions/scale.ts'
import { blueprint, exception, markRule, release } from './exam-draft.ts'

/** The format of `questions/exam.yaml`: the exam that comes with the course, created as a draft with it. */
export const examFile = z.strictObject({
  title: text.trim().min(1).max(200),
  instructions: text.max(4_000),
  limitMinutes: int4.min(1).max(600),
  lines: blueprint.shape.lines,
  scale,
  exceptions: z.array(exception).max(200).optional(),
  markRule,
  release,
})
export type ExamFile = z.output<typeof examFile>
