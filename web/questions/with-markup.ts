/** A text and what is selected in it, in letters from its beginning. */
export type Selected = { text: string; from: number; to: number }

export const markups = ['code', 'formula'] as const
export type Markup = (typeof markups)[number]

/**
 * Marks the selection as code or as a formula, and selects what was marked. Several lines of code become a block; a
 * formula takes two dollars, because one is usually a shell variable (server/questions/rendering/render.ts).
 */
export function withMarkup({ text, from, to }: Selected, markup: Markup): Selected {
  const marked = text.slice(from, to)
  const isBlock = markup === 'code' && marked.includes('\n')
  if (!isBlock) {
    // A code that holds a backtick takes two of them, and a space on each side.
    const tick = marked.includes('`') ? '`` ' : '`'
    const [before, after] = markup === 'code' ? [tick, [...tick].reverse().join('')] : ['$$', '$$']
    return around({ text, from, to }, before, after)
  }
  const lead = from === 0 || text[from - 1] === '\n' ? '' : '\n'
  const end = marked.endsWith('\n') ? '' : '\n'
  return around(
    { text, from, to },
    `${lead}\`\`\`\n`,
    `${end}\`\`\`${text[to] === '\n' || to === text.length ? '' : '\n'}`,
  )
}

const around = ({ text, from, to }: Selected, before: string, after: string): Selected => ({
  text: text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to),
  from: from + before.length,
  to: to + before.length,
})
