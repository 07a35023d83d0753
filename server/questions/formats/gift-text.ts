import { withoutArrows, withoutRawHtml } from './from-markdown.ts'
import { percentOfWeight } from './weights.ts'

/** A text that would begin with the name of a format gets an explicit format. */
export const writtenGift = (markdown: string) =>
  `${/^\[(?:html|markdown|plain|moodle)\]/.test(markdown) ? '[markdown]' : ''}${escapedGift(withoutArrows(withoutRawHtml(markdown)))}`

export const escapedGift = (text: string) =>
  text
    .trim()
    .replace(/[\\~=#{}:]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')

export const percentMark = (weight: string) => `%${percentOfWeight(weight)}%`
