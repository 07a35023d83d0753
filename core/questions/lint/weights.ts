/** Checks the weights of choices, which a scale by weights adds up (core/scoring/choices.ts). */
import { exactText } from '#core/exact-text.ts'
import type { Question } from '#core/questions/question.ts'
import { compare, largest, one, sum, toRational, zero } from '#core/rational.ts'
import type { RuleResult } from './choices.ts'

/**
 * The best answer earns less than the question's points: 0.9967 where three thirds were rounded before they were added.
 */
export function fullMarkUnreachable({ type, choices }: Pick<Question, 'type' | 'choices'>): RuleResult {
  const weights = choices.flatMap(({ weight }) => (weight === undefined ? [] : [toRational(weight)]))
  if (weights.length === 0) return null
  const earned = weights.filter((weight) => compare(weight, zero) > 0)
  const best = type === 'multiple' ? sum(earned) : earned.reduce(largest, zero)
  return compare(best, one) < 0 ? { best: exactText(best, 0, 'en') } : null
}
