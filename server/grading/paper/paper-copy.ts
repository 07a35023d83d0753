import type { AttemptStatus } from '#core/attempts/sitting.ts'
import { lettersOf, type PaperLetters, paperCodeOf, paperDevice } from '#core/exams/paper.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { CopyPlace } from '#server/attempts/exam-of-course.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import { frozenQuestions, paperQuestions } from '#server/attempts/sitting/copy.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'

/** Refuses before the publication, which creates the copies. */
export async function requirePublished(deps: Deps, place: ExamPlace) {
  const exam = await requireExam(deps, place)
  if (exam.status === 'draft') throw new Refusal('exam_not_published')
  return exam
}

export const withPaper = { student: true, paperEntry: true } as const
type Row = Prisma.AttemptGetPayload<{ include: typeof withPaper }>

export const whoOf = ({ id, student: { familyName, givenName, number, group } }: Row) => ({
  ...{ attemptId: id, code: paperCodeOf(id) },
  ...{ familyName, givenName, number: number ?? '', group },
})

export const paperOf = ({ paper }: Pick<Row, 'paper'>) => paper

type OneSheet = { exam: { id: string; publishedAt: Date | null }; copy: Pick<Row, 'paper'> }

/** The sheet of this copy, in its own order, without the key. */
export async function sheetOf(deps: Deps, { exam, copy }: OneSheet) {
  const frozen = await frozenQuestions(deps, { examId: exam.id, publishedAt: exam.publishedAt })
  return paperQuestions(frozen, { paper: paperOf(copy), as: 'lettered' })
}

type State = { status: AttemptStatus; device: string | null; paperEntry: object | null }

export function paperStateOf({ status, device, paperEntry }: State) {
  if (status === 'voided') return 'voided' as const
  if (status === 'submitted' && device === paperDevice) return paperEntry ? ('typing' as const) : ('typed' as const)
  if (status !== 'ready') return 'online' as const
  return paperEntry ? ('typing' as const) : ('waiting' as const)
}

/** The letters of the draft, or those of the submitted copy. */
export async function lettersOfCopy({ db }: Deps, copy: Row): Promise<PaperLetters> {
  if (copy.paperEntry) return copy.paperEntry.letters as PaperLetters
  if (paperStateOf(copy) !== 'typed') return {}
  const answers = await db.answer.findMany({ where: { attemptId: copy.id } })
  const ticked = new Map(answers.map(({ questionId, choices }) => [questionId, choices]))
  return Object.fromEntries(
    paperOf(copy).map(({ questionId, choiceIds }) => [questionId, lettersOf(ticked.get(questionId) ?? [], choiceIds)]),
  )
}

export async function findCopy(deps: Deps, { attemptId, examId, courseId }: CopyPlace): Promise<Row> {
  const copy = await deps.db.attempt.findFirst({
    where: { id: attemptId, examId, exam: { courseId } },
    include: withPaper,
  })
  if (!copy) throw new Refusal('not_found')
  return copy
}
