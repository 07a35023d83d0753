import type { AskedQuestion } from '#contract/exams.ts'
import type { PaperQuestion } from '#core/draw.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'

/**
 * What an exam asks, frozen at publication, so it can be remembered: a start or a save then costs no look-up. Keyed by
 * the publication: an exam withdrawn and published again asks something else.
 */
type Frozen = { publishedAt: number; questions: ReadonlyMap<string, AskedQuestion> }
const remembered = new WeakMap<object, Map<string, Promise<Frozen>>>()
const mostExams = 50

export async function frozenQuestions(deps: Deps, examId: string): Promise<Frozen['questions']> {
  const publishedAt = await publicationOf(deps, examId)
  const exams = remembered.get(deps.pool) ?? new Map<string, Promise<Frozen>>()
  remembered.set(deps.pool, exams)
  const known = exams.get(examId)
  if (known && (await known).publishedAt === publishedAt) return (await known).questions
  if (exams.size >= mostExams) exams.clear()
  const read = readFrozen(deps, examId, publishedAt)
  exams.set(examId, read)
  read.catch(() => exams.delete(examId))
  return (await read).questions
}

/** The questions of one paper, in its order, choices in its order. */
export function paperQuestions(frozen: Frozen['questions'], paper: readonly PaperQuestion[]): AskedQuestion[] {
  return paper.map(({ questionId, choiceIds }) => {
    const question = frozen.get(questionId)
    if (!question) throw new Error(`question ${questionId} is not in the frozen exam`)
    const choices = choiceIds.flatMap((id) => question.choices.find((choice) => choice.id === id) ?? [])
    return { ...question, choices }
  })
}

/** The id of the exam of an attempt of this student; it never changes, so it is remembered. */
const examOf = new Map<string, { examId: string; studentId: string }>()
const mostAttempts = 50_000

export async function examOfAttempt(
  { pool }: Deps,
  { attemptId, studentId }: { attemptId: string; studentId: string },
) {
  let known = examOf.get(attemptId)
  if (!known) {
    const { rows } = await pool.query<{ examId: string; studentId: string }>({
      name: 'attempt-exam',
      text: 'select "examId", "studentId" from "Attempt" where id = $1',
      values: [attemptId],
    })
    if (!rows[0]) throw new Refusal('not_found')
    known = rows[0]
    if (examOf.size >= mostAttempts) examOf.clear()
    examOf.set(attemptId, known)
  }
  if (known.studentId !== studentId) throw new Refusal('not_found')
  return known.examId
}

async function publicationOf({ pool }: Deps, examId: string) {
  const { rows } = await pool.query<{ publishedAt: Date | null }>({
    name: 'exam-publication',
    text: 'select "publishedAt" from "Exam" where id = $1',
    values: [examId],
  })
  const publishedAt = rows[0]?.publishedAt
  if (!publishedAt) throw new Refusal('exam_not_open')
  return publishedAt.getTime()
}

async function readFrozen({ db }: Deps, examId: string, publishedAt: number): Promise<Frozen> {
  const rows = await db.examQuestion.findMany({
    where: { examId },
    orderBy: { position: 'asc' },
    select: { id: true, points: true, asked: true },
  })
  const questions = rows.map(({ id, points, asked }) => {
    const { type, stem, choices } = asked as unknown as Omit<AskedQuestion, 'id' | 'points'>
    return [id, { id, points, type, stem, choices }] as const
  })
  return { publishedAt, questions: new Map(questions) }
}
