import { posix } from 'node:path'
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
import { altOf, coreTitle, imageAt, isOn, noElement, texOf, webAddress } from './office-text.ts'
import { Faulty, mainPartOf, type PackageFiles, type Relation, relationsOf, xmlAt } from './package-files.ts'
import {
  type BlockPart,
  type MaterialRead,
  type MaterialReading,
  materialOf,
  newMaterialReading,
  remark,
} from './reading.ts'
import { type Box, inReadingOrder } from './reading-order.ts'

/** A PowerPoint deck (ECMA-376, PresentationML): one part per slide that is shown. */
export function readPptx(files: PackageFiles, name: string): MaterialRead {
  const main = mainPartOf(files, 'ppt/presentation.xml')
  const presentation = xmlAt(files, main)
  if (!presentation) throw new Faulty('not_a_deck', 'ppt/presentation.xml')
  const relations = relationsOf(files, main) ?? new Map<string, Relation>()
  const reading = newMaterialReading()
  const listed = childrenOf(childOf(presentation, 'sldIdLst') ?? noElement, 'sldId')
  if (listed.length === 0) throw new Faulty('no_slide')
  const layouts = new Map<string, Layout>()
  const numbered = [...relations.values()]
    .filter(({ type }) => type === 'slide')
    .sort((one, other) => numberIn(one.path) - numberIn(other.path))
  const parts = listed.flatMap((entry, index): BlockPart[] => {
    const page = index + 1
    // `id` and `r:id` have the same name without a prefix: when the wrong one was kept, the number of the file tells.
    const path = (relations.get(entry.attributes['id'] ?? '') ?? numbered[index])?.path ?? ''
    const slide = xmlAt(files, path)
    if (!slide) {
      remark(reading, { code: 'missing_slide', page, detail: posix.basename(path) })
      return []
    }
    return slidePart({ files, reading, layouts, page }, { slide, path })
  })
  tellMissingRelations(files, reading)
  const first = parts[0]?.level === 1 ? parts[0].heading : undefined
  return materialOf(reading, { format: 'pptx', titles: [first, coreTitle(files), name], pages: listed.length, parts })
}

const numberIn = (path: string) => Number(/\d+/.exec(posix.basename(path))?.[0] ?? 0)

