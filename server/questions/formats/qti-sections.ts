import { posix } from 'node:path'
import { cutText } from '#core/cut-text.ts'
import { decodeText } from '#server/platform/decode-text.ts'
import { rootOf } from './detect-format.ts'
import type { ImportNotice } from './imported.ts'
import { withOneName } from './qti-names.ts'
import { childrenOf, elementsOf, readXml, type XmlElement, type XmlNode } from './xml-tree.ts'

/** What a section of a QTI test says to candidates before its items (`rubricBlock`). */
export type SectionText = { readonly title: string; readonly children: readonly XmlNode[]; readonly path: string }

type SectionTexts = {
  /** By the path of the file of an item. */
  readonly texts: ReadonlyMap<string, SectionText>
  readonly notices: readonly ImportNotice[]
}

/** The texts of the sections of every test of a package; that of the nearest section counts. */
export function sectionTexts(files: ReadonlyMap<string, Uint8Array>): SectionTexts {
  const texts = new Map<string, SectionText>()
  const notices: ImportNotice[] = []
  for (const [path, bytes] of files) {
    if (!/\.xml$/i.test(path) || !isTest(bytes)) continue
    const { root } = readXml(decodeText(bytes).text)
    if (root) readWithin(withOneName(root), null, path)
  }
  return { texts, notices }

  function readWithin(element: XmlElement, above: SectionText | null, path: string) {
    const current = element.name === 'assessmentsection' ? (textOfSection(element, path) ?? above) : above
    for (const child of elementsOf(element)) {
      if (child.name !== 'assessmentitemref') readWithin(child, current, path)
      else if (current) texts.set(posix.join(posix.dirname(path), decoded(child.attributes['href'] ?? '')), current)
    }
  }

  function textOfSection(section: XmlElement, path: string): SectionText | null {
    const title = section.attributes['title'] ?? ''
    const blocks = childrenOf(section, 'rubricblock').filter(({ attributes }) =>
      (attributes['view'] ?? 'candidate').split(/\s+/).includes('candidate'),
    )
    const shared = blocks.filter(({ attributes }) => !isAdvice.test(attributes['use'] ?? ''))
    if (shared.length < blocks.length)
      notices.push({ code: 'section_instructions', line: section.line, detail: cutText(title, 120) })
    return shared.length === 0 ? null : { title, path, children: shared.flatMap(({ children }) => children) }
  }
}

/** How to answer, and not what the questions are about. */
const isAdvice = /^(?:instructions|navigation|scoring)$/i

const isTest = (bytes: Uint8Array) =>
  /^(?:qti-)?assessment-?(?:Test|Section)$/i.test(rootOf(decodeText(bytes.subarray(0, 65_536)).text.trimStart()).name)

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
