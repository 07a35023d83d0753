import { drawPaper, type PaperQuestion } from '#core/exams/draw.ts'
import { copyLength, questionsOfCopy, type Stratum } from '#core/exams/pools.ts'
import { contextKey, type Question } from '#core/questions/question.ts'

type DrawableQuestion = {
  readonly content: Question
  readonly stratum: Stratum | null
  readonly slots: readonly number[]
}
type CopyOfSlot = {
  /** Counted from 0. */
  readonly copy: number
  readonly slot: number
}
type Order = { readonly seed: string; readonly shuffleQuestions: boolean; readonly shuffleChoices: boolean }

/**
 * One copy of an exam, by its number and its slot: used for the preview, the booklet and the real copies, so the seed of
 * the exam and these give the same paper everywhere. Questions are identified by their keys.
 */
export function drawCopy(
  questions: readonly DrawableQuestion[],
  { seed, ...order }: Order,
  { copy, slot }: CopyOfSlot,
): PaperQuestion[] {
  const blockOf = ({ content }: DrawableQuestion) => contextKey(content.context)
  const asked = questionsOfCopy(questions, { seed, copy, slot, blockOf }).map(({ content }) => content)
  return drawPaper({ ...order, questions: asked, seed: copySeed(seed, copy) })
}

export const copySeed = (seed: string, copy: number) => `${seed}/${copy}`

/** The number in the seed of a copy. */
export const copyNumberOf = (seed: string) => Number(seed.split('/')[1] ?? -1)

/** The number after the highest one used so far, whether or not those copies still exist. */
export function nextCopy(seeds: readonly string[]): number {
  const numbers = seeds.map(copyNumberOf)
  return Math.max(seeds.length, ...numbers.map((number) => number + 1))
}

/** The stratum of a frozen question, as stored. */
export type FrozenStratum = { readonly stratum: string | null; readonly take: number | null }

export const stratumOf = ({ stratum, take }: FrozenStratum): Stratum | null =>
  stratum === null || take === null ? null : { name: stratum, take }

/** How many questions one copy asks. */
export const askedCount = (frozen: readonly FrozenStratum[]) =>
  copyLength(frozen.map((row) => ({ stratum: stratumOf(row) })))
