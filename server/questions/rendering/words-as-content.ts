import type { ContentNode } from '#contract/questions/content.ts'

/** An answer that is typed is no Markdown: its stars and dashes are what a student types. */
export const wordsAsContent = (text: string): ContentNode[] => [
  {
    type: 'element',
    tag: 'p',
    children: [{ type: 'element', tag: 'code', children: [{ type: 'text', value: text }] }],
  },
]
