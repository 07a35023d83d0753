import { isParted, partsOf } from '#core/questions/parts.ts'
import { typedMark } from '#core/questions/typed-answer.ts'
import { add, divide, multiply, one, type Rational, rational, subtract, sum } from '#core/rational.ts'
import { certaintyAsked } from './certainty.ts'
import { type LikeAnswers, randomAnswers } from './random-answers.ts'
import type { ScoringInput } from './scale.ts'
import { scoreQuestion } from './scoring.ts'

/**
 * Simulated players who know nothing. Their average score shows what a scale, or a badly written question, gives away.
 * `random`: one choice of a single question, or any non-empty set of choices of a multiple response, all equally
 * likely. `tick_all`: every choice; a single choice allows one tick, so this robot leaves it blank. `longest`: the
 * longest choice; on a multiple response, every choice longer than the average. `always_b`: the second choice, in the
 * order given. On a question in parts, each part is answered so.
 */
export const robots = ['random', 'tick_all', 'longest', 'always_b'] as const
export type Robot = (typeof robots)[number]

/** Texts are only read by `longest`. */
export type RobotQuestion = Omit<ScoringInput, 'ticked'>

/** With more choices, a random answer is not enumerated (2¹⁶ sets). A question has at most twelve. */
export const mostChoicesForRandom = 16

/**
 * What the robot earns on average, in exact hundredths, blank included; null for `random` on a multiple response of
 * more than sixteen choices. The fraction under the scale is this over the question's points.
 */
export function expectedOfRobot(robot: Robot, question: RobotQuestion): Rational | null {
  const answers = answersOf(robot, question)
  if (!answers) return null
  const earned = answers.map(({ ticked, times }) =>
    multiply(scoreQuestion({ ...question, ticked }).earned, rational(times)),
  )
  return divide(sum(earned), rational(answers.reduce((all, { times }) => all + times, 0)))
}

export const expectedOfRandomPlayer = (question: RobotQuestion): Rational | null => expectedOfRobot('random', question)

/**
 * A player who knows the answer with probability `knows` (0 to 1) and answers at random otherwise; their certainty is
 * the highest degree when they know, the lowest when they guess.
 */
export function expectedOfPreparedPlayer(question: RobotQuestion, knows: Rational): Rational | null {
  const guessed = expectedOfRandomPlayer(question)
  if (!guessed) return null
  const known = scoreQuestion({ ...question, ticked: fullAnswerTo(question), ...certaintyAsked(question.scale) }).earned
  return add(multiply(knows, known), multiply(subtract(one, knows), guessed))
}

/** A right answer, whole: of the accepted ones, the first. */
export function fullAnswerTo({ type, choices }: Pick<RobotQuestion, 'type' | 'choices'>): string[] {
  const key = choices.filter((choice) => choice.correct)
  if (type === 'multiple') return key.map(({ id }) => id)
  if (type === 'exact_answer') return key.slice(0, 1).map(({ text = '' }) => typedMark(text))
  return partsOf(key).flatMap((part) => part.choices.slice(0, 1).map(({ id }) => id))
}

/** Typed by who knows nothing: no answer of an author has a control character. */
const nonsense = typedMark('\u0000')

/** The answers the robot may give; never empty. */
function answersOf(robot: Robot, question: RobotQuestion): LikeAnswers[] | null {
  const { type, choices } = question
  if (type === 'exact_answer') return once([robot === 'random' ? [nonsense] : []])
  if (!isParted(type)) {
    const answers = ticksOf(robot, question)
    return answers && once(answers)
  }
  const parts = partsOf(choices).map((part) => part.choices)
  switch (robot) {
    case 'random':
      return randomAnswers(question)
    case 'tick_all':
      return once([[]])
    // Each item of an ordering is offered at each place: neither length nor order says anything.
    case 'longest':
      return once([type === 'ordering' ? [] : parts.flatMap((part) => longestOf(part).slice(0, 1))])
    case 'always_b':
      return once([type === 'ordering' ? [] : parts.flatMap((part) => part.slice(1, 2).map(({ id }) => id))])
  }
}

const once = (answers: readonly string[][]): LikeAnswers[] => answers.map((ticked) => ({ ticked, times: 1 }))

function ticksOf(robot: Robot, { type, choices }: RobotQuestion): string[][] | null {
  const ids = choices.map((choice) => choice.id)
  switch (robot) {
    case 'random':
      if (type !== 'multiple') return ids.map((id) => [id])
      return ids.length > mostChoicesForRandom ? null : subsetsOf(ids)
    case 'tick_all':
      return [type === 'multiple' ? ids : []]
    case 'longest':
      return type === 'multiple' ? [longerThanAverage(choices)] : longestOf(choices).map((id) => [id])
    case 'always_b':
      return [ids.slice(1, 2)]
  }
}

/** Every non-empty set of the ids. */
const subsetsOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: 2 ** ids.length - 1 }, (_, index) => ids.filter((_, bit) => ((index + 1) >> bit) & 1))

const lengthOf = ({ text = '' }: { readonly text?: string | undefined }): number => text.trim().length

/** Several when the longest choices have equal length: the robot takes any of them. */
function longestOf(choices: RobotQuestion['choices']): string[] {
  const longest = Math.max(...choices.map(lengthOf))
  return choices.filter((choice) => lengthOf(choice) === longest).map((choice) => choice.id)
}

function longerThanAverage(choices: RobotQuestion['choices']): string[] {
  const total = choices.map(lengthOf).reduce((a, b) => a + b, 0)
  return choices.filter((choice) => lengthOf(choice) * choices.length > total).map((choice) => choice.id)
}
