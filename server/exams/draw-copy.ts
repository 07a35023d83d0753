import { drawPaper, type PaperQuestion } from '#core/exams/draw.ts'
import { copyLength, questionsOfCopy, type Stratum } from '#core/exams/pools.ts'
import { contextKey, type Question } from '#core/questions/question.ts'

type DrawableQuestion = { readonly content: Question; readonly stratum: Stratum | null }
type Order = { readonly seed: string; readonly shuffleQuestions: boolean; readonly shuffleChoices: boolean }

/**
 * One copy of an exam, by its number counted from 0: used for the preview, the booklet and the real copies, so the seed
 * of the exam and a number give the same paper everywhere. Questions are identified by their keys.
 */
export function drawCopy(
  questions: readonly DrawableQuestion[],
  { seed, ...order }: Order,
  copy: number,
): PaperQuestion[] {
  const blockOf = ({ content }: DrawableQuestion) => contextKey(content.context)
  const asked = questionsOfCopy(questions, { seed, copy, blockOf }).map(({ content }) => content)
  return drawPaper({ ...order, questions: asked, seed: copySeed(seed, copy) })
}

export const copySeed = (seed: string, copy: number) => `${seed}/${copy}`

/** The number after the highest one used so far, whether or not those copies still exist. */
export function nextCopy(seeds: readonly string[]): number {
  const numbers = seeds.map((seed) => Number(seed.split('/')[1] ?? -1))
  return Math.max(seeds.length, ...numbers.map((number) => number + 1))
}

/** The stratum of a frozen question, as stored. */
export type FrozenStratum = { readonly stratum: string | null; readonly take: number | null }

export const stratumOf = ({ stratum, take }: FrozenStratum): Stratum | null =>
  stratum === null || take === null ? null : { name: stratum, take }

/** How many questions one copy asks. */
export const askedCount = (frozen: readonly FrozenStratum[]) =>
  copyLength(frozen.map((row) => ({ stratum: stratumOf(row) })))
