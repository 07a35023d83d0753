/** What a class earned on each section of the course: which part of it was understood. */
import type { ExamData } from './exam-data.ts'
import { type Figure, figure, type Interval, missing } from './figure.ts'
import { verdictFrom } from './flags.ts'
import { type SharedPoints, shareInterval } from './intervals.ts'
import { total } from './moments.ts'

/**
 * `acquired`: the whole interval is at half of the points or above; `not_acquired`: all of it is below; `undecided`: it
 * holds one half; `too_few`: fewer than `verdictFrom` students were asked; `not_asked`: no question that counts.
 */
export const sectionVerdicts = ['not_acquired', 'undecided', 'acquired', 'too_few', 'not_asked'] as const
export type SectionVerdict = (typeof sectionVerdicts)[number]

/** The share of the points that parts what was understood from what was not: ten out of twenty. */
export const acquiredFrom = 0.5

export type SectionStatistics = {
  readonly id: string
  /** Questions of the exam that count; a copy drawn from pools asks some of them. */
  readonly items: number
  /** Students who were asked one of them at least. */
  readonly n: number
  /** Answers and blanks of these students. */
  readonly answers: number
  /** What one of these students earned on average, and could have, in the unit of the marks. */
  readonly earned: number
  readonly maximum: number
  /** Points earned over points asked, as scored: below 0 where wrong answers cost more than right ones gave. */
  readonly share: Figure
  readonly interval: Interval | null
  readonly verdict: SectionVerdict
  /** The same of each objective that a question of the section names, in the order they first appear. */
  readonly objectives: readonly ObjectiveStatistics[]
}

export type ObjectiveStatistics = Omit<SectionStatistics, 'id' | 'objectives'> & { readonly objective: string }

type Given = {
  /** The section of each item. */
  readonly sections: readonly string[]
  /** The objective that each item names; null for none. */
  readonly objectives?: readonly (string | null)[]
  /** The sections of the course, in its order. */
  readonly outline: readonly string[]
}

/** One entry per section: those of the outline, then the others that were asked. */
export function sectionStatistics(data: ExamData, { sections, objectives = [], outline }: Given): SectionStatistics[] {
  const placesOf = new Map<string, number[]>(outline.map((id) => [id, []]))
  for (const [place, id] of sections.entries()) placesOf.set(id, [...(placesOf.get(id) ?? []), place])
  return [...placesOf].map(([id, places]) => {
    const named = new Set(places.flatMap((place) => objectives[place] ?? []))
    const ofObjective = (objective: string) => places.filter((place) => objectives[place] === objective)
    return {
      ...{ id, ...resultOf(data, places) },
      objectives: [...named].map((objective) => ({ objective, ...resultOf(data, ofObjective(objective)) })),
    }
  })
}

function resultOf(
  { items, responses }: ExamData,
  places: readonly number[],
): Omit<SectionStatistics, 'id' | 'objectives'> {
  const isOf = new Set(places)
  const counted = items.flatMap(({ maximum }, place) => (isOf.has(place) && maximum > 0 ? { place, maximum } : []))
  const students = responses.flatMap((row) => {
    const own: { earned: number; maximum: number; answers: number } = { earned: 0, maximum: 0, answers: 0 }
    for (const { place, maximum } of counted) {
      const response = row[place]
      if (!response) continue
      const asked = response.maximum ?? maximum
      if (asked === 0) continue
      own.earned += response.mark
      own.maximum += asked
      own.answers += 1
    }
    return own.answers === 0 ? [] : own
  })
  const n = students.length
  const [earned, maximum] = [total(students.map((own) => own.earned)), total(students.map((own) => own.maximum))]
  const interval = shareInterval(students)
  const share = shareOf({ places, counted, students, earned, maximum })
  return {
    items: counted.length,
    n,
    answers: total(students.map(({ answers }) => answers)),
    earned: n === 0 ? 0 : earned / n,
    maximum: n === 0 ? 0 : maximum / n,
    share,
    interval,
    verdict: counted.length === 0 ? 'not_asked' : verdictOf(n, interval),
  }
}

type Counted = {
  places: readonly number[]
  counted: readonly unknown[]
  students: readonly SharedPoints[]
  earned: number
  maximum: number
}

function shareOf({ places, counted, students, earned, maximum }: Counted): Figure {
  if (places.length === 0) return missing('no_item')
  if (counted.length === 0) return missing('no_points')
  return students.length === 0 ? missing('no_student') : figure(earned / maximum)
}

function verdictOf(n: number, interval: Interval | null): SectionVerdict {
  if (n < verdictFrom || interval === null) return 'too_few'
  if (interval.high < acquiredFrom) return 'not_acquired'
  return interval.low >= acquiredFrom ? 'acquired' : 'undecided'
}
