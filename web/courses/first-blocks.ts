import type { ViewNode } from '#web/ui/code-lines.ts'

/** Enough words to recognise a slide or a page. */
const openingWords = 20

/** The first blocks of a text, whole: those that it is recognised by. */
export function firstBlocks<Node extends ViewNode>(content: readonly Node[]): readonly Node[] {
  let words = 0
  const last = content.findIndex((node) => {
    words += wordsIn(node)
    return words >= openingWords
  })
  return last === -1 ? content : content.slice(0, last + 1)
}

const wordsIn = (node: ViewNode): number =>
  node.type === 'text'
    ? node.value.split(/\s+/).filter(Boolean).length
    : (node.children ?? []).reduce((sum, child) => sum + wordsIn(child), 0)
