/**
 * The answers of one attempt, and which of two answers to the same question is the latest.
 *
 * The order of arrival is not used: an answer that waited offline arrives after answers ticked later. The order of the
 * ticks is total and made of three facts stamped on the device at the moment of the tick:
 * 1. `epoch`: the sitting has one active device; each take-over by another device starts the next epoch. A tick of an
 * older epoch never undoes one of a newer epoch, however late it arrives, and still counts where nothing newer exists;
 * 2. `sequence`: inside an epoch, the counter of the device, one more at each tick, also across reloads;
 * 3. `device`: only to be total; two devices cannot share an epoch unless a client misbehaves. A pair (device,
 * sequence) identifies one tick: sent twice, it is the same answer. No clock of a device is used.
 */
import { certaintyMarks } from '#core/exams/certainty.ts'
import { type Listed, possibleAnswers } from '#core/questions/parts.ts'
import type { QuestionType } from '#core/questions/question.ts'
import { cleanTyped, isTyped, typedMark, typedOf } from '#core/questions/typed-answer.ts'
import { Refusal } from '#core/refusal.ts'

export type Answer = {
  /** Ids of the ticked choices, then the certainty (certainty.ts); empty when the question was cleared. */
  readonly choices: readonly string[]
  /** The student marked it « à revoir »; it never counts. */
  readonly flagged: boolean
  readonly device: string
  readonly epoch: number
  readonly sequence: number
  /** When the server received it. */
  readonly at: Date
}

type Stamp = Pick<Answer, 'epoch' | 'sequence' | 'device'>

/** The latest answer per question id. */
export type Answers = Readonly<Record<string, Answer>>

export type Tick = Omit<Answer, 'at'> & { readonly questionId: string }

/**
 * Standing of an entry of the append-only journal. A tick that arrived after the grace waits for the trainer's
 * decision.
 */
export const answerStandings = ['in_time', 'late', 'late_accepted', 'late_refused'] as const
export type AnswerStanding = (typeof answerStandings)[number]
export type JournalEntry = Answer & { readonly questionId: string; readonly standing: AnswerStanding }

/** Negative when `a` was ticked before `b`. */
export function compareAnswers(a: Stamp, b: Stamp): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch
  if (a.sequence !== b.sequence) return a.sequence - b.sequence
  if (a.device === b.device) return 0
  return a.device < b.device ? -1 : 1
}

/** Returns the same `answers` object when this answer changes nothing: a replay, or an older tick. */
export function withAnswer(answers: Answers, questionId: string, answer: Answer): Answers {
  const current = Object.hasOwn(answers, questionId) ? answers[questionId] : undefined
  if (current !== undefined && compareAnswers(answer, current) <= 0) return answers
  return { ...answers, [questionId]: answer }
}

/** The copy, rebuilt from its journal alone, whatever the order of the entries. */
export function answersFrom(journal: Iterable<JournalEntry>): Answers {
  let answers: Answers = {}
  for (const { questionId, standing, ...answer } of journal) {
    if (standing === 'in_time' || standing === 'late_accepted') answers = withAnswer(answers, questionId, answer)
  }
  return answers
}

/** The input of scoring: question id → ids of the ticked choices. */
export function choicesOf(answers: Answers): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(answers).map(([questionId, { choices }]) => [questionId, choices]))
}

type AskedQuestion = Listed & {
  readonly id: string
  readonly type: QuestionType
  readonly certainty?: number | undefined
}

/**
 * The ticked ids in the order of the question, each once, then the certainty; refuses what this paper does not ask. A
 * question in parts has at most one choice of each, an ordering each item once, an exact answer what was typed.
 */
export function admissibleChoices(
  paper: readonly AskedQuestion[],
  tick: Pick<Tick, 'questionId' | 'choices'>,
): string[] {
  const question = paper.find(({ id }) => id === tick.questionId)
  if (question === undefined) throw new Refusal('question_not_in_attempt')
  const degrees = certaintyMarks(question.certainty)
  const said = degrees.filter((id) => tick.choices.includes(id))
  const given = tick.choices.filter((id) => !degrees.includes(id))
  const ticked = question.type === 'exact_answer' ? admissibleWords(given) : ticksAmong(question, given)
  if (said.length > 1) throw new Refusal('invalid_request')
  return ticked.length === 0 ? [] : [...ticked, ...said]
}

function ticksAmong(question: AskedQuestion, given: readonly string[]): string[] {
  const offered = possibleAnswers(question)
  if (!given.every((id) => offered.some((one) => one.id === id))) throw new Refusal('choice_not_in_question')
  const ticked = offered.filter(({ id }) => given.includes(id))
  const parts = new Set(ticked.map(({ part }) => part))
  if (question.type !== 'multiple' && ticked.length > parts.size) throw new Refusal('invalid_request')
  const options = new Set(ticked.map(({ id }) => id.slice(1)))
  if (question.type === 'ordering' && options.size < ticked.length) throw new Refusal('invalid_request')
  return ticked.map(({ id }) => id)
}

/** What was typed, as it is kept; nothing when it is blank. */
function admissibleWords(given: readonly string[]): string[] {
  if (!given.every(isTyped)) throw new Refusal('choice_not_in_question')
  const typed = typedOf(given)
  if (given.length > 1) throw new Refusal('invalid_request')
  const clean = typed === null ? '' : cleanTyped(typed)
  if (clean === null) throw new Refusal('invalid_request')
  return clean === '' ? [] : [typedMark(clean)]
}
