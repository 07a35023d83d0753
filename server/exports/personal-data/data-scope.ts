import type { Exam } from '#prisma/client/client.ts'
import type { CopyPlace } from '#server/attempts/exam-of-course.ts'
import type { CopyInWords } from './marking.ts'

export type ProjectShare = {
  title: string
  team: string
  criteria: { title: string; level: string; comment: string }[]
  comment: string
  /** Exact; the team's mark was multiplied by it. */
  factor: string
  adjustment: number
  reason: string
  /** On 20, hundredths; null while the team is not graded. */
  mark: number | null
  /** How it came about: the rubric, a delay and why it was forgiven, the share. */
  working: Readonly<Record<'fr' | 'en', string>> | null
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

/** Of what is kept about a student, what the reader may see: the student themselves, or their trainer. */
export type DataScope = {
  marking: (copy: CopyPlace) => Promise<CopyInWords | null>
  seesAnswers: (exam: Exam) => boolean
  projects: () => Promise<ProjectShare[]>
  finalGrade: () => Promise<FinalGrade | null>
  changes: () => Promise<unknown[]>
}
