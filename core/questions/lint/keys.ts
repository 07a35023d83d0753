/** The positions of the right choices and their number, over a bank or a paper. */
import type { Question } from '#core/questions/question.ts'

export type KeyPosition = { readonly position: number; readonly keys: number; readonly expected: number }
export type KeyBalance = { readonly positions: KeyPosition[]; readonly isBalanced: boolean }

/** Two and a half standard deviations, which chance alone exceeds once in eighty. */
const tolerance = 2.5

/** For single answers only. Shuffled choices hide an imbalance; a printed paper does not. */
export function keyBalanceOf(questions: readonly Pick<Question, 'type' | 'choices'>[]): KeyBalance {
  const asked = questions.filter(({ type }) => type === 'single')
  const most = Math.max(0, ...asked.map(({ choices }) => choices.length))
  const placed = Array.from({ length: most }, (_, at) => placeOf(asked, at))
  return {
    positions: placed.map(({ keys, expected }, at) => ({ position: at + 1, keys, expected: round(expected) })),
    isBalanced: placed.every(
      ({ keys, expected, variance }) => Math.abs(keys - expected) <= tolerance * Math.sqrt(variance) + 0.5,
    ),
  }
}

function placeOf(asked: readonly Pick<Question, 'choices'>[], at: number) {
  const chances = asked.filter(({ choices }) => choices.length > at).map(({ choices }) => 1 / choices.length)
  return {
    keys: asked.filter(({ choices }) => choices[at]?.correct).length,
    expected: chances.reduce((sum, chance) => sum + chance, 0),
    variance: chances.reduce((sum, chance) => sum + chance * (1 - chance), 0),
  }
}

/** How many questions with several answers have this number of right ones. */
export type KeyCount = { readonly keys: number; readonly questions: number }

/** A number that is nearly always the same would be a cue. */
export function keyCountsOf(questions: readonly Pick<Question, 'type' | 'choices'>[]): KeyCount[] {
  const counts = new Map<number, number>()
  for (const { type, choices } of questions) {
    const keys = choices.filter(({ correct }) => correct).length
    if (type === 'multiple') counts.set(keys, (counts.get(keys) ?? 0) + 1)
  }
  return [...counts].map(([keys, count]) => ({ keys, questions: count })).sort((one, two) => one.keys - two.keys)
}

const round = (value: number) => Math.round(value * 10) / 10
