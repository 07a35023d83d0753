import {
  childOf,
  childrenOf,
  elementsOf,
  find,
  findAll,
  textOf,
  type XmlElement,
} from '#server/questions/formats/xml-tree.ts'
import { type InlineRun, isBlankBlock, isMonospaced, type MaterialBlock, wordsOfRuns } from './blocks.ts'
import { altOf, coreTitle, imageAt, noElement, texOf, webAddress } from './office-text.ts'
import { Faulty, mainPartOf, type PackageFiles, type Relation, relationsOf, xmlAt } from './package-files.ts'
import {
  type MaterialRead,
  type MaterialReading,
  materialOf,
  newMaterialReading,
  partsAtHeadings,
  remark,
} from './reading.ts'

/** A Word document (ECMA-376, WordprocessingML): one part per heading. */
export function readDocx(files: PackageFiles, name: string): MaterialRead {
  const main = mainPartOf(files, 'word/document.xml')
  const body = find(xmlAt(files, main) ?? undefined, 'body')
  if (!body) throw new Faulty('not_a_deck', main)
  const relations = relationsOf(files, main) ?? new Map<string, Relation>()
  const at = (type: string) => {
    const path = [...relations.values()].find((one) => one.type === type)?.path
    return path === undefined ? null : xmlAt(files, path)
  }
  const document: WordDocument = {
    files,
    relations,
    reading: newMaterialReading(),
    styles: stylesIn(at('styles')),
    lists: listsIn(at('numbering')),
    notes: new Map([...notesIn(at('footnotes'), 'footnote'), ...notesIn(at('endnotes'), 'endnote')]),
    counters: new Map(),
    title: '',
    carried: [],
  }
  tellHeaders(document)
  const blocks = blocksIn(body, document)
  const titles = [document.title, coreTitle(files), name]
  return materialOf(document.reading, { format: 'docx', titles, pages: 1, parts: partsAtHeadings(blocks) })
}

type WordStyle = {
  heading: number | null
  isTitle: boolean
  isContents: boolean
  isCode: boolean
  numbering: Numbering | null
}
type Numbering = { list: string; depth: number }
type ListLevel = { format: string; start: number }

type WordDocument = {
  readonly files: PackageFiles
  readonly relations: ReadonlyMap<string, Relation>
  readonly reading: MaterialReading
  readonly styles: ReadonlyMap<string, WordStyle>
  readonly lists: ReadonlyMap<string, ReadonlyMap<number, ListLevel>>
  readonly notes: ReadonlyMap<string, XmlElement>
  /** By list and depth, the last number given. */
  readonly counters: Map<string, number>
  title: string
  /** Text of a paragraph whose end was deleted: it goes on in the next. */
  carried: InlineRun[]
}

const valOf = (parent: XmlElement | undefined, name: string) => parent && childOf(parent, name)?.attributes['val']
/** `<w:b/>` is on, `<w:b w:val="0"/>` is off. */
const isSet = (parent: XmlElement | undefined, name: string): boolean => {
  const child = parent && childOf(parent, name)
  return child !== undefined && !/^(?:0|false|off|none)$/i.test(child.attributes['val'] ?? 'on')
}

// --- Styles and lists --------------------------------------------------------------------------------------------

const headingName =
  /^(?:heading|titre|überschrift|título|titolo|kop|rubrik|overskrift|nagłówek|otsikko|заголовок) ?([1-9])$/i
const codeName =
  /^(?:source ?code|code(?: ?block)?|verbatim(?: char)?|html[ -]?(?:preformatted|code|typewriter|keyboard|sample)|préformaté html|preformatted text|listing|source text|macro text|texte de macro)\b/i

/** Names of styles are in English in the file, in whatever language Word speaks; those of other programs are not. */
function stylesIn(root: XmlElement | null): Map<string, WordStyle> {
  const elements = new Map(
    (root ? childrenOf(root, 'style') : []).map((style) => [style.attributes['styleId'] ?? '', style]),
  )
  const read = new Map<string, WordStyle>()
  const styleAt = (id: string, depth: number): WordStyle | null => {
    const known = read.get(id)
    const element = elements.get(id)
    if (known || !element || depth > 20) return known ?? null
    const base = styleAt(valOf(element, 'basedOn') ?? '', depth + 1)
    const name = valOf(element, 'name') ?? ''
    const paragraph = childOf(element, 'pPr')
    const style: WordStyle = {
      heading: levelNamed(name) ?? outlineIn(paragraph) ?? base?.heading ?? null,
      isTitle: /^(?:title|titre|titel|título|titolo)$/i.test(name),
      isContents: /^toc (?:\d|heading)|^table of figures/i.test(name),
      isCode: codeName.test(name) || isMonospaced(fontIn(childOf(element, 'rPr'))) || (base?.isCode ?? false),
      numbering: numberingIn(paragraph) ?? base?.numbering ?? null,
    }
    read.set(id, style)
    return style
  }
  for (const id of elements.keys()) styleAt(id, 0)
  return read
}

