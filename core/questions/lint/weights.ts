/** Checks the weights of choices, which a scale by weights adds up (core/scoring/choices.ts). */
import { exactText } from '#core/exact-text.ts'
import { partsOf } from '#core/questions/parts.ts'
import type { Choice, Question } from '#core/questions/question.ts'
import { compare, largest, one, sum, toRational, zero } from '#core/rational.ts'
import type { RuleResult } from './choices.ts'

/**
 * The best answer earns less than the question's points: 0.9967 where three thirds were rounded before they were added.
 */
export function fullMarkUnreachable({ type, choices }: Pick<Question, 'type' | 'choices'>): RuleResult {
  if (choices.every(({ weight }) => weight === undefined)) return null
  const earned = (those: readonly Choice[]) =>
    those.flatMap(({ weight }) => (weight === undefined ? [] : [largest(toRational(weight), zero)]))
  // A single choice earns its best weight, and so does each part.
  const bests = partsOf(choices).map((part) => earned(part.choices).reduce(largest, zero))
  const best = type === 'multiple' ? sum(earned(choices)) : sum(bests)
  return compare(best, one) < 0 ? { best: exactText(best, 0, 'en') } : null
}
