import { type Document, isMap, isNode, isPair, LineCounter, parseDocument, YAMLParseError } from 'yaml'
import { isNestedTooDeep } from '#server/platform/yaml-depth.ts'
import type { BankProblem } from './bank-problem.ts'
import type { FilePosition } from './file-position.ts'

export type YamlFile = {
  value: unknown
  errors: BankProblem[]
  /** Position of the value at this path, or of its nearest parent when it is missing. */
  placeOf: (path: readonly PropertyKey[]) => FilePosition
  /** Position of this key in the map at this path. */
  placeOfKey: (path: readonly PropertyKey[], key: string) => FilePosition
}

/** `linesBefore`: number of lines of the file above this text. */
type OpenYamlInput = { file: string; text: string; linesBefore?: number }

/** YAML 1.2 with the position of every value; alias bombs and duplicate keys are errors. */
export function openYaml({ file, text, linesBefore = 0 }: OpenYamlInput): YamlFile {
  const lines = new LineCounter()
  const document = parse(text, lines)
  const at = (offset: number | undefined): FilePosition => {
    const { line, col } = lines.linePos(offset ?? 0)
    return { file, line: Math.max(line, 1) + linesBefore, column: Math.max(col, 1) }
  }
  // Only the first error, since the following ones are usually caused by it.
  const errors: BankProblem[] = document.errors
    .slice(0, 1)
    .map(({ pos, code }) => ({ ...at(pos[0]), code: 'yaml', key: (text[pos[0]] ?? '').trim(), detail: code }))
  const { value, aliases } = readValue(document)
  if (aliases) errors.push({ ...at(0), code: 'yaml', detail: 'ALIASES' })
  return {
    value,
    errors,
    placeOf: (path) => at(offsetOf(document, path)),
    placeOfKey: (path, key) => at(keyOffset(document, path, key) ?? offsetOf(document, path)),
  }
}

/** Brackets in brackets beyond reason are reported like any other fault. */
function parse(text: string, lineCounter: LineCounter): Document {
  const options = { lineCounter, prettyErrors: false, version: '1.2', merge: false } as const
  try {
    if (isNestedTooDeep(text)) throw new RangeError('nested too deep')
    return parseDocument(text, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const nothing = parseDocument('', { prettyErrors: false })
    nothing.errors.push(new YAMLParseError([0, 0], 'IMPOSSIBLE', error.message))
    return nothing
  }
}

function readValue(document: Document): { value: unknown; aliases?: boolean } {
  try {
    return { value: document.errors.length > 0 ? null : document.toJS({ maxAliasCount: 20 }) }
  } catch (error) {
    if (!(error instanceof ReferenceError) && !(error instanceof RangeError)) throw error
    return { value: null, aliases: true }
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

function keyOffset(document: Document, path: readonly PropertyKey[], key: string): number | undefined {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isMap(map)) return undefined
  const pair = map.items.find((item) => isPair(item) && String(item.key) === key)
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined
}
