import { imageAddress } from '#contract/questions/images.ts'
import type { PortableAnswers } from '../formats/imported.ts'
import { parsedMarkdown, walk, writeMarkdown } from '../formats/markdown-tree.ts'
import { answerMarkdown, withAnswerTexts } from '../formats/portable-texts.ts'

type Texts = {
  readonly stem: string
  readonly explanation?: string | undefined
  readonly context?: { readonly text: string } | undefined
  readonly choices: readonly { readonly text: string; readonly feedback?: string | undefined }[]
  /** The items of a matching. */
  readonly parts?: readonly { readonly text?: string | undefined }[] | undefined
  /** Of a question on its way from or to another tool. */
  readonly answers?: PortableAnswers | undefined
}

/** The addresses of the images of a text, as written, each once. */
export function imagesIn(markdown: string): string[] {
  return [...new Set(found(markdown).map(({ url }) => url))]
}

export const imagesOf = (question: Texts): string[] => [...new Set(textsOf(question).flatMap(imagesIn))]

/** The hashes of the course's images that questions show. */
export function hashesOf(questions: readonly Texts[]): string[] {
  const hashes = questions.flatMap(imagesOf).flatMap((address) => imageAddress.exec(address)?.[1] ?? [])
  return [...new Set(hashes)]
}

/** The same text with other image addresses; an address that is not in the table is kept. */
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

/** Only the address is replaced; the image is written anew when the address does not appear literally in it. */
function moved(written: string, { url, alt, title }: MovedInput, address: string): string {
  const at = written.lastIndexOf(`](${url}`)
  if (at !== -1) return written.slice(0, at + 2) + address + written.slice(at + 2 + url.length)
  const image = { type: 'image' as const, url: address, alt, title }
  return writeMarkdown({ type: 'root', children: [{ type: 'paragraph', children: [image] }] })
}

/** A question with other image addresses in all its texts. */
export function readdressed<Q extends Texts>(question: Q, addresses: ReadonlyMap<string, string>): Q {
  if (addresses.size === 0) return question
  const at = (text: string) => readdress(text, addresses)
  const { stem, explanation, choices, context, parts, answers } = question
  return {
    ...question,
    stem: at(stem),
    ...(context === undefined ? {} : { context: { ...context, text: at(context.text) } }),
    ...(explanation === undefined ? {} : { explanation: at(explanation) }),
    choices: choices.map((choice) => ({
      ...choice,
      text: at(choice.text),
      ...(choice.feedback === undefined ? {} : { feedback: at(choice.feedback) }),
    })),
    ...(parts
      ? { parts: parts.map((part) => (part.text === undefined ? part : { ...part, text: at(part.text) })) }
      : {}),
    ...(answers
      ? { answers: withAnswerTexts({ choices: [], answers }, (text, isPlain) => (isPlain ? text : at(text))).answers }
      : {}),
  }
}

export const textsOf = ({ stem, explanation = '', choices, context, parts = [], answers }: Texts): string[] => [
  ...(context ? [context.text] : []),
  stem,
  explanation,
  ...choices.flatMap(({ text, feedback = '' }) => [text, feedback]),
  ...parts.flatMap(({ text = '' }) => text),
  ...answerMarkdown({ choices: [], answers }),
]

type MovedInput = { url: string; alt: string; title: string | null; start: number; end: number }

/** Images that are shown: quoted code has none. `![a][b]` is resolved by its definition. */
function found(markdown: string): MovedInput[] {
  if (!markdown.includes('![')) return []
  const root = parsedMarkdown(markdown)
  // Too deeply nested: the parser read a changed text, so positions do not apply.
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
