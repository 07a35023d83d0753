import { drawPaper, type PaperQuestion } from '#core/exams/draw.ts'
import { copyLength, questionsOfCopy, type Stratum } from '#core/exams/pools.ts'
import type { Question } from '#core/questions/question.ts'

type DrawableQuestion = { readonly content: Question; readonly stratum: Stratum | null }
type Order = { readonly seed: string; readonly shuffleQuestions: boolean; readonly shuffleChoices: boolean }

/**
 * One copy of an exam, by its number counted from 0: the preview, the booklet and the real copies come from here, so the
 * seed of the exam and a number give the same paper wherever it is read. Questions are known by their keys.
 */
export function drawCopy(
  questions: readonly DrawableQuestion[],
  { seed, ...order }: Order,
  copy: number,
): PaperQuestion[] {
  const asked = questionsOfCopy(questions, { seed, copy }).map(({ content }) => content)
  return drawPaper({ ...order, questions: asked, seed: copySeed(seed, copy) })
}

export const copySeed = (seed: string, copy: number) => `${seed}/${copy}`

/** The number after those drawn so far, whatever happened to the copies in between. */
export function nextCopy(seeds: readonly string[]): number {
  const numbers = seeds.map((seed) => Number(seed.split('/')[1] ?? -1))
  return Math.max(seeds.length, ...numbers.map((number) => number + 1))
}

/** How a frozen question keeps its stratum. */
export type FrozenStratum = { readonly stratum: string | null; readonly take: number | null }

export const stratumOf = ({ stratum, take }: FrozenStratum): Stratum | null =>
  stratum === null || take === null ? null : { name: stratum, take }

/** What one copy asks, of what the exam holds. */
export const askedCount = (frozen: readonly FrozenStratum[]) =>
  copyLength(frozen.map((row) => ({ stratum: stratumOf(row) })))
