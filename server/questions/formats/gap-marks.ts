/**
 * A gap on its way from another tool to Markdown: letters that no editor writes and no syntax changes, in text as in
 * code, until it becomes `[[1]]`.
 */
const open = '\u{F0001}'
const close = '\u{F0002}'

export const gapMark = (gap: number): string => `${open}${gap}${close}`

export const withGapMarks = (markdown: string): string =>
  markdown.replace(/\u{F0001}(\d{1,3})\u{F0002}/gu, (_, gap: string) => `[[${gap}]]`)
