import { add, compare, divide, largest, type Rational, rational, rationalText, subtract, toRational, zero } from './rational.ts'
import type { AmcParameters, ScoringInput, Tally, Verdict } from './scoring.ts'

/**
 * Auto Multiple Choice's parameters (auto-multiple-choice 1.6, documentation, "scoring strategies"). The score is in
 * AMC's own points; the fraction returned is that score over the best one, so that the question keeps its points.
 */
export function amcVerdict(parameters: AmcParameters, { type, choices }: ScoringInput, tally: Tally): Verdict {
  const isMultiple = type === 'multiple'
  const n = choices.length
  const perfect = amcScore(parameters, { isMultiple, n, mistakes: 0 })
  const maximum = parameters.max === undefined ? perfect : toRational(parameters.max)
  if (compare(maximum, zero) <= 0) return { code: 'no_maximum', fraction: zero }
  const verdict = (code: Verdict['code'], score: Rational): Verdict => ({
    code,
    fraction: divide(score, maximum),
    values: { score: rationalText(score), best: rationalText(maximum) },
  })
  const isEmpty = tally.ticked.length === 0
  if (isEmpty && !(isMultiple && parameters.allowempty)) {
    return verdict(tally.unknown > 0 ? 'only_unknown' : 'blank', toRational(parameters.v ?? '0'))
  }
  if (!isMultiple && tally.ticked.length > 1) return verdict('several_ticked', toRational(parameters.e ?? '0'))
  const mistakes = isMultiple ? tally.wrongTicked + tally.right - tally.rightTicked : tally.wrongTicked
  return verdict('amc', amcScore(parameters, { isMultiple, n, mistakes }))
}

/** `mistakes`: boxes in the wrong state on a multiple response, 0 or 1 on a single choice. */
function amcScore(parameters: AmcParameters, sheet: { isMultiple: boolean; n: number; mistakes: number }): Rational {
  const { isMultiple, n, mistakes } = sheet
  if (parameters.mz !== undefined) return mistakes === 0 ? toRational(parameters.mz) : zero
  const [b, m] = [toRational(parameters.b ?? '1'), toRational(parameters.m ?? '0')]
  const units = isMultiple ? n : 1
  const offset =
    parameters.haut === undefined
      ? toRational(parameters.d ?? '0')
      : subtract(toRational(parameters.haut), rational(units))
  const floor = parameters.haut === undefined ? parameters.p : '0'
  const score = add(add(times(b, units - mistakes), times(m, mistakes)), offset)
  return floor === undefined && !isMultiple ? score : largest(score, toRational(floor ?? '-100'))
}

const times = ({ num, den }: Rational, count: number): Rational => rational(num * BigInt(count), den)
