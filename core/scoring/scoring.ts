import { isParted } from '#core/questions/parts.ts'
import { compare, multiply, one, rational, rationalText, toRational, zero } from '#core/rational.ts'
import { amcVerdict } from './amc.ts'
import { certaintyVerdict } from './certainty.ts'
import { coverageVerdict, eachChoiceVerdict, netVerdict, weightsVerdict } from './choices.ts'
import { coherencesVerdict, discordanceVerdict } from './french.ts'
import { givesParts, partsVerdict, tallyOfParts } from './parted.ts'
import type { Outcome, QuestionScore, Scale, ScoringInput, Tally, Verdict, Working, WorkingCode } from './scale.ts'
import { asSingleChoice } from './typed.ts'

/**
 * Points of one answer. Ids are a set: order and repetition do not matter. An unknown id is ignored and counted in
 * `working.values.unknown`; an answer made only of such ids is invalid, as are two ticks on a single choice: an invalid
 * answer earns what a blank earns. A single choice accepts any right choice, so a corrected key may hold two.
 */
export function scoreQuestion(given: ScoringInput): QuestionScore {
  const input = given.type === 'exact_answer' ? asSingleChoice(given) : given
  const tally = isParted(input.type) ? tallyOfParts(input) : tallyOf(input)
  const verdict = judge(input, tally)
  const { code, fraction, values } = verdict
  const maximum = hasNothingToEarn(code) ? zero : rational(input.points)
  return {
    earned: multiply(fraction, maximum),
    maximum,
    outcome: outcomeOf(verdict, tally),
    working: { code, values: { ...countsOf(tally), ...values, fraction: rationalText(fraction) } },
  }
}

function tallyOf({ type, choices, ticked }: ScoringInput): Tally {
  const ids = new Set(ticked)
  const known = choices.filter((choice) => ids.has(choice.id))
  const correct = choices.filter((choice) => choice.correct).length
  // On a single choice one tick is a full answer, even when a corrected key holds two choices.
  const right = type === 'multiple' ? correct : Math.min(correct, 1)
  const rightTicked = known.filter((choice) => choice.correct).length
  const wrongTicked = known.length - rightTicked
  return {
    ticked: known,
    right,
    wrong: choices.length - correct,
    rightTicked,
    wrongTicked,
    unknown: ids.size - known.length,
    isExact: wrongTicked === 0 && (type === 'multiple' ? rightTicked === right : rightTicked === 1),
    isTwice: type !== 'multiple' && known.length > 1,
  }
}

/** Checks that hold for every scale, then the scale's own rule. AMC has its own value for a blank. */
function judge(input: ScoringInput, tally: Tally): Verdict {
  const { scale, type } = input
  if (tally.right === 0 && !isWeighted(input)) return { code: 'no_key', fraction: zero }
  if (scale.kind === 'amc' && !isParted(type))
    return amcVerdict(type === 'multiple' ? scale.multiple : scale.single, input, tally)
  const unanswered = scale.kind === 'negative' ? toRational(scale.blank) : zero
  if (tally.ticked.length === 0) return { code: tally.unknown > 0 ? 'only_unknown' : 'blank', fraction: unanswered }
  if (tally.isTwice) return { code: 'several_ticked', fraction: unanswered }
  return scaleVerdict(scale, input, tally)
}

function scaleVerdict(scale: Scale, input: ScoringInput, tally: Tally): Verdict {
  const { type, choices } = input
  if (isParted(type) && givesParts(scale)) return partsVerdict(scale, input, tally)
  const rightOrWrong: Verdict = { code: 'right_or_wrong', fraction: tally.isExact ? one : zero }
  switch (scale.kind) {
    case 'all_or_nothing':
    // Judged before, but on a question in parts, for which it means nothing (fits-type.ts).
    case 'amc':
      return rightOrWrong
    case 'right_minus_wrong':
    case 'balanced':
      // Nobody guesses what is typed: there is nothing to correct.
      return type === 'exact_answer' && scale.kind === 'balanced' ? rightOrWrong : netVerdict(scale, tally)
    case 'coverage':
      return type === 'multiple' ? coverageVerdict(tally) : rightOrWrong
    case 'each_choice':
      return type === 'multiple' ? eachChoiceVerdict(tally) : rightOrWrong
    case 'choice_weights':
      return isWeighted(input) ? weightsVerdict(scale.floorAtZero, tally) : rightOrWrong
    case 'negative':
      return { code: 'negative', fraction: tally.isExact ? one : toRational(scale.wrong) }
    case 'discordance':
      return type === 'multiple' ? discordanceVerdict(choices, tally) : rightOrWrong
    case 'coherences':
      return type === 'multiple' ? coherencesVerdict(tally) : rightOrWrong
    case 'certainty':
      return certaintyVerdict(scale.levels, input.certainty, tally)
  }
}

/** Under `choice_weights`, a question without any weight is marked all or nothing. */
const isWeighted = ({ scale, choices }: ScoringInput): boolean =>
  scale.kind === 'choice_weights' && choices.some((choice) => choice.weight !== undefined)

function outcomeOf({ code, fraction }: Verdict, { isExact }: Tally): Outcome {
  if (code === 'blank') return 'blank'
  if (code === 'only_unknown' || code === 'several_ticked' || hasNothingToEarn(code)) return 'invalid'
  if (isExact || compare(fraction, one) >= 0) return 'right'
  return compare(fraction, zero) > 0 ? 'partial' : 'wrong'
}

const hasNothingToEarn = (code: WorkingCode): boolean => code === 'no_key' || code === 'no_maximum'

/** The counts used by the sentences; `unknown` only when above zero. */
function countsOf({ right, wrong, rightTicked, wrongTicked, unknown }: Tally): Working['values'] {
  const counts = { right, wrong, rightTicked, wrongTicked }
  return unknown > 0 ? { ...counts, unknown } : counts
}
