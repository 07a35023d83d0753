import type { Content } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'

/** The words that open a stem can be the legend of its choices; from its first code block or table on, it cannot. */
export function splitStem(stem: Content): { opening: Content; rest: Content } {
  const blocks = stem.filter((node) => node.type !== 'text' || node.value.trim() !== '')
  const end = blocks.findIndex((node) => node.type === 'element' && node.tag !== 'p')
  return end === -1 ? { opening: blocks, rest: [] } : { opening: blocks.slice(0, end), rest: blocks.slice(end) }
}

/** The sentences of a stem, without its code and tables: what the question is called where it cannot be shown whole. */
export function sentencesOf(stem: Content): string {
  return stem
    .filter((node) => node.type === 'element' && node.tag === 'p')
    .map((node) => plainText([node]))
    .join(' ')
}
