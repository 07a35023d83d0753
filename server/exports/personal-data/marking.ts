import type { z } from 'zod'
import type { markedQuestion } from '#contract/questions/marked-question.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { type ReleaseParts, wholeReview } from '#core/exams/release.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'

type Copy = { mark: number; outOf: number; earned: number; maximum: number; correctedAt: string | null }
type Adjusted = Copy & { adjustment: { by: number; reason: string } | null }
type Question = z.output<typeof markedQuestion>

/** A marked copy as text: null where the release policy hides something, as opposed to an empty value. */
export type CopyInWords = Adjusted & { questions: ReturnType<typeof questionInWords>[]; [more: string]: unknown }

export const markOf = ({ mark, outOf, earned, maximum, correctedAt, adjustment }: Adjusted): CopyInWords => ({
  ...{ mark, outOf, earned, maximum, correctedAt, adjustment },
  questions: [],
})

export function markAndReview(
  copy: Adjusted & { questions: Question[] },
  parts: ReleaseParts = wholeReview,
): CopyInWords {
  return { ...markOf(copy), questions: copy.questions.map((question) => questionInWords(question, parts)) }
}

function questionInWords(question: Question, { points, answers, key, explanations }: ReleaseParts) {
  const { position, stem, choices, explanation, source } = question
  return {
    position,
    stem: plainText(stem),
    choices: choices.map(({ text, ticked, correct, feedback }, index) => ({
      letter: String.fromCharCode(65 + index),
      text: plainText(text),
      ticked: answers ? ticked : null,
      correct: key ? correct : null,
      feedback: key && explanations && feedback ? plainText(feedback) : null,
    })),
    points: question.points,
    earned: points ? question.earned : null,
    outcome: points ? question.outcome : null,
    explanation: explanations ? plainText(explanation) : null,
    reference: explanations ? (source?.reference ?? null) : null,
  }
}

/** Null for the given refusals; any other refusal is thrown. */
export async function nullWhen<T>(codes: readonly RefusalCode[], asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Refusal && codes.includes(error.code)) return null
    throw error
  }
}
