import type { Language } from '#core/language.ts'
import type { Exam } from '#prisma/client/client.ts'
import type { CopyPlace } from '#server/attempts/exam-of-course.ts'
import type { CopyInWords } from './marking.ts'

export type ProjectShare = {
  title: string
  team: string
  criteria: { title: string; level: string; comment: string }[]
  comment: string
  /** Exact factor by which the team's mark was multiplied. */
  factor: string
  adjustment: number
  reason: string
  /** On 20, hundredths; null while the team is not graded. */
  mark: number | null
  /** The working: rubric, late penalty or the reason it was waived, individual share. */
  working: Readonly<Record<Language, string>> | null
}

/** One component of the final grade; marks are exact and on 20. */
export type GradePart = {
  name: string
  status: string
  mark: string | null
  retake: string | null
  reason: string
}
export type FinalGrade = { components: GradePart[]; [more: string]: unknown }

/** The part of a student's data that the reader may see: the student, or their trainer. */
export type DataScope = {
  marking: (copy: CopyPlace) => Promise<CopyInWords | null>
  seesAnswers: (exam: Exam) => boolean
  projects: () => Promise<ProjectShare[]>
  finalGrade: () => Promise<FinalGrade | null>
  changes: () => Promise<unknown[]>
}
