import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Plugin, parseAst } from 'vite'

/**
 * A plugin that escapes, in the strings and names of the bundle, the letters that do not fit in one byte. V8 keeps the text of the
 * code it has read, and a single curly quote makes it keep two bytes for each letter of its file.
 */
export function oneBytePerLetter(): Plugin {
  return {
    name: 'one-byte-per-letter',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const { type, fileName } of Object.values(bundle)) {
        if (type !== 'chunk') continue
        const file = join(dir, fileName)
        const code = readFileSync(file, 'utf8')
        const places = escapable(code)
        if (places.length === 0) continue
        writeFileSync(file, escapeAt(code, places))
        const map = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { mappings: string }
        writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: moved(map.mappings, code, places) }))
      }
    },
  }
}

const wide = /[^\0-\u00ff]/g
const escapeOf = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Where wide letters stand in strings, names, regular expressions and templates other than `String.raw`. */
export function escapable(code: string): number[] {
  const places = [...code.matchAll(wide)].map(({ index }) => index)
  if (places.length === 0) return []
  const found = textsIn(parseAst(code)).filter(([from, to]) => places.some((at) => from <= at && at < to))
  return places.filter((at) => !isEscaped(code, at) && found.some(([from, to]) => from <= at && at < to))
}

/** After an odd number of backslashes a letter is already escaped, in another way. */
const isEscaped = (code: string, at: number) =>
  (/\\*$/.exec(code.slice(Math.max(0, at - 50), at))?.[0].length ?? 0) % 2 === 1

export function escapeAt(code: string, places: readonly number[]) {
  const pieces = places.map(
    (at, i) => code.slice(i === 0 ? 0 : (places[i - 1] ?? 0) + 1, at) + escapeOf(code[at] ?? ''),
  )
  return pieces.join('') + code.slice((places.at(-1) ?? -1) + 1)
}

type Node = { type: string; start: number; end: number; [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'

/** The tag that gives back the text as it is written; those of SQL read its value. */
const isRaw = ({ type, tag }: Node) =>
  type === 'TaggedTemplateExpression' && ((tag as { property?: Node }).property?.['name'] as unknown) === 'raw'

function textsIn(root: unknown): [from: number, to: number][] {
  const texts: [number, number][] = []
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (Array.isArray(node)) waiting.push(...node)
    if (!isNode(node)) continue
    if (node.type === 'Literal' || node.type === 'TemplateElement' || node.type === 'Identifier')
      texts.push([node.start, node.end])
    for (const value of Object.values(isRaw(node) ? { ...node, quasi: null } : node))
      if (typeof value === 'object') waiting.push(value)
  }
  return texts
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The mappings once each of these places has become five letters longer: only the columns of the bundle change. */
function moved(mappings: string, code: string, places: readonly number[]) {
  let lineStart = 0
  let next = 0
  const lines = code.split('\n')
  return mappings
    .split(';')
    .map((line, i) => {
      let [column, before, shift] = [0, 0, 0]
      const written = line.split(',').map((segment) => {
        if (segment === '') return ''
        const { value, rest } = firstNumber(segment)
        column += value
        for (; (places[next] ?? Infinity) < lineStart + column; next += 1) shift += 5
        const delta = column + shift - before
        before = column + shift
        return numberIn64(delta) + rest
      })
      lineStart += (lines[i]?.length ?? 0) + 1
      while ((places[next] ?? Infinity) < lineStart) next += 1
      return written.join(',')
    })
    .join(';')
}

function firstNumber(segment: string) {
  let [bits, length, more] = [0, 0, true]
  for (; more; length += 1) {
    const digit = digits.indexOf(segment[length] ?? 'A')
    bits += (digit % 32) * 32 ** length
    more = digit >= 32
  }
  return { value: bits % 2 ? -Math.floor(bits / 2) : bits / 2, rest: segment.slice(length) }
}

function numberIn64(value: number) {
  let bits = value < 0 ? -value * 2 + 1 : value * 2
  let written = ''
  do {
    const digit = bits % 32
    bits = Math.floor(bits / 32)
    written += digits[digit + (bits > 0 ? 32 : 0)]
  } while (bits > 0)
  return written
}
