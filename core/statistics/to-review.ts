/** What a student should read again, by section of the course, from the questions of their own copy. */
import { add, compare, type Rational, rational, zero } from '#core/rational.ts'

/** One question of a copy, in any one unit; a removed question has a maximum of zero. */
export type OwnAnswer = { readonly section: string; readonly earned: Rational; readonly maximum: Rational }

/**
 * `yes`: less than half of the points of the section were earned, and points were lost on two questions at least.
 * `one_question`: the same on the only question that the copy asked on it, so a page says so. `no`: anything else.
 *
 * One slip never sends a student back to a section that asked several questions, whatever that question was worth and
 * whatever a wrong answer costs.
 */
export const reviews = ['no', 'yes', 'one_question'] as const
export type Review = (typeof reviews)[number]

export type OwnSection = {
  readonly id: string
  /** Questions that count. */
  readonly questions: number
  /** Those that lost points. */
  readonly missed: number
  readonly earned: Rational
  readonly maximum: Rational
  readonly review: Review
}

const fewestMissed = 2

/** One entry per section with a question that counts, in the order they first appear. */
export function ownSections(answers: readonly OwnAnswer[]): OwnSection[] {
  const bySection = new Map<string, Omit<OwnSection, 'review'>>()
  for (const { section: id, earned, maximum } of answers) {
    if (compare(maximum, zero) <= 0) continue
    const own = bySection.get(id) ?? { id, questions: 0, missed: 0, earned: zero, maximum: zero }
    bySection.set(id, {
      id,
      questions: own.questions + 1,
      missed: own.missed + (compare(earned, maximum) < 0 ? 1 : 0),
      earned: add(own.earned, earned),
      maximum: add(own.maximum, maximum),
    })
  }
  return [...bySection.values()].map((own) => ({ ...own, review: reviewOf(own) }))
}

function reviewOf({ questions, missed, earned, maximum }: Omit<OwnSection, 'review'>): Review {
  const half = rational(maximum.num, 2n * maximum.den)
  if (compare(earned, half) >= 0) return 'no'
  if (questions === 1) return 'one_question'
  return missed >= fewestMissed ? 'yes' : 'no'
}
