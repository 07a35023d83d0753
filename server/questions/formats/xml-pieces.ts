import { cutText } from '#core/cut-text.ts'
import { type Reading, refused } from './imported.ts'
import { eachQuestion, oneQuestion } from './one-question.ts'
import { isLarge, placesIn, readXml, type XmlElement } from './xml-tree.ts'

type Pieces = {
  text: string
  /** Matches the start tag of an element that holds one question, and captures its name. */
  piece: RegExp
  readAll: (root: XmlElement) => Reading
  readOne: (element: XmlElement) => Reading
}

/**
 * Parses a document; when it is not well formed, each question is cut out and parsed on its own, so that one bad
 * question does not lose the others.
 */
export function readInPieces({ text, piece, readAll, readOne }: Pieces): Reading {
  const whole = readXml(text)
  if (whole.root) return readAll(whole.root)
  const { reason, detail, line, column } = whole
  const refusal = refused({ line, column, reason, title: detail })
  if (reason !== 'xml_malformed') return refusal
  const pieces = piecesOf(text, piece)
  if (pieces.length === 0) return refusal
  const placeOf = placesIn(text)
  const placed = pieces.map((one) => ({ ...one, ...placeOf(one.at) }))
  return eachQuestion(placed, ({ at, end, line: from, column: after }) => {
    const read = readXml(text.slice(at, end), { line: from, column: after })
    if (read.root) return readOne(read.root)
    return refused({ line: read.line, column: read.column, reason: read.reason, title: read.detail })
  })
}

/** From each start tag to the next end tag of that name; a name without a further end tag is not searched again. */
function piecesOf(text: string, beginning: RegExp): { at: number; end: number }[] {
  const pieces: { at: number; end: number }[] = []
  const endless = new Set<string>()
  for (const match of text.matchAll(beginning)) {
    const name = match[1] ?? ''
    if (endless.has(name) || match.index < (pieces.at(-1)?.end ?? 0)) continue
    const close = text.indexOf(`</${name}>`, match.index)
    if (close === -1) endless.add(name)
    else pieces.push({ at: match.index, end: close + name.length + 3 })
  }
  return pieces
}

/** Reads one question; one that is too large is not read, and a failure is reported. */
export function readElement(element: XmlElement, title: string, read: () => Reading): Reading {
  const place = { line: element.line, column: element.column, title: cutText(title, 200) }
  return isLarge(element) ? refused({ ...place, reason: 'too_long' }) : oneQuestion(place, read)
}
