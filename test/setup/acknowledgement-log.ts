import type pg from 'pg'
import { answersFrom, type JournalEntry } from '#core/attempts/answer.ts'
import type { QuestionType } from '#core/questions/question.ts'
import type { Deps } from '#server/platform/deps.ts'
import { answerIdOf } from '#server/questions/choice-ids.ts'

export type AcknowledgedSave = {
  attemptId: string
  questionId: string
  choices: readonly string[]
  device: string
  epoch: number
  sequence: number
}
type Kept = { choices: string[]; questionId: string; device: string; epoch: number; sequence: number; flagged: boolean }
type Journaled = Kept & { attemptId: string; late: boolean; receivedAt: Date }
type Held = Kept & { attemptId: string }

const atOnce = 250

/**
 * Records every acknowledgement that clients receive, then compares them with the database, which stores letters where
 * students' pages use other ids.
 */
export class AcknowledgementLog {
  readonly #deps: Pick<Deps, 'secret'>
  readonly #saves = new Map<string, AcknowledgedSave[]>()
  readonly #submissions = new Map<string, string>()
  count = 0

  constructor(deps: Pick<Deps, 'secret'>) {
    this.#deps = deps
  }

  saved(save: AcknowledgedSave) {
    const own = this.#saves.get(save.attemptId)
    if (own) own.push(save)
    else this.#saves.set(save.attemptId, [save])
    this.count += 1
  }

  submitted({ attemptId, closedAt }: { attemptId: string; closedAt: string }) {
    this.#submissions.set(attemptId, closedAt)
  }

  /**
   * One sentence per loss: an acknowledged save missing from the journal or altered, an attempt whose answers differ
   * from its journal, or an acknowledged submission whose attempt is not closed.
   */
  async losses(pool: pg.Pool | pg.Client): Promise<string[]> {
    const ids = [...new Set([...this.#saves.keys(), ...this.#submissions.keys()])]
    const found: string[] = []
    for (let i = 0; i < ids.length; i += atOnce) found.push(...(await this.#lossesOf(pool, ids.slice(i, i + atOnce))))
    return found
  }

  /** An answer with the ids that its page sent; which they are depends on the type of the question. */
  readonly #asHeard = (entry: Journaled, type: QuestionType): Journaled => ({
    ...entry,
    choices: entry.choices.map((id) => answerIdOf(this.#deps, { questionId: entry.questionId, type, id })),
  })

  async #lossesOf(pool: pg.Pool | pg.Client, ids: string[]) {
    const { rows: journal } = await pool.query<Journaled>('select * from "AnswerEvent" where "attemptId" = any($1)', [
      ids,
    ])
    const { rows: answers } = await pool.query<Held>('select * from "Answer" where "attemptId" = any($1)', [ids])
    const { rows: closed } = await pool.query<{ id: string; closedAt: Date }>(
      `select id, "closedAt" from "Attempt" where id = any($1) and status in ('submitted', 'expired')`,
      [ids],
    )
    const asked = [...new Set(journal.map(({ questionId }) => questionId))]
    const { rows: questions } = await pool.query<{ id: string; type: QuestionType }>(
      `select id, content->>'type' as type from "ExamQuestion" where id = any($1)`,
      [asked],
    )
    const types = new Map(questions.map(({ id, type }) => [id, type]))
    const journalOf = byAttempt(journal)
    const answersOf = byAttempt(answers)
    const closedAt = new Map(closed.map((attempt) => [attempt.id, attempt.closedAt.toISOString()]))
    return ids.flatMap((id) => [
      ...missing(
        this.#saves.get(id) ?? [],
        (journalOf.get(id) ?? []).map((entry) => this.#asHeard(entry, types.get(entry.questionId) ?? 'single')),
      ),
      ...differences(id, { journal: journalOf.get(id) ?? [], answers: answersOf.get(id) ?? [] }),
      ...(this.#submissions.has(id) && closedAt.get(id) !== this.#submissions.get(id)
        ? [`${id}: acknowledged as submitted at ${this.#submissions.get(id)}, is ${closedAt.get(id) ?? 'open'}`]
        : []),
    ])
  }
}

function missing(saves: readonly AcknowledgedSave[], journal: readonly Journaled[]) {
  const kept = new Map(journal.map((entry) => [`${entry.device} ${entry.sequence}`, entry]))
  return saves.flatMap((save) => {
    const entry = kept.get(`${save.device} ${save.sequence}`)
    const isSame = entry && !entry.late && entry.questionId === save.questionId && same(entry.choices, save.choices)
    return isSame ? [] : [`${save.attemptId}: ${save.device} ${save.sequence} was acknowledged, is ${textOf(entry)}`]
  })
}

function differences(id: string, { journal, answers }: { journal: readonly Journaled[]; answers: readonly Held[] }) {
  const entries = journal.map(
    (entry): JournalEntry => ({ ...entry, at: entry.receivedAt, standing: entry.late ? 'late' : 'in_time' }),
  )
  const rebuilt = answersFrom(entries)
  const held = new Map(answers.map((answer) => [answer.questionId, answer]))
  const wrong = Object.entries(rebuilt).filter(([questionId, answer]) => {
    const is = held.get(questionId)
    return !is || !same(is.choices, answer.choices) || is.sequence !== answer.sequence || is.epoch !== answer.epoch
  })
  const extra = answers.filter(({ questionId }) => !(questionId in rebuilt))
  return [
    ...wrong.map(([questionId]) => `${id}: the answer to ${questionId} is not the last word of the journal`),
    ...extra.map(({ questionId }) => `${id}: the answer to ${questionId} is not in the journal`),
  ]
}

function byAttempt<T extends { attemptId: string }>(rows: readonly T[]) {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.attemptId)
    if (group) group.push(row)
    else groups.set(row.attemptId, [row])
  }
  return groups
}

const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join()
const textOf = (entry: Journaled | undefined) =>
  entry ? `${entry.questionId} ${entry.choices.join()}${entry.late ? ' late' : ''}` : 'absent'