/** Slides and layouts all have relations: without them, pictures and places of titles cannot be found. */
function tellMissingRelations({ read }: PackageFiles, reading: MaterialReading) {
  for (const path of read.keys())
    if (/^ppt\/(?:slides|slideLayouts|slideMasters|notesSlides)\/[^/]+\.xml$/.test(path)) {
      const relations = posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`)
      if (!read.has(relations)) remark(reading, { code: 'missing_relations', detail: posix.basename(path) })
    }
}

type Context = { files: PackageFiles; reading: MaterialReading; layouts: Map<string, Layout>; page: number }
type SlideContext = Context & { relations: ReadonlyMap<string, Relation>; layout: Layout }

function slidePart(context: Context, { slide, path }: { slide: XmlElement; path: string }): BlockPart[] {
  const { files, reading, page } = context
  const relations = relationsOf(files, path) ?? new Map<string, Relation>()
  const all = [...relations.values()]
  const layout = layoutAt(context, all.find(({ type }) => type === 'slideLayout')?.path ?? '')
  const here = { ...context, relations, layout }
  const shapes = shapesIn(childOf(childOf(slide, 'cSld') ?? noElement, 'spTree') ?? noElement, here)
  const titles = shapes.filter(({ kind }) => kind === 'title' || kind === 'ctrTitle')
  const heading = titles
    .map((shape) => wordsOfRuns(runsIn(shape, here)))
    .filter(Boolean)
    .join(' – ')
  if (slide.attributes['show'] !== undefined && !isOn(slide.attributes['show'])) {
    remark(reading, { code: 'hidden_slide', page, detail: heading })
    return []
  }
  const isTitleSlide = titles.some(({ kind }) => kind === 'ctrTitle') || layout.isTitle
  const body = shapes.filter(({ kind }) => kind !== 'title' && kind !== 'ctrTitle')
  const blocks = inOrder(body).flatMap((shape) => blocksOf(shape, here))
  return [{ page, level: isTitleSlide ? 1 : 2, heading, blocks, notes: notesOf(context, all) }]
}

function notesOf(context: Context, relations: readonly Relation[]): MaterialBlock[] {
  const path = relations.find(({ type }) => type === 'notesSlide')?.path
  const notes = path === undefined ? null : xmlAt(context.files, path)
  if (path === undefined || !notes) return []
  const here = {
    ...context,
    relations: relationsOf(context.files, path) ?? new Map<string, Relation>(),
    layout: noLayout,
  }
  const tree = childOf(childOf(notes, 'cSld') ?? noElement, 'spTree') ?? noElement
  return shapesIn(tree, here)
    .filter(({ kind }) => kind === 'body')
    .flatMap((shape) => blocksOf(shape, here))
}

// --- Layouts and masters, from which a slide inherits bullets and places -----------------------------------------

type Placeholder = { kind: string; index: string; box: Box | null; levels: XmlElement | undefined }
type Layout = {
  isTitle: boolean
  placeholders: readonly Placeholder[]
  master: readonly Placeholder[]
  bodyStyle: XmlElement | undefined
}

const noLayout: Layout = { isTitle: false, placeholders: [], master: [], bodyStyle: undefined }

function layoutAt({ files, layouts }: Context, path: string): Layout {
  const known = layouts.get(path)
  if (known) return known
  const root = xmlAt(files, path)
  const masterPath = [...(relationsOf(files, path)?.values() ?? [])].find(({ type }) => type === 'slideMaster')?.path
  const master = masterPath === undefined ? null : xmlAt(files, masterPath)
  const layout: Layout = root
    ? {
        isTitle: ['title', 'secHead'].includes(root.attributes['type'] ?? ''),
        placeholders: placeholdersIn(root),
        master: master ? placeholdersIn(master) : [],
        bodyStyle: (master && find(master, 'bodyStyle')) ?? undefined,
      }
    : noLayout
  layouts.set(path, layout)
  return layout
}

const placeholdersIn = (root: XmlElement): Placeholder[] =>
  findAll(root, 'sp').flatMap((shape) => {
    const mark = find(childOf(shape, 'nvSpPr'), 'ph')
    if (!mark) return []
    const { type = 'obj', idx = '' } = mark.attributes
    return [{ kind: type, index: idx, box: boxOf(shape), levels: find(childOf(shape, 'txBody'), 'lstStyle') }]
  })

/** The placeholders that one of a slide stands for: by its index in the layout, by its kind in the master. */
function inherited(shape: Shape, { placeholders, master }: Layout): Placeholder[] {
  if (shape.kind === '') return []
  const inLayout =
    placeholders.find(({ index, kind }) => index === shape.index && (index !== '' || kind === shape.kind)) ??
    placeholders.find(({ kind }) => kind === shape.kind)
  const general =
    shape.kind === 'obj' || shape.kind === 'subTitle' ? 'body' : shape.kind === 'ctrTitle' ? 'title' : shape.kind
  const inMaster = master.find(({ kind }) => kind === general)
  return [inLayout, inMaster].filter((one) => one !== undefined)
}

// --- Shapes ------------------------------------------------------------------------------------------------------

type Shape = { element: XmlElement /** Of a placeholder, else empty. */; kind: string; index: string; box: Box | null }

/** Shapes that say something, groups opened, in the order of the file. */
function shapesIn(tree: XmlElement, context: SlideContext): Shape[] {
  return elementsOf(tree).flatMap((element): Shape[] => {
    switch (element.name) {
      case 'grpSp':
        return isHidden(element) ? [] : shapesIn(element, context)
      case 'AlternateContent':
        return shapesIn(preferred(element), context)
      case 'sp':
      case 'pic':
      case 'graphicFrame':
      case 'cxnSp': {
        if (isHidden(element)) return []
        const mark = find(nonVisual(element), 'ph')
        const { type = 'obj', idx = '' } = mark?.attributes ?? {}
        const kind = mark ? type : ''
        if (isFurniture(kind, element, context)) return []
        const shape = { element, kind, index: idx, box: boxOf(element) }
        return [{ ...shape, box: shape.box ?? inherited(shape, context.layout).find(({ box }) => box)?.box ?? null }]
      }
      default:
        return []
    }
  })
}

const nonVisual = (element: XmlElement) => elementsOf(element).find(({ name }) => /^nv\w+Pr$/.test(name))
const isHidden = (element: XmlElement) => isOn(find(nonVisual(element), 'cNvPr')?.attributes['hidden'])

/** What a program with fewer features would show is a picture of the same: the first choice has the words. */
const preferred = (element: XmlElement) => childOf(element, 'Choice') ?? childOf(element, 'Fallback') ?? noElement

/** Dates, footers and slide numbers. */
function isFurniture(kind: string, element: XmlElement, { reading }: SlideContext): boolean {
  if (!['dt', 'ftr', 'hdr', 'sldNum', 'sldImg'].includes(kind)) return false
  const words = textOf(childOf(element, 'txBody')).trim()
  if (kind === 'sldNum') remark(reading, { code: 'page_numbers' })
  else if (words !== '') remark(reading, { code: 'repeated_text', detail: words })
  return true
}

function boxOf(element: XmlElement): Box | null {
  const transform = childOf(childOf(element, 'spPr') ?? noElement, 'xfrm') ?? childOf(element, 'xfrm')
  const place = transform && childOf(transform, 'off')
  const size = transform && childOf(transform, 'ext')
  if (!place || !size) return null
  const [x, y, width, height] = [
    place.attributes['x'],
    place.attributes['y'],
    size.attributes['cx'],
    size.attributes['cy'],
  ].map(Number)
  return [x, y, width, height].every((one) => Number.isFinite(one)) ? ({ x, y, width, height } as Box) : null
}

/** By their places when every one is known; else as the file has them. */
function inOrder(shapes: readonly Shape[]): Shape[] {
  const speaking = shapes.filter(
    ({ element }) => element.name !== 'sp' || textOf(childOf(element, 'txBody')).trim() !== '',
  )
  if (speaking.some(({ box }) => box === null)) return speaking
  return inReadingOrder(speaking, ({ box }) => box as Box)
}

function blocksOf(shape: Shape, context: SlideContext): MaterialBlock[] {
  const { element } = shape
  if (element.name === 'pic') return pictureOf(element, context)
  if (element.name === 'graphicFrame') return frameOf(element, context)
  const body = childOf(element, 'txBody')
  return body ? paragraphsOf(body, { shape, context }) : []
}

const runsIn = ({ element }: Shape, context: SlideContext): InlineRun[] =>
  childrenOf(childOf(element, 'txBody') ?? noElement, 'p').flatMap((paragraph, index) => [
    ...(index > 0 ? [{ lineBreak: true } as const] : []),
    ...runsOf(paragraph, { context, isCode: false }),
  ])

function pictureOf(element: XmlElement, { reading, files, relations, page }: SlideContext): MaterialBlock[] {
  const blip = find(childOf(element, 'blipFill'), 'blip')
  if (find(nonVisual(element), 'videoFile') || find(nonVisual(element), 'audioFile')) {
    remark(reading, { code: 'media', page, detail: find(nonVisual(element), 'cNvPr')?.attributes['name'] ?? '' })
    return []
  }
  const { embed, link } = blip?.attributes ?? {}
  const relation = relations.get(embed ?? link ?? '')
  const alt = altOf(find(nonVisual(element), 'cNvPr'))
  if (!relation || relation.isExternal) {
    remark(reading, { code: 'missing_image', page, detail: relation?.path ?? alt })
    return alt === '' ? [] : [{ kind: 'paragraph', runs: [{ text: alt }] }]
  }
  const hash = imageAt({ reading, files, page }, relation.path)
  if (hash === null) return alt === '' ? [] : [{ kind: 'paragraph', runs: [{ text: alt, italic: true }] }]
  return [{ kind: 'paragraph', runs: [{ image: hash, alt }] }]
}

function frameOf(element: XmlElement, context: SlideContext): MaterialBlock[] {
  const data = find(element, 'graphicData')
  const table = data && childOf(data, 'tbl')
  if (table) return [tableOf(table, context)]
  const diagram = data && childOf(data, 'relIds')
  if (diagram) return diagramOf(diagram, context)
  const name = find(nonVisual(element), 'cNvPr')?.attributes['name'] ?? ''
  const isChart = /chart/i.test(data?.attributes['uri'] ?? '')
  // An embedded document shows a picture of itself.
  const picture = data && find(data, 'pic')
  if (picture) return pictureOf(picture, context)
  remark(context.reading, { code: isChart ? 'chart' : 'media', page: context.page, detail: name })
  return []
}

/** A cell that another one covers is empty; a cell of several paragraphs keeps them as lines. */
function tableOf(table: XmlElement, context: SlideContext): MaterialBlock {
  const rows = childrenOf(table, 'tr').map((row) =>
    childrenOf(row, 'tc').map((cell): InlineRun[] => {
      if (isOn(cell.attributes['hMerge']) || isOn(cell.attributes['vMerge'])) return []
      const paragraphs = childrenOf(childOf(cell, 'txBody') ?? noElement, 'p')
      return paragraphs.flatMap((paragraph, index): InlineRun[] => [
        ...(index > 0 ? [{ lineBreak: true } as const] : []),
        ...runsOf(paragraph, { context, isCode: false }),
      ])
    }),
  )
  return { kind: 'table', rows }
}

/** SmartArt: its points as nested lists, in the order of its connections. */
function diagramOf(ids: XmlElement, { files, relations, reading, page }: SlideContext): MaterialBlock[] {
  const data = xmlAt(files, relations.get(ids.attributes['dm'] ?? '')?.path ?? '')
  if (!data) {
    remark(reading, { code: 'missing_relations', page, detail: 'SmartArt' })
    return []
  }
  const points = new Map(
    childrenOf(childOf(data, 'ptLst') ?? noElement, 'pt').map((point) => [point.attributes['modelId'] ?? '', point]),
  )
  const below = new Map<string, { to: string; order: number }[]>()
  for (const { attributes } of childrenOf(childOf(data, 'cxnLst') ?? noElement, 'cxn')) {
    if ((attributes['type'] ?? 'parOf') !== 'parOf') continue
    const { srcId = '', destId = '', srcOrd = '0' } = attributes
    below.set(srcId, [...(below.get(srcId) ?? []), { to: destId, order: Number(srcOrd) }])
  }
  const seen = new Set<string>()
  const visit = (id: string, depth: number): MaterialBlock[] => {
    const point = points.get(id)
    if (!point || seen.has(id) || depth > 20) return []
    seen.add(id)
    const words = childrenOf(childOf(point, 't') ?? noElement, 'p')
      .map((line) => findAll(line, 't').map(textOf).join(''))
      .join(' ')
      .trim()
    const next = (below.get(id) ?? []).sort((one, other) => one.order - other.order)
    const inside = next.flatMap(({ to }) => visit(to, words === '' ? depth : depth + 1))
    return words === ''
      ? inside
      : [{ kind: 'paragraph', runs: [{ text: words }], list: { depth, start: null } }, ...inside]
  }
  const roots = [...points].filter(([, { attributes }]) => attributes['type'] === 'doc').map(([id]) => id)
  return [
    ...roots,
    ...[...points].filter(([, { attributes }]) => ['node', undefined].includes(attributes['type'])).map(([id]) => id),
  ].flatMap((id) => visit(id, 0))
}

// --- Paragraphs --------------------------------------------------------------------------------------------------

function paragraphsOf(body: XmlElement, { shape, context }: { shape: Shape; context: SlideContext }): MaterialBlock[] {
  const counters: number[] = []
  return childrenOf(body, 'p').map((paragraph): MaterialBlock => {
    const depth = Math.min(8, Number(childOf(paragraph, 'pPr')?.attributes['lvl'] ?? 0) || 0)
    const styles = stylesOf(paragraph, { depth, shape, body, context })
    const isCode = styles.some(hasMonospacedFont)
    const runs = runsOf(paragraph, { context, isCode })
    const bullet = styles.map(bulletIn).find((one) => one !== null) ?? 'none'
    const words = { kind: 'paragraph' as const, runs }
    if (isBlankBlock(words) || bullet === 'none') {
      if (!isBlankBlock(words)) counters.length = 0
      return words
    }
    counters.length = Math.min(counters.length, depth + 1)
    if (bullet === 'sign') {
      counters[depth] = 0
      return { ...words, list: { depth, start: null } }
    }
    counters[depth] = counters[depth] ? counters[depth] + 1 : bullet.start
    return { ...words, list: { depth, start: counters[depth] } }
  })
}

type StyleInput = { depth: number; shape: Shape; body: XmlElement; context: SlideContext }

/** Properties of a paragraph, its own first, then those of its shape, layout and master. */
function stylesOf(paragraph: XmlElement, { depth, shape, body, context }: StyleInput): XmlElement[] {
  const level = `lvl${depth + 1}pPr`
  const lists = [childOf(body, 'lstStyle'), ...inherited(shape, context.layout).map(({ levels }) => levels)]
  const isBody = ['body', 'obj'].includes(shape.kind)
  return [
    childOf(paragraph, 'pPr'),
    ...[...lists, isBody ? context.layout.bodyStyle : undefined].map((list) => list && childOf(list, level)),
  ].filter((one) => one !== undefined)
}

function bulletIn(properties: XmlElement): 'none' | 'sign' | { start: number } | null {
  for (const child of elementsOf(properties)) {
    if (child.name === 'buNone') return 'none'
    if (child.name === 'buChar' || child.name === 'buBlip') return 'sign'
    if (child.name === 'buAutoNum') return { start: Math.max(1, Number(child.attributes['startAt'] ?? 1) || 1) }
  }
  return null
}

const fontIn = (properties: XmlElement | undefined) =>
  (properties && childOf(properties, 'latin')?.attributes['typeface']) ?? ''
const hasMonospacedFont = (properties: XmlElement) => isMonospaced(fontIn(childOf(properties, 'defRPr')))

function runsOf(paragraph: XmlElement, { context, isCode }: { context: SlideContext; isCode: boolean }): InlineRun[] {
  return elementsOf(paragraph).flatMap((element): InlineRun[] => {
    switch (element.name) {
      case 'r':
      case 'fld':
        return [runOf(element, { context, isCode })]
      case 'br':
        return [{ lineBreak: true }]
      case 'm':
      case 'oMath':
      case 'oMathPara':
        return formulaOf(element, context)
      case 'AlternateContent':
        return runsOf(preferred(element), { context, isCode })
      default:
        return []
    }
  })
}

function formulaOf(element: XmlElement, { reading, page }: SlideContext): InlineRun[] {
  const tex = texOf(element)
  if (tex === '') return []
  remark(reading, { code: 'formula', page, detail: tex })
  return [{ tex }]
}

function runOf(element: XmlElement, { context, isCode }: { context: SlideContext; isCode: boolean }): InlineRun {
  const properties = childOf(element, 'rPr')
  const { b, i, strike, baseline = '0' } = properties?.attributes ?? {}
  const font = fontIn(properties)
  const link = properties && childOf(properties, 'hlinkClick')?.attributes['id']
  const relation = context.relations.get(link ?? '')
  return {
    text: textOf(childOf(element, 't')),
    bold: isOn(b),
    italic: isOn(i),
    struck: strike !== undefined && strike !== 'noStrike',
    code: font === '' || font.startsWith('+') ? isCode : isMonospaced(font),
    script: Number(baseline) > 0 ? 'sup' : Number(baseline) < 0 ? 'sub' : undefined,
    link: relation?.isExternal ? webAddress(relation.path) : undefined,
  }
}
