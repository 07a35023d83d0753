import { compareAnswers } from '#core/attempts/answer.ts'
import type { FiledAnswer } from '#core/attempts/copy-file.ts'
import type { Entry } from './outbox-store.ts'
import type { SaveState } from './save-state.ts'
import type { Clock, SavedAnswer, SittingCopy } from './sitting-copy.ts'

/** What is ticked on screen, by question id: the latest answer, whether or not the server has it yet. */
export type ShownAnswers = Readonly<Record<string, Pick<SavedAnswer, 'choices' | 'flagged'>>>

/** Why nothing can be ticked; null when everything can. */
export type Lock = null | 'elsewhere' | 'paused' | 'time_up' | 'submitting' | 'closed'

export type SittingState = {
  readonly copy: SittingCopy
  readonly answers: ShownAnswers
  readonly clock: Clock
  readonly lock: Lock
  readonly save: SaveState
  readonly waiting: number
  /** The questions whose last tick the server has not acknowledged. */
  readonly unsaved: ReadonlySet<string>
  /** By the requests that failed, never by a socket or by navigator.onLine. */
  readonly isOffline: boolean
  /** For a few seconds after the network came back. */
  readonly isBack: boolean
  readonly isSignedOut: boolean
  readonly isDurable: boolean
  /** Nothing waits that this device is not known to have written: a closed page loses nothing. */
  readonly isKept: boolean
  /** The computer slept: the time shown is to be heard again from the server. */
  readonly isClockUnsure: boolean
  /** The last change of the deadline while the page was open, in minutes; 0 before any. */
  readonly granted: number
}

/** Nothing more can be written; the receipt says what was kept. */
export function isClosed(status: Clock['status']): boolean {
  return status === 'submitted' || status === 'expired' || status === 'voided'
}

/** What the server holds and what waits here, each question by its last tick. */
export function latestAnswers(held: readonly SavedAnswer[], waiting: readonly Entry[]): Map<string, SavedAnswer> {
  const words = new Map(held.map((answer) => [answer.questionId, answer]))
  for (const entry of waiting) {
    const known = words.get(entry.questionId)
    // The server does not tell which device: at the same epoch and sequence it is the same tick.
    if (!known || compareAnswers({ ...entry, device: '' }, { ...known, device: '' }) > 0) {
      words.set(entry.questionId, entry)
    }
  }
  return words
}

/** As a copy file carries them. The server does not tell which device it heard of: then it is said to be this one. */
export function filedAnswers(words: Iterable<SavedAnswer & { device?: string }>, device: string): FiledAnswer[] {
  return Array.from(words, ({ questionId, choices, flagged, device: known = device, epoch, sequence }) => {
    return { questionId, choices, flagged, device: known, epoch, sequence }
  })
}

export function greatestSequence(answers: Iterable<SavedAnswer>): number {
  return Math.max(0, ...Array.from(answers, ({ sequence }) => sequence))
}

export type AnswerState = {
  id: string
  /** From 1. */
  position: number
  isAnswered: boolean
  isFlagged: boolean
}

/** A flag alone is no answer. */
export function answerStates({ copy, answers }: Pick<SittingState, 'copy' | 'answers'>): AnswerState[] {
  return copy.questions.map(({ id }, place) => ({
    id,
    position: place + 1,
    isAnswered: (answers[id]?.choices.length ?? 0) > 0,
    isFlagged: answers[id]?.flagged ?? false,
  }))
}
