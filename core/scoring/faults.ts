import {
  add,
  compare,
  largest,
  multiply,
  one,
  parseRational,
  type Rational,
  rational,
  subtract,
  toRational,
  zero,
} from '#core/rational.ts'
import type { AmcParameters, Scale } from './scale.ts'

/** Why a scale cannot be used, one code per fault. */
export type ScaleFault =
  /** A number that is neither a decimal nor a fraction. */
  | 'not_a_number'
  /** A "penalty" that gives points. */
  | 'penalty_gives_points'
  /** A blank would be worth as much as a right answer. */
  | 'blank_worth_right'
  /** No answer could earn anything. */
  | 'nothing_to_earn'
  /** One answer could take away, or earn, more than the question's points. */
  | 'beyond_maximum'

/** Empty when the scale can be used; checked on input, so that scoring never has to parse an invalid number. */
export function faultsOfScale(scale: Scale): ScaleFault[] {
  if (textsOf(scale).some((text) => !parseRational(text))) return ['not_a_number']
  switch (scale.kind) {
    case 'all_or_nothing':
    case 'right_minus_wrong':
    case 'balanced':
    case 'coverage':
    case 'each_choice':
    case 'choice_weights':
    case 'discordance':
    case 'coherences':
      return []
    // AMC's best score depends on the number of boxes, so scoring reports `no_maximum` per question.
    case 'amc':
      return isBeyondSingle(scale.single) || isBeyondMultiple(scale.multiple) ? ['beyond_maximum'] : []
    case 'negative': {
      const faults: ScaleFault[] = []
      if ([scale.wrong, scale.blank].some((text) => isBelow(text, one))) faults.push('beyond_maximum')
      if (compare(toRational(scale.wrong), zero) > 0) faults.push('penalty_gives_points')
      if (compare(toRational(scale.blank), one) >= 0) faults.push('blank_worth_right')
      return faults
    }
    case 'certainty': {
      const best = scale.levels.map((level) => toRational(level.right)).reduce(largest, zero)
      const faults: ScaleFault[] = []
      if (scale.levels.some((level) => compare(toRational(level.wrong), zero) > 0)) faults.push('penalty_gives_points')
      if (best.num === 0n) faults.push('nothing_to_earn')
      const lowest = multiply(best, rational(mostLostBySureness))
      if (best.num > 0n && scale.levels.some(({ wrong }) => isBelow(wrong, lowest))) faults.push('beyond_maximum')
      return faults
    }
  }
}

/** Gardner-Medwin's table, the standard one, takes away twice what the best answer earns. */
const mostLostBySureness = 2
/** Maximum number of choices of a question (contract/questions/question-file.ts): AMC counts points for each. */
const mostBoxes = 12
/** AMC's default floor. */
const amcFloor = 100

/** Less than minus the bound. */
const isBelow = (text: string, bound: Rational) => compare(toRational(text), subtract(zero, bound)) < 0
const isOutside = (text: string | undefined, bound: Rational) =>
  text !== undefined && (isBelow(text, bound) || compare(toRational(text), bound) > 0)

/** A wrong single choice is worth at most its best score, on either side of zero. */
function isBeyondSingle({ b = '1', m, e, v, mz, max }: AmcParameters): boolean {
  const best = toRational(max ?? mz ?? b)
  return best.num > 0n && [b, m, e, v, mz].some((text) => isOutside(text, best))
}

/**
 * Compared with the best score of the largest question, so that only what is out of bounds for every question is
 * refused.
 */
function isBeyondMultiple({ b = '1', m, e, v, p, d = '0', mz = '0', haut = '0', max }: AmcParameters): boolean {
  const boxes = add(multiply(largest(toRational(b), zero), rational(mostBoxes)), largest(toRational(d), zero))
  const stated = [max, haut, mz].find((text) => text !== undefined && toRational(text).num !== 0n)
  const best = stated === undefined ? boxes : toRational(stated)
  if (best.num <= 0n) return false
  // Under `haut` and `mz`, boxes are still counted one by one below the best score.
  const bound = stated === max ? best : largest(best, boxes)
  const isFloorBeyond = isOutside(p, largest(best, rational(amcFloor)))
  return isFloorBeyond || [b, d, m, e, v, mz, haut].some((text) => isOutside(text, bound))
}

/** Every number of a scale, as text. */
function textsOf(scale: Scale): string[] {
  switch (scale.kind) {
    case 'negative':
      return [scale.wrong, scale.blank]
    case 'certainty':
      return scale.levels.flatMap((level) => [level.right, level.wrong])
    case 'amc':
      return [scale.single, scale.multiple].flatMap((parameters) => Object.values(parameters).filter(isText))
    case 'all_or_nothing':
    case 'right_minus_wrong':
    case 'balanced':
    case 'coverage':
    case 'each_choice':
    case 'choice_weights':
    case 'discordance':
    case 'coherences':
      return []
  }
}

const isText = (value: string | undefined): value is string => value !== undefined
