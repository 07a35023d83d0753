import { joined, type Reading, refused } from './imported.ts'
import { readXml, type XmlElement } from './xml-tree.ts'

type Pieces = {
  text: string
  /** The elements that hold one question, as they are written. */
  piece: RegExp
  readAll: (root: XmlElement) => Reading
  readOne: (element: XmlElement) => Reading
}

/**
 * A document read as a whole; when it is not well formed, its questions are cut out and each is read alone at its own
 * place, so that one bad question never loses the others.
 */
export function readInPieces({ text, piece, readAll, readOne }: Pieces): Reading {
  const whole = readXml(text)
  if (whole.root) return readAll(whole.root)
  const { reason, detail, line, column } = whole
  const told = refused({ line, column, reason, title: detail })
  if (reason !== 'xml_malformed') return told
  const pieces = [...text.matchAll(piece)]
  if (pieces.length === 0) return told
  return joined(
    pieces.map((match) => {
      const from = placeOf(text, match.index)
      const read = readXml(match[0], from)
      if (read.root) return readOne(read.root)
      return refused({ line: read.line, column: read.column, reason: read.reason, title: read.detail })
    }),
  )
}

function placeOf(text: string, at: number) {
  const before = text.slice(0, at).split(/\r\n?|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
