import type { OrderingCredit } from '#core/questions/question.ts'
import type { ImportRemark } from './import-remark.ts'

/**
 * How Moodle counts an order, by the words of its files (qtype_ordering): « all previous and next » counts each pair in
 * order twice, which is its share of the pairs; a run of ours is « contiguous ».
 */
const credits: Readonly<Record<string, OrderingCredit>> = {
  ALL_OR_NOTHING: 'exact',
  ABSOLUTE_POSITION: 'places',
  RELATIVE_ALL_PREVIOUS_AND_NEXT: 'pairs',
  LONGEST_CONTIGUOUS_SUBSET: 'longest_run',
}

/** Null for a way to count that has no twin here, undefined for a word that says none. */
export const creditOfMoodle = (word: string): OrderingCredit | null | undefined =>
  credits[word] ?? (/^(?:RELATIVE|REL|ABSOLUTE|ABS|LONGEST)(?:_|$)/.test(word) ? null : undefined)

export const moodleCredit = (credit: OrderingCredit = 'places'): string =>
  Object.keys(credits).find((word) => credits[word] === credit) ?? 'ABSOLUTE_POSITION'

type Settings = { credit: OrderingCredit | null | undefined; isPart: boolean }

export const partRemarks = ({ credit, isPart }: Settings): ImportRemark[] => [
  ...(credit === null ? [{ code: 'ordering_credit' } as const] : []),
  ...(isPart ? [{ code: 'part_of_items' } as const] : []),
]
