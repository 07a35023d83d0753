import { z } from 'zod'
import { blueprint, exception, markRule, release, scale } from './exams.ts'

/** The format of `questions/exam.yaml`: the exam that comes with the course, created as a draft with it. */
export const examFile = z.strictObject({
  title: z.string().trim().min(1).max(200),
  instructions: z.string().max(4_000),
  limitMinutes: z.int().min(1).max(600),
  lines: blueprint.shape.lines,
  scale,
  exceptions: z.array(exception).max(200).optional(),
  markRule,
  release,
})
export type ExamFile = z.output<typeof examFile>
