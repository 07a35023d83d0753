import { createHmac } from 'node:crypto'
import { admissibleChoices } from '#core/attempts/answer.ts'
import { drawPaper } from '#core/exams/draw.ts'
import { withoutEnemies } from '#core/exams/enemies.ts'
import { toHundredths } from '#core/points.ts'
import { Refusal } from '#core/refusal.ts'
import type { Scale } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'
import { chanceFrom, inBlocks, shuffled } from '#core/seed.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { letteredAnswerOf, withAnswerIds, withOpaqueIds } from './choice-ids.ts'
import { contextOf, sharedContexts } from './contexts.ts'
import { listedOf } from './listed.ts'
import { proofOf } from './proof-of.ts'
import { type BankRow, current, findOutline } from './queries.ts'
import { markedChoices, partsMarked } from './seen-choices.ts'

export type Learner = { courseId: string; studentId: string }
type PracticeInput = Learner & { questionId: string }

/** Points and scale in practice, which are the defaults of a new exam. */
export const practicePoints = 100
export const practiceScale: Scale = { kind: 'right_minus_wrong', floorAtZero: true }

/**
 * In the order of the course, questions of one document together; sections without practice questions are left out, and
 * so is one of two enemies.
 */
export async function listPractice(deps: Deps, learner: Learner) {
  const [sessions, rows] = await Promise.all([
    findOutline(deps, learner.courseId),
    deps.db.$queryRaw<PracticeRow[]>`
      select id, key, section, facts->'enemies' as enemies,
        facts->>'contextId' as context from (${practice(learner)}) as practice order by key`,
  ])
  const asked = askedTo(deps, learner, rows)
  const sections = sessions.flatMap((session) =>
    session.sections.map(({ id, title }) => ({
      id,
      title,
      sessionTitle: session.title,
      questionIds: asked.filter(({ section }) => section === id).map((row) => row.id),
    })),
  )
  return { sections: sections.filter(({ questionIds }) => questionIds.length > 0) }
}

export const contextOfRow = ({ content, rendered }: BankRow) => contextOf(content, rendered)

type PracticeRow = { id: string; key: string; section: string; enemies: string[] | null; context: string | null }

/** Of questions never asked together, one: chance decides once for each student, so that a class practises them all. */
function askedTo({ secret }: Deps, { studentId }: Learner, rows: readonly PracticeRow[]) {
  const seed = createHmac('sha256', secret)
    .update(JSON.stringify(['practice', studentId]))
    .digest('hex')
  const byKey = rows.map(({ key, enemies }) => ({ id: key, enemies }))
  const kept = new Set(withoutEnemies(shuffled(byKey, chanceFrom(seed))).map(({ id }) => id))
  return inBlocks(
    rows.filter(({ key }) => kept.has(key)),
    ({ context }) => context,
  )
}

export async function readPracticeQuestion(deps: Deps, asked: PracticeInput) {
  const row = await findPractice(deps, asked)
  const { contexts, named } = sharedContexts(deps, [row], contextOfRow)
  return { ...contexts, ...named(row), ...askedView(deps, asked, row) }
}

/** A question as it is asked, with nothing that tells its key. */
export const askedView = (deps: Deps, learner: Learner, row: BankRow) => ({
  id: row.id,
  type: row.content.type,
  points: practicePoints,
  stem: row.rendered.stem,
  ...choicesOf(deps, learner, row).asked,
})

/** Sends the key of a practice question, only in reply to an answer; so does a mock exam that is handed in. */
export async function correctPracticeAnswer(
  deps: Deps,
  { choices: given, ...asked }: PracticeInput & { choices: readonly string[] },
) {
  const row = await findPractice(deps, asked)
  const { exact: _, ...corrected } = correctedView(deps, { learner: asked, row, given, scale: practiceScale })
  return { ...corrected, ...sharedContexts(deps, [row], contextOfRow).named(row) }
}

type Correcting = { learner: Learner; row: BankRow; given: readonly string[]; scale: Scale }

