import { one, type Rational, rational, zero } from '#core/rational.ts'
import type { ScoredChoice, Tally, Verdict } from './scale.ts'

/** A discordance is a choice in the wrong state: a wrong one ticked or a right one left out. */
const discordancesOf = ({ right, rightTicked, wrongTicked }: Tally): number => wrongTicked + right - rightTicked

/** Share of the points for 0, 1 and 2 discordances; zero beyond. */
const shares: readonly Rational[] = [one, rational(1, 2), rational(1, 5)]

/**
 * The scale of the French national medical exams (UNESS, EDN/R2C): 1, 0.5, 0.2, 0 for 0, 1, 2, 3 or more discordances;
 * nothing at all when an *inacceptable* choice is ticked or an *indispensable* one left out.
 */
export function discordanceVerdict(choices: readonly ScoredChoice[], tally: Tally): Verdict {
  const discordances = discordancesOf(tally)
  const unacceptable = tally.ticked.find((choice) => choice.inacceptable && !choice.correct)
  if (unacceptable)
    return { code: 'inacceptable_ticked', fraction: zero, values: { discordances, choice: unacceptable.id } }
  const missed = choices.find((choice) => choice.indispensable && choice.correct && !tally.ticked.includes(choice))
  if (missed) return { code: 'indispensable_left_out', fraction: zero, values: { discordances, choice: missed.id } }
  return { code: 'discordance', fraction: shares[discordances] ?? zero, values: { discordances } }
}

/**
 * Five propositions, each to be ticked or left (French medical admission orders, JORF): 5 coherent answers earn
 * everything, 4 a half, 3 a fifth, fewer nothing. The text does not cover other numbers of propositions: there the
 * incoherent ones are counted, which is the same rule for five.
 */
export function coherencesVerdict(tally: Tally): Verdict {
  const discordances = discordancesOf(tally)
  const propositions = tally.right + tally.wrong
  const values = { coherent: propositions - discordances, propositions }
  return { code: 'coherences', fraction: shares[discordances] ?? zero, values }
}
