import { divide, largest, type RationalText, rationalText, toRational, zero } from '#core/rational.ts'
import type { CertaintyLevel, Scale, Tally, Verdict } from './scale.ts'

/**
 * Gardner-Medwin's table, also Moodle's (certainty-based marking): sure at level 1, 2, 3, a right answer is worth 1, 2,
 * 3 and a wrong one 0, −2, −6. Level 3 is the best choice from a probability of 4/5 of being right, level 2 from 2/3.
 */
export const gardnerMedwin: readonly CertaintyLevel[] = [
  { right: '1', wrong: '0' },
  { right: '2', wrong: '-2' },
  { right: '3', wrong: '-6' },
]

/**
 * The number of degrees a question under this scale asks for: one per line of the table; absent under any other scale.
 */
export const certaintyAsked = (scale: Scale): { certainty?: number } =>
  scale.kind === 'certainty' ? { certainty: scale.levels.length } : {}

/** The table as shares of the question's points, shown to students before they start. */
export function certaintyShares(levels: readonly CertaintyLevel[]): { right: RationalText; wrong: RationalText }[] {
  const best = bestOf(levels)
  const share = (cell: RationalText) => rationalText(divide(toRational(cell), best))
  return levels.map(({ right, wrong }) => ({ right: share(right), wrong: share(wrong) }))
}

const bestOf = (levels: readonly CertaintyLevel[]) =>
  levels.map((level) => toRational(level.right)).reduce(largest, zero)

/**
 * The cell of the table, as a fraction of its best cell: being right and sure earns the question's points. A missing
 * level, or one outside the table, is level 1.
 */
export function certaintyVerdict(
  levels: readonly CertaintyLevel[],
  certainty: number | null | undefined,
  tally: Tally,
): Verdict {
  const best = bestOf(levels)
  if (best.num === 0n) return { code: 'no_maximum', fraction: zero }
  const chosen = levels[(certainty ?? 1) - 1] ? (certainty ?? 1) : 1
  const cell: RationalText = (levels[chosen - 1] as CertaintyLevel)[tally.isExact ? 'right' : 'wrong']
  const values = { level: chosen, cell, best: rationalText(best) }
  return { code: 'certainty', fraction: divide(toRational(cell), best), values }
}
