import type { ReadingContext } from './reading-context.ts'
import { type TextFormat, toMarkdown } from './to-markdown.ts'
import { childOf, textOf, type XmlElement } from './xml-tree.ts'

const formats: Record<string, TextFormat> = {
  html: 'html',
  markdown: 'markdown',
  plain_text: 'plain',
  moodle_auto_format: 'moodle',
}

/** `<x format="html"><text>…</text></x>`; files from before Moodle 2 declare the format once per question. */
export function textIn(holder: XmlElement | undefined, context: ReadingContext, question: XmlElement): string {
  return holder ? toMarkdown({ text: writtenIn(holder), format: formatIn(holder, question) }, context) : ''
}

/** The same before it is converted: what is typed, or holds codes of Moodle. */
export function writtenIn(holder: XmlElement | undefined): string {
  const inside = holder && childOf(holder, 'text')
  if (inside) return textOf(inside).trim()
  return (holder?.children ?? [])
    .filter((child) => typeof child === 'string')
    .join('')
    .trim()
}

export function formatIn(holder: XmlElement, question: XmlElement): TextFormat {
  const declared = holder.attributes['format'] ?? childOf(question, 'questiontext')?.attributes['format'] ?? ''
  return formats[declared] ?? 'moodle'
}

export const says = (element: XmlElement, name: string, words: readonly string[]) =>
  words.includes(wordIn(element, name))

export const wordIn = (element: XmlElement, name: string): string => textOf(childOf(element, name)).trim()
