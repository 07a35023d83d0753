/**
 * What a trainer should do next in a course, most pressing first, from what the course holds now.
 * People who are waiting come first (a running exam, marks held back), then the story in its order.
 */
import type { ExamStatus } from '#core/exams/exam.ts'
import { isExamOver } from '#core/exams/exam.ts'

export type ExamState = {
  readonly id: string
  readonly title: string
  readonly status: ExamStatus
  readonly opensAt: Date | null
  /** Copies started, running now, and closed without a mark. */
  readonly startedCount: number
  readonly runningCount: number
  readonly unmarkedCount: number
  /** What students question and nobody has answered. */
  readonly contestationCount: number
  /** False when the policy of the exam shows nothing to students. */
  readonly isShown: boolean
}

export type ProjectState = {
  readonly id: string
  readonly title: string
  readonly teamCount: number
  readonly gradedCount: number
  readonly withoutTeamCount: number
  readonly isReleased: boolean
}

/** Null until the course has rules for its final grade; `missingCount`: students without a mark somewhere. */
export type FinalState = { readonly missingCount: number; readonly isReleased: boolean } | null

export type CourseState = {
  readonly studentCount: number
  readonly withoutCodeCount: number
  readonly questionCount: number
  readonly exams: readonly ExamState[]
  readonly projects: readonly ProjectState[]
  readonly final: FinalState
}

export type NextStep =
  | { readonly kind: 'watch_exam'; readonly exam: ExamState }
  | { readonly kind: 'import_class' }
  | { readonly kind: 'write_questions' }
  | { readonly kind: 'mark_exam'; readonly exam: ExamState }
  | { readonly kind: 'release_exam'; readonly exam: ExamState }
  | { readonly kind: 'answer_contestations'; readonly exam: ExamState }
  | { readonly kind: 'give_codes'; readonly count: number }
  | { readonly kind: 'open_exam'; readonly exam: ExamState }
  | { readonly kind: 'publish_exam'; readonly exam: ExamState }
  | { readonly kind: 'compose_exam' }
  | { readonly kind: 'make_teams'; readonly project: ProjectState }
  | { readonly kind: 'grade_project'; readonly project: ProjectState }
  | { readonly kind: 'release_project'; readonly project: ProjectState }
  | { readonly kind: 'set_final' }
  | { readonly kind: 'complete_final'; readonly count: number }
  | { readonly kind: 'release_final' }
  | { readonly kind: 'take_files' }

export function nextSteps(course: CourseState): NextStep[] {
  const { exams, projects } = course
  const steps: NextStep[] = [
    ...exams.filter(({ status }) => status === 'open').map((exam) => ({ kind: 'watch_exam' as const, exam })),
    ...when(course.studentCount === 0, { kind: 'import_class' }),
    ...when(course.questionCount === 0, { kind: 'write_questions' }),
    ...exams.filter(({ status }) => status === 'closed').flatMap(afterClosing),
    ...exams
      .filter(({ contestationCount }) => contestationCount > 0)
      .map((exam) => ({ kind: 'answer_contestations' as const, exam })),
    ...when(exams.length > 0 && course.withoutCodeCount > 0, { kind: 'give_codes', count: course.withoutCodeCount }),
    ...inOrder(exams, 'published').map((exam) => ({ kind: 'open_exam' as const, exam })),
    ...inOrder(exams, 'draft').map((exam) => ({ kind: 'publish_exam' as const, exam })),
    ...when(exams.length === 0 && course.questionCount > 0, { kind: 'compose_exam' }),
    // A team needs students: before the class arrives, the project can wait.
    ...(course.studentCount > 0 ? projects.flatMap(forProject) : []),
    ...forFinal(course),
  ]
  return steps.length > 0 ? steps : [{ kind: 'take_files' }]
}

function afterClosing(exam: ExamState): NextStep[] {
  if (exam.unmarkedCount > 0) return [{ kind: 'mark_exam', exam }]
  return when(exam.isShown, { kind: 'release_exam', exam })
}

function forProject(project: ProjectState): NextStep[] {
  const { teamCount, gradedCount, withoutTeamCount, isReleased } = project
  if (teamCount === 0) return [{ kind: 'make_teams', project }]
  const alone = when(withoutTeamCount > 0, { kind: 'make_teams', project })
  if (gradedCount < teamCount) return [...alone, { kind: 'grade_project', project }]
  return [...alone, ...when(!isReleased, { kind: 'release_project', project })]
}

/** No step about the final grade before an exam was marked, since nothing could be done about it. */
function forFinal({ final, exams, projects }: CourseState): NextStep[] {
  const hasMarks = exams.some(isOver) || projects.some(({ gradedCount }) => gradedCount > 0)
  if (!hasMarks || final?.isReleased) return []
  if (final === null) return [{ kind: 'set_final' }]
  if (final.missingCount > 0) return [{ kind: 'complete_final', count: final.missingCount }]
  return [{ kind: 'release_final' }]
}

export const isOver = ({ status }: Pick<ExamState, 'status'>) => isExamOver(status)

/** By opening time; exams without a date come last. */
function inOrder(exams: readonly ExamState[], status: ExamStatus): ExamState[] {
  const opening = ({ opensAt }: ExamState) => opensAt?.getTime() ?? Number.MAX_SAFE_INTEGER
  return exams.filter((exam) => exam.status === status).sort((one, other) => opening(one) - opening(other))
}

function when(condition: boolean, step: NextStep): NextStep[] {
  return condition ? [step] : []
}
