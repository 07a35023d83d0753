import { imageAddress } from '#contract/questions/images.ts'
import type { Question } from '#core/questions/question.ts'
import { parseMarkdown, walk, writeMarkdown } from '../formats/markdown-tree.ts'

type Texts = {
  readonly stem: string
  readonly explanation?: string | undefined
  readonly choices: readonly { readonly text: string; readonly feedback?: string | undefined }[]
}

/** Where the images of a text are, as it says it, each once. */
export function imagesIn(markdown: string): string[] {
  return [...new Set(found(markdown).map(({ url }) => url))]
}

export const imagesOf = (question: Texts): string[] => [...new Set(textsOf(question).flatMap(imagesIn))]

/** The images of the course that questions show, by their hash. */
export function hashesOf(questions: readonly Texts[]): string[] {
  const hashes = questions.flatMap(imagesOf).flatMap((address) => imageAddress.exec(address)?.[1] ?? [])
  return [...new Set(hashes)]
}

/** The same text, its images elsewhere; an address that is not in the table stays as it is. */
export function readdress(markdown: string, addresses: ReadonlyMap<string, string>): string {
  return found(markdown)
    .filter(({ url }) => addresses.has(url))
    .toReversed()
    .reduce(
      (text, image) =>
        text.slice(0, image.start) +
        moved(text.slice(image.start, image.end), image, addresses.get(image.url) ?? image.url) +
        text.slice(image.end),
      markdown,
    )
}

/** As its author wrote it but for the address; written anew when the address is not in it as such. */
function moved(written: string, { url, alt, title }: MovedInput, address: string): string {
  const at = written.lastIndexOf(`](${url}`)
  if (at !== -1) return written.slice(0, at + 2) + address + written.slice(at + 2 + url.length)
  const image = { type: 'image' as const, url: address, alt, title }
  return writeMarkdown({ type: 'root', children: [{ type: 'paragraph', children: [image] }] })
}

/** A question with the images of all its texts elsewhere. */
export function readdressed<Q extends Texts>(question: Q, addresses: ReadonlyMap<string, string>): Q {
  if (addresses.size === 0) return question
  const at = (text: string) => readdress(text, addresses)
  const { stem, explanation, choices } = question
  return {
    ...question,
    stem: at(stem),
    ...(explanation === undefined ? {} : { explanation: at(explanation) }),
    choices: choices.map((choice) => ({
      ...choice,
      text: at(choice.text),
      ...(choice.feedback === undefined ? {} : { feedback: at(choice.feedback) }),
    })),
  }
}

export const textsOf = ({ stem, explanation = '', choices }: Texts | Question): string[] => [
  stem,
  explanation,
  ...choices.flatMap(({ text, feedback = '' }) => [text, feedback]),
]

type MovedInput = { url: string; alt: string; title: string | null; start: number; end: number }

/** Those that are shown: what code quotes is no image. `![a][b]` is told by its definition. */
function found(markdown: string): MovedInput[] {
  if (!markdown.includes('![')) return []
  const root = parseMarkdown(markdown)
  // Absurdly nested: it was read otherwise than it is written, and places in it mean nothing.
  if ((root.position?.end.offset ?? 0) > markdown.length) return []
  const nodes = [...walk(root)]
  const definitions = new Map(
    nodes.flatMap((node) => (node.type === 'definition' ? [[node.identifier, node] as const] : [])),
  )
  return nodes.flatMap((node) => {
    if (node.type !== 'image' && node.type !== 'imageReference') return []
    const to = node.type === 'image' ? node : definitions.get(node.identifier)
    const [start, end] = [node.position?.start.offset, node.position?.end.offset]
    if (!to || start === undefined || end === undefined) return []
    return [{ url: to.url, alt: node.alt ?? '', title: to.title ?? null, start, end }]
  })
}
