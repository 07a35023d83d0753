/**
 * The trainer's guide, as web/text/pages/guide.<language>.json holds it. In its sentences `{exams.open.go}` is the
 * sentence of that id, as the product shows it (`{id count=2}` gives its arguments), `[words](exam.monitor)` a link to a
 * page of the product, `[words](#topic)` a link to a topic of the guide, and a command stands between backquotes.
 */
export type GuideText = { title: string; lead: string; pages: readonly GuidePageText[] }
export type GuidePageText = { id: string; title: string; lead: string; parts: readonly GuidePart[] }
export type GuidePart = { id: string; title: string; topics: readonly GuideTopic[] }
export type GuideTopic = { id: string; title: string; body: readonly GuideBlock[] }
/** A paragraph, steps in order, or items in any order. */
export type GuideBlock = string | { steps?: readonly string[] } | { items?: readonly string[] }

/** `start`: where it begins in its sentence. */
export type GuidePiece = { start: number } & (
  | { kind: 'words' | 'command'; text: string }
  | { kind: 'name'; id: string; values: Readonly<Record<string, string>> }
  | { kind: 'link'; to: string; label: readonly GuidePiece[] }
)

const notation = /\{([\w.]+)((?: \w+=[^ }]+)*)\}|\[([^\]]+)\]\(([\w.#-]+)\)|`([^`]+)`/g

/** Splits a sentence of the guide into its pieces. */
export function piecesOf(sentence: string): GuidePiece[] {
  const pieces: GuidePiece[] = []
  let from = 0
  for (const match of sentence.matchAll(notation)) {
    const [whole, id, values = '', label, to, command] = match
    const start = match.index
    if (start > from) pieces.push({ start: from, kind: 'words', text: sentence.slice(from, start) })
    if (id !== undefined) pieces.push({ start, kind: 'name', id, values: valuesOf(values) })
    else if (label !== undefined && to !== undefined) pieces.push({ start, kind: 'link', to, label: piecesOf(label) })
    else if (command !== undefined) pieces.push({ start, kind: 'command', text: command })
    from = start + whole.length
  }
  if (from < sentence.length) pieces.push({ start: from, kind: 'words', text: sentence.slice(from) })
  return pieces
}

function valuesOf(written: string): Record<string, string> {
  return Object.fromEntries(
    written
      .trim()
      .split(' ')
      .filter(Boolean)
      .map((pair) => pair.split('=') as [string, string]),
  )
}

/** The sentences of a block, in order. */
export function guideSentencesOf(block: GuideBlock): readonly string[] {
  if (typeof block === 'string') return [block]
  return 'steps' in block ? (block.steps ?? []) : 'items' in block ? (block.items ?? []) : []
}

/** The page that holds a topic or a part. */
export function pageOfTopic({ pages }: GuideText, id: string): string | null {
  const holds = ({ parts }: GuidePageText) =>
    parts.some((part) => part.id === id || part.topics.some((topic) => topic.id === id))
  return pages.find(holds)?.id ?? null
}
