import {
  add,
  compare,
  divide,
  largest,
  multiply,
  parseRational,
  type Rational,
  rational,
  rationalText,
  subtract,
  toRational,
  zero,
} from '#core/rational.ts'
import type { AmcParameters, ScoringInput, Tally, Verdict } from './scale.ts'

/**
 * Auto Multiple Choice's parameters (AMC 1.6, documentation, "scoring strategies"). The score is computed in AMC's own
 * points, then divided by the best one: `b` on five boxes is worth the question's points, not five. An exam from AMC
 * keeps its totals when a question's `points` equal AMC's best score.
 *
 * A single choice: `b` right, `m` wrong, `mz` replaces `b`; `d`, `p` and `haut` have no effect. A multiple response:
 * `b` for each box in the right state, `m` for each other, plus `d`, at least `p`. `haut=n` is d = n − N with p = 0;
 * `mz=n` is n when all is right, else `p` (0). Both: `v` when blank, `e` when several boxes of a single choice are
 * ticked. `SUF` and `allowempty` apply to the whole exam: see total.ts.
 */
export function amcVerdict(parameters: AmcParameters, { type, choices }: ScoringInput, tally: Tally): Verdict {
  const score = type === 'multiple' ? multipleScore(parameters, choices.length) : singleScore(parameters)
  const best = parameters.max === undefined ? score(0) : toRational(parameters.max)
  if (compare(best, zero) <= 0) return { code: 'no_maximum', fraction: zero }
  const verdict = (code: Verdict['code'], earned: Rational): Verdict => ({
    code,
    fraction: divide(earned, best),
    values: { score: rationalText(earned), best: rationalText(best) },
  })
  if (tally.ticked.length === 0) {
    return verdict(tally.unknown > 0 ? 'only_unknown' : 'blank', toRational(parameters.v ?? '0'))
  }
  if (type !== 'multiple' && tally.ticked.length > 1) return verdict('several_ticked', toRational(parameters.e ?? '0'))
  const mistakes = type === 'multiple' ? tally.wrongTicked + tally.right - tally.rightTicked : tally.wrongTicked
  return verdict('amc', score(mistakes))
}

/** From the number of mistakes, 0 or 1, to AMC's points. */
const singleScore =
  ({ b = '1', m = '0', mz }: AmcParameters) =>
  (mistakes: number): Rational =>
    toRational(mistakes > 0 ? m : (mz ?? b))

/** From the number of boxes in the wrong state to AMC's points. AMC reads `haut=0` and `mz=0` as not given. */
function multipleScore(parameters: AmcParameters, boxes: number): (mistakes: number) => Rational {
  const [b, m, d] = [parameters.b ?? '1', parameters.m ?? '0', parameters.d ?? '0'].map(toRational) as [
    Rational,
    Rational,
    Rational,
  ]
  const [haut, mz] = [parameters.haut ?? '0', parameters.mz ?? '0'].map(toRational) as [Rational, Rational]
  const isHaut = haut.num !== 0n
  const isAllOrFloor = !isHaut && mz.num !== 0n
  const floor = toRational(parameters.p ?? (isHaut || isAllOrFloor ? '0' : '-100'))
  if (isAllOrFloor) return (mistakes) => (mistakes > 0 ? floor : largest(mz, floor))
  const shift = isHaut ? subtract(haut, rational(boxes)) : d
  return (mistakes) => {
    const boxScore = add(multiply(b, rational(boxes - mistakes)), multiply(m, rational(mistakes)))
    return largest(add(boxScore, shift), floor)
  }
}

const letters = ['b', 'm', 'e', 'v', 'p', 'd', 'mz', 'haut', 'max'] as const

/**
 * Reads AMC's syntax, `b=1,m=-0.5,MAX=3`. What is not one of the parameters above, or has no number, is returned in
 * `unread`, never dropped silently.
 */
export function parseAmcParameters(text: string): { readonly parameters: AmcParameters; readonly unread: string[] } {
  const parameters: { [letter in (typeof letters)[number]]?: string } = {}
  const unread: string[] = []
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim())
    const letter = letters.find((known) => known === (name === 'MAX' ? 'max' : name))
    if (letter && parseRational(value)) parameters[letter] = value
    else if (part !== '') unread.push(part)
  }
  return { parameters, unread }
}