const levelNamed = (name: string) => {
  const level = headingName.exec(name)?.[1]
  return level === undefined ? null : Number(level)
}

/** Outline level 9 is that of ordinary text. */
function outlineIn(properties: XmlElement | undefined): number | null {
  const level = Number(valOf(properties, 'outlineLvl') ?? 9)
  return level >= 0 && level < 9 ? level + 1 : null
}

function numberingIn(properties: XmlElement | undefined): Numbering | null {
  const numbering = properties && childOf(properties, 'numPr')
  if (!numbering) return null
  return { list: valOf(numbering, 'numId') ?? '', depth: Number(valOf(numbering, 'ilvl') ?? 0) || 0 }
}

const fontIn = (properties: XmlElement | undefined) => {
  const fonts = properties && childOf(properties, 'rFonts')
  return fonts?.attributes['ascii'] ?? fonts?.attributes['hAnsi'] ?? ''
}

function listsIn(root: XmlElement | null): Map<string, Map<number, ListLevel>> {
  if (!root) return new Map()
  const levelsOf = (element: XmlElement) =>
    new Map(
      childrenOf(element, 'lvl').map((level) => [
        Number(level.attributes['ilvl']),
        { format: valOf(level, 'numFmt') ?? 'decimal', start: Number(valOf(level, 'start') ?? 1) || 1 },
      ]),
    )
  const abstract = new Map(
    childrenOf(root, 'abstractNum').map((one) => [one.attributes['abstractNumId'] ?? '', levelsOf(one)]),
  )
  return new Map(
    childrenOf(root, 'num').map((one) => {
      const levels = new Map(abstract.get(valOf(one, 'abstractNumId') ?? ''))
      for (const override of childrenOf(one, 'lvlOverride')) {
        const depth = Number(override.attributes['ilvl'])
        const start = Number(valOf(override, 'startOverride') ?? Number.NaN)
        const own = levelsOf(override).get(depth) ?? levels.get(depth)
        if (own) levels.set(depth, Number.isNaN(start) ? own : { ...own, start })
      }
      return [one.attributes['numId'] ?? '', levels]
    }),
  )
}

function listOf(numbering: Numbering | null, { lists, counters }: WordDocument) {
  const level = numbering ? lists.get(numbering.list)?.get(numbering.depth) : undefined
  if (!numbering || !level || level.format === 'none') return undefined
  const { list, depth } = numbering
  for (const key of counters.keys())
    if (key.startsWith(`${list}:`) && Number(key.slice(list.length + 1)) > depth) counters.delete(key)
  if (level.format === 'bullet') return { depth, start: null }
  const last = counters.get(`${list}:${depth}`)
  const start = last === undefined ? level.start : last + 1
  counters.set(`${list}:${depth}`, start)
  return { depth, start }
}

const notesIn = (root: XmlElement | null, name: 'footnote' | 'endnote') =>
  (root ? childrenOf(root, name) : []).map((note) => [`${name}:${note.attributes['id'] ?? ''}`, note] as const)

/** Headers and footers are repeated on each page: they are told, not read. */
function tellHeaders({ files, relations, reading }: WordDocument) {
  for (const { type, path } of relations.values()) {
    if (type !== 'header' && type !== 'footer') continue
    const root = xmlAt(files, path)
    if (!root) continue
    const words = findAll(root, 't').map(textOf).join('').trim()
    const fields = [
      ...findAll(root, 'instrText').map(textOf),
      ...findAll(root, 'fldSimple').map(({ attributes }) => attributes['instr'] ?? ''),
    ]
    if (fields.some((field) => /\b(?:PAGE|NUMPAGES)\b/.test(field))) remark(reading, { code: 'page_numbers' })
    if (/\p{L}/u.test(words)) remark(reading, { code: 'repeated_text', detail: words })
  }
}

// --- Blocks ------------------------------------------------------------------------------------------------------

function blocksIn(parent: XmlElement, document: WordDocument): MaterialBlock[] {
  return elementsOf(parent).flatMap((element): MaterialBlock[] => {
    switch (element.name) {
      case 'p':
        return paragraphOf(element, document)
      case 'tbl':
        return tableOf(element, document)
      case 'sdt':
        if (isContents(element)) {
          remark(document.reading, { code: 'table_of_contents' })
          return []
        }
        return blocksIn(childOf(element, 'sdtContent') ?? noElement, document)
      case 'ins':
      case 'moveTo':
      case 'customXml':
      case 'smartTag':
        return blocksIn(element, document)
      case 'oMathPara':
        return [{ kind: 'paragraph', runs: formulaOf(element, document) }]
      case 'AlternateContent':
        return blocksIn(childOf(element, 'Choice') ?? childOf(element, 'Fallback') ?? noElement, document)
      default:
        return []
    }
  })
}