/** A question with its key, what was ticked and what it earned; `exact`: the points before they are rounded. */
export function correctedView(deps: Deps, { learner, row, given, scale }: Correcting) {
  const { id, section, content, rendered } = row
  const { type, difficulty } = content
  const { lettered, asked, choiceIds } = choicesOf(deps, learner, row)
  const ticked = admissibleChoices([{ id, type, ...lettered }], {
    questionId: id,
    choices: letteredAnswerOf({ lettered, asked }, given),
  })
  const { earned, outcome, working } = scoreQuestion({ ...content, ticked, scale, points: practicePoints })
  const feedbackOf = (letter: string) => rendered.choices.find((one) => one.id === letter)?.feedback ?? null
  const choices = markedChoices({ asked: lettered, choiceIds, ticked, key: content, feedbackOf })
  return {
    id,
    type,
    section,
    difficulty,
    points: practicePoints,
    stem: rendered.stem,
    ...partsMarked(lettered, ticked),
    choices: withAnswerIds(deps, { questionId: id, type, choices }),
    explanation: rendered.explanation,
    source: proofOf(content),
    certainty: null,
    exact: earned,
    earned: toHundredths(earned),
    outcome,
    working: { code: working.code, values: { ...working.values } },
  }
}

/** Whether a question that this student may practise now shows this image. */
export async function isInPractice({ db }: Deps, { hash, ...learner }: Learner & { hash: string }): Promise<boolean> {
  const [row] = await db.$queryRaw<{ shown: boolean }[]>`
    select exists (select 1 from (${practice(learner)}) as practice where rendered::text like ${`%${hash}%`}) as shown`
  return row?.shown ?? false
}

/**
 * The choices in an order fixed per student, with the author's letters and with the ids of the page. As in an exam,
 * neither the order nor the ids reveal where the author put the key.
 */
function choicesOf(deps: Deps, { studentId }: Learner, { id: questionId, content, rendered }: BankRow) {
  const seed = createHmac('sha256', deps.secret)
    .update(JSON.stringify(['practice', studentId, questionId]))
    .digest('hex')
  const questions = [{ id: questionId, type: content.type, choices: content.choices }]
  const [drawn] = drawPaper({ questions, shuffleQuestions: false, shuffleChoices: true, seed })
  const listed = listedOf(content, rendered)
  const choiceIds = drawn?.choiceIds ?? []
  const choices = choiceIds.flatMap((letter) => listed.choices.find(({ id }) => id === letter) ?? [])
  const lettered = { ...listed, choices }
  return { lettered, asked: { ...listed, choices: withOpaqueIds(deps, { questionId, choices }) }, choiceIds }
}

/** Every question that this student may practise now. */
export const findAllPractice = ({ db }: Deps, learner: Learner) =>
  db.$queryRaw<BankRow[]>`select * from (${practice(learner)}) as practice order by key`

async function findPractice({ db }: Deps, { questionId, ...learner }: PracticeInput): Promise<BankRow> {
  const [row] = await db.$queryRaw<BankRow[]>`
    select * from (${practice(learner)}) as practice where id = ${questionId}::uuid`
  if (!row) throw new Refusal('not_found')
  return row
}

/**
 * What this student may practise now. A question that an exam of the course asked, or that a draft lists, is excluded
 * whatever its purpose; and nothing is shown to a student whose exam is running.
 */
const practice = ({ courseId, studentId }: Learner) => Prisma.sql`
  select bank.* from (${current(courseId)}) as bank
  where bank.facts->>'purpose' = 'practice'
    and not exists (
      select 1 from "ExamQuestion" asked join "Exam" e on e.id = asked."examId"
      where e."courseId" = ${courseId}::uuid and (asked."questionId" = bank.id or asked."questionKey" = bank.key))
    and not exists (
      select 1 from "Exam" e
      where e."courseId" = ${courseId}::uuid and e.status = 'draft' and jsonb_exists(e.blueprint->'questionIds', bank.key))
    and not exists (
      select 1 from "Attempt" a
      where a."studentId" = ${studentId}::uuid and a.status in ('in_progress', 'paused'))`
