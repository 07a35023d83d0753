type ImageInsertion = { text: string; from: number; to: number; words: string; address: string }

/**
 * Inserts an image at the caret, in place of the selection; escapes the alternative text so that it is not read as
 * Markdown.
 */
export function withImage({ text, from, to, words, address }: ImageInsertion): { text: string; caret: number } {
  const said = words
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\\[\]]/g, '\\$&')
  const before = text.slice(0, from)
  const image = `${/\S$/.test(before) ? ' ' : ''}![${said}](${address})`
  return { text: before + image + text.slice(to), caret: from + image.length }
}