const isContents = (element: XmlElement) =>
  /table of contents|table des matières/i.test(
    valOf(find(childOf(element, 'sdtPr'), 'docPartObj'), 'docPartGallery') ?? '',
  )

function paragraphOf(element: XmlElement, document: WordDocument): MaterialBlock[] {
  const properties = childOf(element, 'pPr')
  const style = document.styles.get(valOf(properties, 'pStyle') ?? '')
  const isCode = style?.isCode ?? false
  const boxes: MaterialBlock[] = []
  const runs = [...document.carried, ...runsIn(element, { document, isCode, boxes })]
  document.carried = []
  if (properties && find(childOf(properties, 'rPr'), 'del')) {
    document.carried = runs
    return boxes
  }
  if (style?.isContents) {
    remark(document.reading, { code: 'table_of_contents' })
    return boxes
  }
  const words = { kind: 'paragraph' as const, runs, code: isCode }
  const level = outlineIn(properties) ?? style?.heading ?? null
  const text = wordsOfRuns(runs)
  if (style?.isTitle && text !== '') {
    document.title ||= text
    return boxes
  }
  if (level !== null && text !== '') {
    const pictures = runs.filter((run) => 'image' in run)
    return [
      { kind: 'heading', level, text },
      ...pictures.map((run) => ({ kind: 'paragraph' as const, runs: [run] })),
      ...boxes,
    ]
  }
  if (isBlankBlock(words)) return [...(isCode ? [words] : []), ...boxes]
  const list = isCode ? undefined : listOf(numberingIn(properties) ?? style?.numbering ?? null, document)
  return [{ ...words, list }, ...boxes]
}

function tableOf(element: XmlElement, document: WordDocument): MaterialBlock[] {
  const rows = childrenOf(element, 'tr').filter((row) => {
    if (!find(childOf(row, 'trPr'), 'del')) return true
    remark(document.reading, { code: 'deleted_text', detail: findAll(row, 'delText').map(textOf).join(' ') })
    return false
  })
  const cells = rows.map((row) => cellsOf(row))
  // A frame around a text, or code on a grey ground.
  if (cells.every((row) => row.length <= 1))
    return cells.flatMap((row) => row.flatMap((cell) => (cell ? blocksIn(cell, document) : [])))
  return [
    {
      kind: 'table',
      rows: cells.map((row) => row.map((cell) => (cell ? lineOf(blocksIn(cell, document)) : []))),
    },
  ]
}

/** Cells of a row; null for those that another one covers. */
function cellsOf(row: XmlElement): (XmlElement | null)[] {
  const direct = elementsOf(row).flatMap((child) =>
    child.name === 'tc'
      ? [child]
      : child.name === 'sdt'
        ? childrenOf(childOf(child, 'sdtContent') ?? noElement, 'tc')
        : [],
  )
  return direct.flatMap((cell) => {
    const properties = childOf(cell, 'tcPr')
    const merge = properties && childOf(properties, 'vMerge')
    const isCovered = merge !== undefined && merge.attributes['val'] !== 'restart'
    const span = Math.min(60, Math.max(1, Number(valOf(properties, 'gridSpan') ?? 1) || 1))
    return [isCovered ? null : cell, ...Array.from({ length: span - 1 }, () => null)]
  })
}

/** The blocks of a cell on the lines of one: Markdown has no lists in tables. */
function lineOf(blocks: readonly MaterialBlock[]): InlineRun[] {
  return blocks.flatMap((block, index): InlineRun[] => {
    const before = index > 0 ? [{ lineBreak: true } as const] : []
    if (block.kind === 'paragraph') return [...before, ...(block.list ? [{ text: '• ' }] : []), ...block.runs]
    if (block.kind === 'table')
      return [...before, ...block.rows.flatMap((row) => row.flatMap((cell) => [...cell, { text: ' ' }]))]
    return [...before, { text: block.text }]
  })
}

// --- Runs --------------------------------------------------------------------------------------------------------

type RunContext = { document: WordDocument; isCode: boolean; boxes: MaterialBlock[]; link?: string | undefined }

