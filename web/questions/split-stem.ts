import type { Content } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'

/** Splits a stem at its first code block or table: only what precedes can be in a legend. */
export function splitStem(stem: Content): { opening: Content; rest: Content } {
  const blocks = stem.filter((node) => node.type !== 'text' || node.value.trim() !== '')
  const end = blocks.findIndex((node) => node.type === 'element' && node.tag !== 'p')
  return end === -1 ? { opening: blocks, rest: [] } : { opening: blocks.slice(0, end), rest: blocks.slice(end) }
}

/** The text of a stem without its code and tables: the name of the question where it cannot be shown whole. */
export function sentencesOf(stem: Content): string {
  return stem
    .filter((node) => node.type === 'element' && node.tag === 'p')
    .map((node) => plainText([node]))
    .join(' ')
    .replace(/\[\[\d\]\]/g, '…')
}
