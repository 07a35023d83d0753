import type { Sent } from '#contract/endpoint.ts'
import type { Corrections, previewCorrection } from '#contract/grading/corrections.ts'
import { parseHundredths } from '#core/points.ts'
import { type ScaleText, scaleOf, textOfScale } from '#web/exams/scale-text.ts'

export type CorrectionChange = Sent<typeof previewCorrection>['body']['change']
export const questionChanges = ['key', 'accept_also', 'part', 'full', 'removed', 'points', 'question_scale'] as const
export const abouts = ['question', 'scale', 'copy', 'restore'] as const

/** The state of the form, including fields that are hidden at the moment, so that nothing typed is lost. */
export type CorrectionDraft = {
  about: (typeof abouts)[number]
  questionId: string | null
  what: (typeof questionChanges)[number]
  choiceIds: readonly string[]
  /** The part that counts for nobody. */
  part: string | null
  points: string
  scale: ScaleText
  attemptId: string | null
  copyChange: 'void' | 'adjust'
  by: string
  runNumber: number | null
}

/**
 * The initial decision from the query string, where statistics, an attempt, a contestation and the history name a
 * question, an attempt, an answer to accept too or a run.
 */
export function firstDecision(search: URLSearchParams, corrections: Corrections): CorrectionDraft {
  const { questions, students, runs, scale } = corrections
  const question = questions.find(({ position }) => String(position) === search.get('question'))
  const also = search.get('aussi') ?? ''
  // What was typed may hold commas.
  const typed = question?.others?.find(({ id }) => id === also)
  const accepted = typed
    ? [typed.id]
    : also.split(',').filter((id) => question?.choices.some((choice) => choice.id === id))
  const copy = students.find(({ attemptId }) => attemptId === search.get('copie'))
  const run = runs.find(({ number }) => String(number) === search.get('correction'))
  return {
    about: run ? 'restore' : copy ? 'copy' : 'question',
    questionId: question?.id ?? null,
    what: accepted.length > 0 ? 'accept_also' : 'key',
    choiceIds: accepted,
    part: null,
    points: '',
    scale: textOfScale(scale),
    attemptId: copy?.attemptId ?? null,
    copyChange: 'adjust',
    by: '',
    runNumber: run?.number ?? null,
  }
}

/** The change to send; null while the form is incomplete. */
export function changeOf(decision: CorrectionDraft): CorrectionChange | null {
  const { about, attemptId, copyChange, runNumber } = decision
  switch (about) {
    case 'question':
      return questionChangeOf(decision)
    case 'scale': {
      const scale = scaleOf(decision.scale)
      return scale && { kind: 'scale', scale }
    }
    case 'copy': {
      if (attemptId === null) return null
      if (copyChange === 'void') return { kind: 'void', attemptId }
      const by = parseHundredths(decision.by)
      return by === null ? null : { kind: 'adjust', attemptId, by }
    }
    case 'restore':
      return runNumber === null ? null : { kind: 'restore', runNumber }
  }
}

function questionChangeOf({
  questionId,
  what,
  choiceIds,
  part,
  points,
  scale: text,
}: CorrectionDraft): CorrectionChange | null {
  if (questionId === null) return null
  switch (what) {
    case 'key':
    case 'accept_also':
      return choiceIds.length === 0 ? null : { kind: what, questionId, choiceIds: [...choiceIds] }
    case 'part':
      return part === null ? null : { kind: 'neutralise_part', questionId, part }
    case 'full':
    case 'removed':
      return { kind: 'neutralise', questionId, how: what }
    case 'points': {
      const hundredths = parseHundredths(points)
      return hundredths === null || hundredths < 0 ? null : { kind: 'points', questionId, points: hundredths }
    }
    case 'question_scale': {
      const scale = scaleOf(text)
      return scale && { kind: what, questionId, scale }
    }
  }
}
