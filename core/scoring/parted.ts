import { partsOf } from '#core/questions/parts.ts'
import { largest, type Rational, rational, subtract, sum, zero } from '#core/rational.ts'
import { weightsVerdict } from './choices.ts'
import { orderVerdict } from './ordering.ts'
import type { Scale, ScoredChoice, ScoringInput, Tally, Verdict } from './scale.ts'

/**
 * Questions in parts (core/questions/parts.ts): each part is a single choice, and counts the same. In the formulas n is the
 * number of parts, g of those that are right, w of those that are answered and wrong.
 */
type ScoredPart = { readonly choices: readonly ScoredChoice[]; readonly ticked: readonly ScoredChoice[] }

/** A part without a right choice was neutralised: it counts for nobody. */
const countedParts = ({ choices, ticked }: Pick<ScoringInput, 'choices' | 'ticked'>): ScoredPart[] =>
  partsOf(choices)
    .filter((part) => part.choices.some(({ correct }) => correct))
    .map((part) => ({ choices: part.choices, ticked: part.choices.filter(({ id }) => ticked?.includes(id)) }))

const isRight = ({ ticked }: ScoredPart): boolean => ticked.length === 1 && ticked.every(({ correct }) => correct)

export function tallyOfParts({ choices, ticked }: ScoringInput): Tally {
  const parts = countedParts({ choices, ticked })
  const right = parts.filter(isRight).length
  return {
    ticked: parts.flatMap((part) => part.ticked),
    right: parts.length,
    wrong: choices.filter(({ correct }) => !correct).length,
    rightTicked: right,
    wrongTicked: parts.filter((part) => part.ticked.length > 0).length - right,
    unknown: [...new Set(ticked)].filter((id) => !choices.some((choice) => choice.id === id)).length,
    isExact: parts.length > 0 && right === parts.length,
    isTwice: parts.some((part) => part.ticked.length > 1),
  }
}

/** A scale that gives a part of the points. Any other judges the answer as a whole. */
export type PartScale = Extract<
  Scale,
  { kind: 'right_minus_wrong' | 'balanced' | 'coverage' | 'each_choice' | 'choice_weights' }
>

const partKinds = ['right_minus_wrong', 'balanced', 'coverage', 'each_choice', 'choice_weights']
export const givesParts = (scale: Scale): scale is PartScale => partKinds.includes(scale.kind)

/** The points of the parts; of an ordering, those that its own credit gives when it is not by places. */
export function partsVerdict(scale: PartScale, input: ScoringInput, tally: Tally): Verdict {
  if (input.partial && input.partial !== 'places') return orderVerdict(input.partial, input, tally)
  if (scale.kind === 'choice_weights' && input.choices.some(({ weight }) => weight !== undefined)) {
    return weightsVerdict(scale.floorAtZero, tally)
  }
  const fraction = fractionOf(scale, input, tally)
  return { code: 'parts', fraction: 'floorAtZero' in scale && scale.floorAtZero ? largest(fraction, zero) : fraction }
}

/**
 * `right_minus_wrong`: (g − w) / n. `balanced`: a wrong part takes 1 / (its choices − 1), the correction for guessing, so
 * that answering at random earns nothing on average, an ordering included. `coverage`: (g / n) × (g / (g + w)).
 * `each_choice`, and `choice_weights` without weights: g / n, as Moodle marks its matching and its gaps.
 */
function fractionOf(
  scale: PartScale,
  input: ScoringInput,
  { right: n, rightTicked: g, wrongTicked: w }: Tally,
): Rational {
  switch (scale.kind) {
    case 'right_minus_wrong':
      return rational(g - w, n)
    case 'balanced':
      return subtract(rational(g, n), sum(countedParts(input).flatMap((part) => lossOf(part, n))))
    case 'coverage':
      return rational(g * g, n * (g + w))
    case 'each_choice':
    case 'choice_weights':
      return rational(g, n)
  }
}

function lossOf(part: ScoredPart, parts: number): Rational[] {
  if (part.ticked.length === 0 || isRight(part)) return []
  const wrong = part.choices.filter(({ correct }) => !correct).length
  return [rational(1, parts * wrong)]
}
