import type { Reply } from '#contract/endpoint.ts'
import type { getDraw } from '#contract/exams/composition.ts'

/** The questions of an exam, and what the bank cannot honour. */
export type ExamDraw = Reply<typeof getDraw>
