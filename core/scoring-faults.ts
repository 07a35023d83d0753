import { compare, largest, one, parseRational, toRational, zero } from './rational.ts'
import type { Scale } from './scoring.ts'

/** Why a scale cannot be used, one code per fault. */
export type ScaleFault =
  /** A number that is neither a decimal nor a fraction. */
  | 'not_a_number'
  /** A "penalty" that gives points. */
  | 'penalty_gives_points'
  /** Leaving blank would be worth as much as being right. */
  | 'blank_worth_right'
  /** No answer could earn anything. */
  | 'nothing_to_earn'

/** Empty when the scale can be used; checked where a scale enters, so that scoring never meets a text it cannot read. */
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
    // AMC's best score depends on the number of boxes: scoring says `no_maximum` question by question.
    case 'amc':
      return []
    case 'negative': {
      const faults: ScaleFault[] = []
      if (compare(toRational(scale.wrong), zero) > 0) faults.push('penalty_gives_points')
      if (compare(toRational(scale.blank), one) >= 0) faults.push('blank_worth_right')
      return faults
    }
    case 'certainty': {
      const best = scale.levels.map((level) => toRational(level.right)).reduce(largest, zero)
      const faults: ScaleFault[] = []
      if (scale.levels.some((level) => compare(toRational(level.wrong), zero) > 0)) faults.push('penalty_gives_points')
      if (best.num === 0n) faults.push('nothing_to_earn')
      return faults
    }
  }
}

/** Every number a scale holds, as text. */
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