function runsIn(parent: XmlElement, context: RunContext): InlineRun[] {
  const { document } = context
  return elementsOf(parent).flatMap((element): InlineRun[] => {
    switch (element.name) {
      case 'r':
        return runOf(element, context)
      case 'hyperlink': {
        const relation = document.relations.get(element.attributes['id'] ?? '')
        return runsIn(element, { ...context, link: relation?.isExternal ? webAddress(relation.path) : undefined })
      }
      case 'ins':
      case 'moveTo':
      case 'smartTag':
      case 'customXml':
      case 'fldSimple':
      case 'bdo':
      case 'dir':
        return runsIn(element, context)
      case 'sdt':
        return runsIn(childOf(element, 'sdtContent') ?? noElement, context)
      case 'del':
      case 'moveFrom': {
        const words = findAll(element, element.name === 'del' ? 'delText' : 't')
          .map(textOf)
          .join('')
        // Words that were moved stand elsewhere.
        if (element.name === 'del' && words.trim() !== '')
          remark(document.reading, { code: 'deleted_text', detail: words })
        return []
      }
      case 'oMath':
      case 'oMathPara':
        return formulaOf(element, document)
      default:
        return []
    }
  })
}

function formulaOf(element: XmlElement, { reading }: WordDocument): InlineRun[] {
  const tex = texOf(element)
  if (tex === '') return []
  remark(reading, { code: 'formula', detail: tex })
  return [{ tex }]
}

function runOf(element: XmlElement, context: RunContext): InlineRun[] {
  const { document, isCode, link } = context
  const properties = childOf(element, 'rPr')
  if (isSet(properties, 'vanish')) {
    if (textOf(element).trim() !== '') remark(document.reading, { code: 'hidden_text' })
    return []
  }
  const raised = valOf(properties, 'vertAlign')
  const font = fontIn(properties)
  const look = {
    bold: isSet(properties, 'b'),
    italic: isSet(properties, 'i'),
    struck: isSet(properties, 'strike') || isSet(properties, 'dstrike'),
    code: isMonospaced(font) || isCode || document.styles.get(valOf(properties, 'rStyle') ?? '')?.isCode,
    script: raised === 'superscript' ? ('sup' as const) : raised === 'subscript' ? ('sub' as const) : undefined,
    link,
  }
  return elementsOf(element).flatMap((child): InlineRun[] => {
    switch (child.name) {
      case 't':
        return [{ text: textOf(child), ...look }]
      case 'tab':
      case 'ptab':
        return [{ text: isCode ? '\t' : ' ', ...look }]
      case 'br':
        return child.attributes['type'] === 'page' || child.attributes['type'] === 'column' ? [] : [{ lineBreak: true }]
      case 'cr':
        return [{ lineBreak: true }]
      case 'noBreakHyphen':
        return [{ text: '-', ...look }]
      case 'sym':
        return [{ text: String.fromCharCode(Number.parseInt(child.attributes['char'] ?? '', 16) || 0x20), ...look }]
      case 'footnoteReference':
      case 'endnoteReference': {
        const note = document.notes.get(`${child.name.replace('Reference', '')}:${child.attributes['id'] ?? ''}`)
        const words = note
          ? wordsOfRuns(childrenOf(note, 'p').flatMap((line) => runsIn(line, { ...context, boxes: [] })))
          : ''
        return words === '' ? [] : [{ text: ` (${words})` }]
      }
      case 'drawing':
      case 'pict':
      case 'object':
        return drawingOf(child, context)
      case 'AlternateContent':
        return drawingOf(childOf(child, 'Choice') ?? childOf(child, 'Fallback') ?? noElement, context)
      default:
        return []
    }
  })
}

/** Pictures stand in the line; the text of a text box comes after the paragraph. */
function drawingOf(element: XmlElement, { document, boxes }: RunContext): InlineRun[] {
  for (const box of findAll(element, 'txbxContent')) boxes.push(...blocksIn(box, document))
  const alt = altOf(find(element, 'docPr'))
  const { files, reading, relations } = document
  if (find(element, 'chart'))
    remark(reading, { code: 'chart', detail: find(element, 'docPr')?.attributes['name'] ?? '' })
  const identifiers = [
    ...findAll(element, 'blip').map(({ attributes }) => attributes['embed'] ?? attributes['link']),
    ...findAll(element, 'imagedata').map(({ attributes }) => attributes['id']),
  ]
  return identifiers.flatMap((id): InlineRun[] => {
    const relation = relations.get(id ?? '')
    if (!relation || relation.isExternal) {
      remark(reading, { code: 'missing_image', detail: relation?.path ?? alt })
      return alt === '' ? [] : [{ text: alt, italic: true }]
    }
    const hash = imageAt({ reading, files, page: null }, relation.path)
    return hash === null ? (alt === '' ? [] : [{ text: alt, italic: true }]) : [{ image: hash, alt }]
  })
}
