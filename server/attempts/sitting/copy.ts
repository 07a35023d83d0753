import {
  type AskedQuestion,
  askedQuestion,
  type SharedContext,
  sharedContext,
} from '#contract/questions/asked-question.ts'
import type { PaperQuestion } from '#core/exams/draw.ts'
import { Refusal } from '#core/refusal.ts'
import { certaintyAsked } from '#core/scoring/certainty.ts'
import type { Scale } from '#core/scoring/scale.ts'
import { askedCount } from '#server/exams/draw-copy.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { withOpaqueIds } from '#server/questions/choice-ids.ts'
import { sharedContexts } from '#server/questions/contexts.ts'

type Publication = { examId: string; publishedAt: Date | null }
/** `lettered`: choices by the author's letters, as used by staff and in storage. */
export type FrozenQuestion = { lettered: AskedQuestion; asked: AskedQuestion }
export type Frozen = {
  questions: ReadonlyMap<string, FrozenQuestion>
  /** By the id that a question names. */
  contexts: ReadonlyMap<string, SharedContext>
  /** How many questions a copy asks: fewer than the exam holds when copies draw from pools. */
  asked: number
}

/**
 * What an exam asks, frozen at publication and therefore cached: a start or a save needs no query. Keyed by the
 * publication, because an exam withdrawn and published again may ask other questions.
 */
const remembered = new WeakMap<object, Map<string, Promise<Frozen>>>()
const mostExams = 50

export function frozenQuestions(deps: Deps, { examId, publishedAt }: Publication): Promise<Frozen> {
  if (!publishedAt) throw new Refusal('exam_not_open')
  const exams = remembered.get(deps.pool) ?? new Map<string, Promise<Frozen>>()
  remembered.set(deps.pool, exams)
  const key = `${examId} ${publishedAt.getTime()}`
  const known = exams.get(key)
  if (known) return known
  if (exams.size >= mostExams) exams.clear()
  const read = readFrozen(deps, examId)
  exams.set(key, read)
  read.catch(() => exams.delete(key))
  return read
}

/** The questions of one paper, in its order, choices in its order; for its student (`asked`) or for staff. */
export function paperQuestions(
  frozen: Frozen,
  { paper, as }: { paper: readonly PaperQuestion[]; as: keyof FrozenQuestion },
): AskedQuestion[] {
  return paper.map(({ questionId, choiceIds }) => {
    const question = frozen.questions.get(questionId)
    if (!question) throw new Error(`question ${questionId} is not in the frozen exam`)
    const { lettered, [as]: given } = question
    const choices = choiceIds.flatMap(
      (letter) => given.choices[lettered.choices.findIndex(({ id }) => id === letter)] ?? [],
    )
    return { ...given, choices }
  })
}

/** The documents of the questions of one paper, each once: nothing of a question that this copy does not ask. */
export function paperContexts(frozen: Frozen, questions: readonly AskedQuestion[]): SharedContext[] {
  const ids = new Set(questions.flatMap(({ context }) => context ?? []))
  return [...ids].flatMap((id) => frozen.contexts.get(id) ?? [])
}

/** The question of a tick; undefined when this copy does not ask it, though another copy may. */
export async function questionOfCopy(deps: Deps, { attemptId, ground, questionId }: Tick) {
  const { questions, asked } = await frozenQuestions(deps, ground)
  const question = questions.get(questionId)
  if (!question || asked === questions.size) return question
  const own = papers.get(attemptId) ?? (await readOwn(deps, attemptId))
  return own?.has(questionId) ? question : undefined
}

type Tick = { attemptId: string; ground: Publication; questionId: string }

/** The question ids of a copy, when copies differ. A paper never changes. */
const papers = new Map<string, ReadonlySet<string>>()

const readOwn = batched(async (deps: Deps, attemptIds: string[]) => {
  const { rows } = await deps.pool.query<Publication & { id: string; ids: string[] }>({
    name: 'attempts-own-questions',
    text: `select a.id, a."examId", e."publishedAt", jsonb_path_query_array(a.paper, '$[*].questionId') as ids
           from "Attempt" a join "Exam" e on e.id = a."examId" where a.id = any($1::uuid[])`,
    values: [attemptIds],
  })
  if (papers.size >= mostAttempts) papers.clear()
  for (const { id, ids, ...publication } of rows) {
    const { questions } = await frozenQuestions(deps, publication)
    // Each id string is shared by all copies of an exam, to save memory.
    papers.set(id, new Set(ids.flatMap((questionId) => questions.get(questionId)?.asked.id ?? [])))
  }
  return attemptIds.map((id) => papers.get(id))
})

/**
 * The owner and the publication of an attempt, cached. A withdrawal deletes the attempts of the exam; but entries of a
 * student may be merged and unmerged, so a refusal is never based on the cache alone.
 */
type Ground = Publication & { studentId: string; isLettered: boolean }
const grounds = new Map<string, Ground>()
const mostAttempts = 50_000

export async function groundOf(deps: Deps, { attemptId, studentId }: { attemptId: string; studentId: string }) {
  const known = grounds.get(attemptId)
  const ground = known?.studentId === studentId ? known : await readGround(deps, attemptId)
  if (ground?.studentId !== studentId) throw new Refusal('not_found')
  return ground
}

/** Fills the cache after an attempt was loaded, so that its first save needs no query. */
export function rememberGround(attemptId: string, { examId, publishedAt, studentId, isLettered }: Ground) {
  if (grounds.size >= mostAttempts) grounds.clear()
  grounds.set(attemptId, { examId, publishedAt, studentId, isLettered })
}

const readGround = batched(async ({ pool }: Deps, attemptIds: string[]): Promise<(Ground | undefined)[]> => {
  const { rows } = await pool.query<Ground & { id: string }>({
    name: 'attempts-ground',
    text: `select a.id, a."studentId", a."isLettered", a."examId", e."publishedAt"
           from "Attempt" a join "Exam" e on e.id = a."examId" where a.id = any($1::uuid[])`,
    values: [attemptIds],
  })
  for (const { id, ...ground } of rows) rememberGround(id, ground)
  return attemptIds.map((id) => rows.find((row) => row.id === id))
})

async function readFrozen(deps: Deps, examId: string): Promise<Frozen> {
  const rows = await deps.db.examQuestion.findMany({
    where: { examId },
    orderBy: { position: 'asc' },
    select: {
      id: true,
      points: true,
      asked: true,
      scale: true,
      stratum: true,
      take: true,
      exam: { select: { scale: true } },
    },
  })
  const shared = sharedContexts(deps, rows, ({ asked }) => asked.context)
  const contexts = new Map((shared.contexts.contexts ?? []).map((one) => [one.id, sharedContext.parse(one)]))
  const questions = new Map(
    rows.map((row) => {
      const { id, points, scale, exam } = row
      const { context: _, ...asked } = row.asked
      // Parsed once for all readers; fields outside the contract are dropped here.
      const certainty = certaintyAsked((scale ?? exam.scale) as Scale)
      const lettered = askedQuestion.parse({ ...asked, ...shared.named(row), id, points, ...certainty })
      const choices = withOpaqueIds(deps, { questionId: id, choices: lettered.choices })
      return [id, { lettered, asked: { ...lettered, choices } }]
    }),
  )
  return { questions, contexts, asked: askedCount(rows) }
}
