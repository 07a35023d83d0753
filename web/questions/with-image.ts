type ImageInsertion = { text: string; from: number; to: number; words: string; address: string }

/** An image where the caret is, in place of what is selected; its words are words, whatever signs they have. */
export function withImage({ text, from, to, words, address }: ImageInsertion): { text: string; caret: number } {
  const said = words
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\\[\]]/g, '\\$&')
  const before = text.slice(0, from)
  const image = `${/\S$/.test(before) ? ' ' : ''}![${said}](${address})`
  return { text: before + image + text.slice(to), caret: from + image.length }
}
