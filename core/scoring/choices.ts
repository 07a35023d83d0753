import { largest, one, rational, smallest, subtract, sum, toRational, zero } from '#core/rational.ts'
import type { Scale, Tally, Verdict } from './scale.ts'

/**
 * Scales that give a part of the points choice by choice. They are called only with an answer and a key: neither S nor
 * C is empty. The formulas of PrairieLearn are those of its documentation of `pl-checkbox`.
 */
type NetScale = Extract<Scale, { kind: 'right_minus_wrong' | 'balanced' }>

/**
 * `right_minus_wrong`: (|S∩C| − |S∖C|) / |C| (PrairieLearn `net-correct`).
 * `balanced`: |S∩C| / |C| − |S∖C| / (n − |C|). On a single choice it is the correction for guessing, −1 / (n − 1) for a
 * wrong answer (Frary, Formula Scoring of Multiple-Choice Tests, 1988): answering at random earns nothing on average.
 */
export function netVerdict(scale: NetScale, tally: Tally): Verdict {
  const gain = rational(tally.rightTicked, tally.right)
  const loss = rational(tally.wrongTicked, scale.kind === 'balanced' ? Math.max(tally.wrong, 1) : tally.right)
  const net = subtract(gain, loss)
  return { code: scale.kind, fraction: scale.floorAtZero ? largest(net, zero) : net }
}

/** (|S∩C| / |C|) × (|S∩C| / |S|): the share of the key found, times the share of the ticks that were right. */
export function coverageVerdict({ right, rightTicked, wrongTicked }: Tally): Verdict {
  return { code: 'coverage', fraction: rational(rightTicked ** 2, right * (rightTicked + wrongTicked)) }
}

/** 1 − (|S∖C| + |C∖S|) / n: every choice counts as one small true/false question. */
export function eachChoiceVerdict({ right, wrong, rightTicked, wrongTicked }: Tally): Verdict {
  const mistakes = wrongTicked + right - rightTicked
  const choices = right + wrong
  return { code: 'each_choice', fraction: rational(choices - mistakes, choices), values: { mistakes, choices } }
}

/**
 * The sum of the weights of the ticked choices, never above 1 (Moodle, `qtype_multichoice`: a multiple response is kept
 * in [0, 1], a single choice may go below 0; QTI `mapResponse` with its upper and lower bounds).
 */
export function weightsVerdict(floorAtZero: boolean, { ticked }: Tally): Verdict {
  const total = smallest(sum(ticked.map((choice) => toRational(choice.weight ?? '0'))), one)
  return { code: 'choice_weights', fraction: floorAtZero ? largest(total, zero) : total }
}
