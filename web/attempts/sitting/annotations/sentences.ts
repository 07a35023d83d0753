import type { ViewNode } from '#web/ui/code-lines.ts'

/** The end of a sentence or of a clause after a colon, with the spaces that follow it. */
const end = /(?<=[.!?…:;])\s+(?=\S)/

type Paragraph = Extract<ViewNode, { type: 'element' }>

/** A paragraph as one paragraph per sentence: the same objects for the same one, so that they are not drawn again. */
export function sentenceParagraphs(paragraph: Paragraph): readonly (readonly [Paragraph])[] {
  const known = cut.get(paragraph)
  if (known) return known
  const made = sentencesIn(paragraph.children ?? []).map((children) => [{ ...paragraph, children }] as const)
  cut.set(paragraph, made)
  return made
}

const cut = new WeakMap<Paragraph, readonly (readonly [Paragraph])[]>()

/** The sentences of a paragraph, with the code and formulas they hold. */
export function sentencesIn(nodes: readonly ViewNode[]): ViewNode[][] {
  const sentences: ViewNode[][] = [[]]
  for (const node of nodes) {
    if (node.type !== 'text') {
      sentences.at(-1)?.push(node)
      continue
    }
    let from = 0
    for (const gap of node.value.matchAll(new RegExp(end, 'g'))) {
      const to = gap.index + gap[0].length
      sentences.at(-1)?.push({ type: 'text', value: node.value.slice(from, to) })
      sentences.push([])
      from = to
    }
    const rest = node.value.slice(from)
    if (rest !== '') sentences.at(-1)?.push({ type: 'text', value: rest })
  }
  return sentences.filter((sentence) => sentence.length > 0)
}
