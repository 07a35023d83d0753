import type { ContentNode } from '#contract/questions/content.ts'

/**
 * Most choices are one line of words, with perhaps a `command` in it: their tree needs no parser, and a bank of five
 * thousand questions has forty thousand of them. Null when the text may contain other syntax; a test compares the
 * result with the parser's.
 */
export function plainMarkdown(markdown: string): ContentNode[] | null {
  if (!/^(?:[\p{L}\p{N} '’“”,;:!?()«»%/…–—.\u202f\u00a0-]|`[^`\s](?:[^`\n]*[^`\s])?`)+$/u.test(markdown)) return null
  if (/^\s|^[-–]|^\d+[.)]|\s$|``|https?:|www\./i.test(markdown)) return null
  const children = markdown.split(/(`[^`]+`)/).flatMap((part): ContentNode[] => {
    if (part === '') return []
    if (!part.startsWith('`')) return [{ type: 'text', value: part }]
    return [{ type: 'element', tag: 'code', children: [{ type: 'text', value: part.slice(1, -1) }] }]
  })
  return [{ type: 'element', tag: 'p', children }]
}
