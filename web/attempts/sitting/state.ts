import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { compareAnswers } from '#core/attempts/answer.ts'
import type { FiledAnswer } from '#core/attempts/copy-file.ts'
import { certaintyOf, ticksOf } from '#core/exams/certainty.ts'
import { isTicked } from '#web/questions/is-ticked.ts'
import { letterOf } from '#web/questions/letter-of.ts'
import type { OutboxEntry } from './outbox-store.ts'
import type { SaveState } from './save-state.ts'
import type { Clock, SavedAnswer, SittingCopy } from './sitting-copy.ts'

/** The displayed answers by question id: the latest ones, acknowledged by the server or not. */
export type ShownAnswers = Readonly<Record<string, Pick<SavedAnswer, 'choices' | 'flagged'>>>

/** Why the choices are disabled; null when they are enabled. */
export type Lock = null | 'elsewhere' | 'paused' | 'time_up' | 'submitting' | 'closed'

export type SittingState = {
  readonly copy: SittingCopy
  readonly answers: ShownAnswers
  readonly clock: Clock
  readonly lock: Lock
  readonly save: SaveState
  readonly waiting: number
  /** The questions whose last change the server has not acknowledged. */
  readonly unsaved: ReadonlySet<string>
  /** Judged by failed requests, not by a socket or navigator.onLine. */
  readonly isOffline: boolean
  /** True for a few seconds after the network came back. */
  readonly isBack: boolean
  readonly isSignedOut: boolean
  readonly isDurable: boolean
  /** Every waiting entry is written on this device: closing the page loses nothing. */
  readonly isKept: boolean
  /** The computer slept: the displayed time is unreliable until the next reply. */
  readonly isClockUnsure: boolean
  /** The last change of the deadline while the page was open, in minutes; 0 if none. */
  readonly granted: number
}

/** The latest answer to each question, among those saved on the server and those waiting here. */
export function latestAnswers(
  saved: readonly SavedAnswer[],
  waiting: readonly OutboxEntry[],
): Map<string, SavedAnswer> {
  const answers = new Map(saved.map((answer) => [answer.questionId, answer]))
  for (const entry of waiting) {
    const known = answers.get(entry.questionId)
    // The server does not return the device: the same epoch and sequence are the same change.
    if (!known || compareAnswers({ ...entry, device: '' }, { ...known, device: '' }) > 0) {
      answers.set(entry.questionId, entry)
    }
  }
  return answers
}

/**
 * Answers in the form of a copy file. The server does not return the device of an answer: `device` then stands for it.
 */
export function filedAnswers(answers: Iterable<SavedAnswer & { device?: string }>, device: string): FiledAnswer[] {
  return Array.from(answers, ({ questionId, choices, flagged, device: known = device, epoch, sequence }) => {
    return { questionId, choices, flagged, device: known, epoch, sequence }
  })
}

export function greatestSequence(answers: Iterable<SavedAnswer>): number {
  return Math.max(0, ...Array.from(answers, ({ sequence }) => sequence))
}

export type AnswerState = {
  id: string
  /** Counted from 1. */
  position: number
  isAnswered: boolean
  isFlagged: boolean
  /** Its change waits for the server beyond the moment of a save. */
  isUnsaved: boolean
  /** The letters chosen, as they stand before the choices: « B, D ». */
  letters: string
  /** What is chosen where choices are not ticked. */
  own: { question: AskedQuestion; chosen: readonly string[] } | null
  /** How many parts of an answered question have no answer. */
  missing: number
  certainty: number | null
}

/** A question that is only flagged is not answered. */
export function answerStates({
  copy,
  answers,
  unsaved,
  save,
}: Pick<SittingState, 'copy' | 'answers' | 'unsaved' | 'save'>): AnswerState[] {
  return copy.questions.map((question, place) => {
    const { id } = question
    const chosen = answers[id]?.choices ?? []
    return {
      id,
      position: place + 1,
      isAnswered: chosen.length > 0,
      isFlagged: answers[id]?.flagged ?? false,
      isUnsaved: unsaved.has(id) && save.kind !== 'saving',
      letters: question.choices.flatMap(({ id }, rank) => (chosen.includes(id) ? [letterOf(rank)] : [])).join(', '),
      own: isTicked(question.type) ? null : { question, chosen },
      missing: missingIn(question, chosen),
      certainty: certaintyOf(chosen),
    }
  })
}

/** How many parts of an answered question have no answer. */
function missingIn({ type, parts, choices }: AskedQuestion, chosen: readonly string[]): number {
  if (isTicked(type) || chosen.length === 0) return 0
  const count = parts?.length ?? new Set(choices.map(({ part }) => part)).size
  return Math.max(0, count - ticksOf(chosen).length)
}
