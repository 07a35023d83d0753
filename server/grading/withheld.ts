import type { z } from 'zod'
import type { markedQuestion } from '#contract/questions/marked-question.ts'
import type { ReleaseParts } from '#core/exams/release.ts'

type Question = z.input<typeof markedQuestion>

/** Replaces hidden parts by a neutral value, the same for everybody. */
export function withheld(question: Question, { points, answers, key, explanations }: ReleaseParts): Question {
  return {
    ...question,
    ...(points ? {} : { earned: 0, outcome: 'blank' as const }),
    // The working contains counts of right choices, so it reveals both points and key.
    ...(points && key ? {} : { working: { code: 'withheld', values: {} } }),
    certainty: answers ? question.certainty : null,
    explanation: explanations ? question.explanation : [],
    source: explanations ? question.source : null,
    // What an exact answer was compared with is its key, and the choice that it matched tells it.
    ...(question.typed ? { answer: answers ? (question.answer ?? null) : null } : {}),
    choices: (question.typed && !key ? [] : question.choices).map((choice) => ({
      ...choice,
      ticked: answers && choice.ticked,
      correct: key && choice.correct,
      feedback: key && explanations ? choice.feedback : null,
    })),
  }
}
