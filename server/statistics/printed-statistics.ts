import type { Figure } from '#core/statistics/figure.ts'
import type { ItemStatistics } from '#core/statistics/items.ts'
import type { ExamStatistics } from '#core/statistics/statistics.ts'

/** Plain numbers for another program; a missing figure is null, with its reason under `undefined`. */
export function printedStatistics(statistics: ExamStatistics) {
  const figures = {
    mean: statistics.mean,
    median: statistics.median,
    sd: statistics.standardDeviation,
    skewness: statistics.skewness,
    kurtosis: statistics.kurtosis,
    alpha: statistics.alpha,
    errorRatio: statistics.errorRatio,
    sem: statistics.standardError,
  }
  return {
    n: statistics.n,
    leftOut: statistics.leftOut,
    standing: statistics.standing,
    maximum: statistics.maximum,
    ...valuesOf(figures),
    alphaInterval: statistics.alphaInterval,
    undefined: reasonsOf(figures),
    items: statistics.items.map(printedItem),
  }
}

function printedItem(item: ItemStatistics) {
  const figures = {
    facility: item.facility,
    sd: item.standardDeviation,
    // The corrected discrimination index: the item against the rest of the exam.
    discrimination: item.itemRest,
    itemTotal: item.itemTotal,
    itemRest: item.itemRest,
    discriminativeEfficiency: item.discriminativeEfficiency,
    effectiveWeight: item.effectiveWeight,
    upperLower: item.upperLower,
    alphaIfDeleted: item.alphaIfDeleted,
    guess: item.guess,
  }
  return {
    item: item.id,
    n: item.n,
    blanks: item.blanks,
    ...valuesOf(figures),
    facilityInterval: item.facilityInterval,
    undefined: reasonsOf(figures),
    flags: item.flags,
    choices: item.choices.map(({ id, correct, count, share, meanMark, pointBiserial, upperShare, lowerShare }) => ({
      choice: id,
      correct,
      count,
      ...valuesOf({ share, meanMark, pointBiserial, upperShare, lowerShare }),
    })),
  }
}

type Figures = Readonly<Record<string, Figure>>

const valuesOf = <F extends Figures>(figures: F) =>
  Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value])) as Record<
    keyof F,
    number | null
  >

const reasonsOf = (figures: Figures) =>
  Object.fromEntries(Object.entries(figures).flatMap(([name, { reason }]) => (reason ? [[name, reason]] : [])))
