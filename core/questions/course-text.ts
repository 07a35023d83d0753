import { cutText } from '#core/cut-text.ts'

/** The text of a course as its questions cite it: passages, each under a heading. */

/** A heading of a Markdown text and what is under it; `level` 0 and an empty heading before the first one. */
export type CourseTextPart = { readonly level: number; readonly heading: string; readonly text: string }

/** Cut at each heading; a line of `#` inside a block of code is none. */
export function partsOfMarkdown(markdown: string): CourseTextPart[] {
  const parts: { level: number; heading: string; lines: string[] }[] = []
  let part = { level: 0, heading: '', lines: [] as string[] }
  let isCode = false
  for (const line of markdown.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode
    const found = isCode ? null : headingOf(line)
    if (found === null) {
      part.lines.push(line)
      continue
    }
    parts.push(part)
    part = { ...found, lines: [] }
  }
  return [...parts, part]
    .map(({ level, heading, lines }) => ({
      level,
      heading,
      text: lines
        .join('\n')
        .trimEnd()
        .replace(/^\s*\n/, ''),
    }))
    .filter(({ level, text }) => level > 0 || text !== '')
}

/** The text of a heading line, without closing `#` signs. */
function headingOf(line: string): { level: number; heading: string } | null {
  const [, signs = '', text = ''] = /^(#{1,6})\s+(\S.*)$/s.exec(line) ?? []
  if (text === '') return null
  let end = text.trimEnd().length
  while (end > 1 && text[end - 1] === '#') end -= 1
  return { level: signs.length, heading: text.slice(0, end).trimEnd() }
}

/** A line as it is compared: line breaks, typographic quotes and spaces do not change the meaning. */
export const plainLine = (line: string): string =>
  line
    .normalize('NFC')
    .replace(/[’‘]/g, "'")
    .replace(/[\s\u202f\u00a0]+/g, ' ')
    .trim()

/** The name by which a question finds its passage. */
export const headingName = (heading: string): string => plainLine(heading).toLowerCase()

/** The text of a passage as it is compared and shown in a difference, empty lines left out. */
export const passageText = (texts: readonly string[]): string =>
  texts
    .flatMap((text) => text.split('\n'))
    .map(plainLine)
    .filter((line) => line !== '')
    .join('\n')

/**
 * By heading name, the text under it, in the order of the parts; a heading used twice (« suite ») has both. A part
 * without a heading continues the one above.
 */
export function passageTexts(parts: readonly Pick<CourseTextPart, 'heading' | 'text'>[]): Map<string, string> {
  const texts = new Map<string, string[]>()
  let above = ''
  for (const { heading, text } of parts) {
    above = heading === '' ? above : headingName(heading)
    if (above === '') continue
    texts.set(above, [...(texts.get(above) ?? []), text])
  }
  return new Map([...texts].map(([name, under]) => [name, passageText(under)]))
}

/** The words of a text as a quote is looked for in it: without Markdown marks, line breaks, accents of typography. */
const quotedWords = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*+•>]|\d+[.)]|#{1,6})\s+/, ''))
    .join(' ')
    .replace(/!?\[([^[\]\n]{0,300})\]\([^()\n]{0,2000}\)/g, '$1')
    .replace(/[*_`~|\\]/g, '')
    .replace(/[’‘]/g, "'")
    .replace(/[\s\u202f\u00a0]+/g, ' ')
    .trim()
    .toLowerCase()

/** A test of whether a text holds a quote; made once for a long text. */
export function quoteFinder(text: string): (quote: string) => boolean {
  const words = quotedWords(text)
  return (quote) => words.includes(quotedWords(quote))
}

const longestSentence = 500

/** The sentences and list items of a passage, without code, pictures nor marks: what a question may quote. */
export function quotableSentences(markdown: string): string[] {
  const prose = markdown.replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|$(?![\s\S]))/gm, '\n')
  return prose
    .split('\n')
    .filter((line) => !/^\s*(?:\||!\[|[-=*_]{3,}\s*$)/.test(line))
    .map((line) =>
      line
        .replace(/^\s*(?:[-*+•>]|\d+[.)]|#{1,6})\s+/, '')
        .replace(/!\[[^[\]\n]{0,300}\]\([^()\n]{0,2000}\)/g, '')
        .replace(/\[([^[\]\n]{0,300})\]\([^()\n]{0,2000}\)/g, '$1')
        .replace(/(\*\*|__|`)([^\n]{1,300}?)\1/g, '$2')
        .trim(),
    )
    .flatMap((line) => line.split(/(?<=[.!?…]) +(?=\p{Lu})/u))
    .map((sentence) => cutText(sentence.trim(), longestSentence))
    .filter((sentence) => /\p{L}{2}/u.test(sentence))
}
