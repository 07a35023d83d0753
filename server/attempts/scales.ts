import { toHundredths } from '#core/points.ts'
import { multiply, rational, toRational } from '#core/rational.ts'
import { certaintyShares } from '#core/scoring/certainty.ts'
import type { Scale } from '#core/scoring/scale.ts'

export type AskedTerms = { type: string; points: number; scale: Scale | null }

/**
 * The scales of an exam, shown to students before they start, with the cost of a wrong answer. Nothing here depends on
 * a key or on the weight of a choice.
 */
export function scalesOf(exam: Scale, questions: readonly AskedTerms[]) {
  const groups = new Map<string, { scale: Scale; points: number[] }>()
  for (const { scale, points } of questions) {
    const said = scale ?? exam
    const group = groups.get(JSON.stringify(said)) ?? { scale: said, points: [] }
    groups.set(JSON.stringify(said), group)
    group.points.push(points)
  }
  const usualFirst = [...groups.values()].sort((a, b) => b.points.length - a.points.length)
  return usualFirst.map(({ scale, points }) => ({
    kind: scale.kind,
    questionCount: points.length,
    ...penaltyOf(scale, new Set(points).size === 1 ? (points[0] ?? null) : null),
  }))
}

const nothing = { wrong: null, blank: null, wrongPoints: null, certainty: [] }

function penaltyOf(scale: Scale, worth: number | null) {
  if (scale.kind === 'certainty') {
    return { ...nothing, certainty: certaintyShares(scale.levels), canLose: true }
  }
  if (scale.kind !== 'negative') return { ...nothing, canLose: 'floorAtZero' in scale && !scale.floorAtZero }
  const wrong = toRational(scale.wrong)
  return {
    ...nothing,
    wrong: scale.wrong,
    blank: scale.blank,
    wrongPoints: worth === null ? null : toHundredths(multiply(wrong, rational(worth))),
    canLose: wrong.num < 0n,
  }
}
