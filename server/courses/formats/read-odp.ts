import {
  childOf,
  childrenOf,
  elementsOf,
  find,
  findAll,
  textOf,
  type XmlElement,
} from '#server/questions/formats/xml-tree.ts'
import { wordsOfRuns } from './blocks.ts'
import { frameOf, metaTitle, type OdfContext, odfRuns, openOdf } from './odf-text.ts'
import { isOn, noElement } from './office-text.ts'
import { Faulty, type PackageFiles } from './package-files.ts'
import { type BlockPart, type MaterialRead, materialOf, newMaterialReading, remark } from './reading.ts'
import { type Box, inReadingOrder } from './reading-order.ts'

/** A deck of LibreOffice (ODF): one part per slide that is shown. */
export function readOdp(files: PackageFiles, name: string): MaterialRead {
  const reading = newMaterialReading()
  const opened = openOdf(files, reading)
  const deck = opened && find(find(opened.content, 'body'), 'presentation')
  if (!opened || !deck) throw new Faulty('not_a_deck', 'content.xml')
  const pages = childrenOf(deck, 'page')
  if (pages.length === 0) throw new Faulty('no_slide')
  const hidden = hiddenStyles(opened.content)
  const parts = pages.flatMap((page, index) => slideOf(page, { context: opened.context, hidden, number: index + 1 }))
  const first = parts[0]?.level === 1 ? parts[0].heading : undefined
  return materialOf(reading, { format: 'odp', titles: [first, metaTitle(files), name], pages: pages.length, parts })
}

/** Styles of slides that are not shown. */
const hiddenStyles = (content: XmlElement): ReadonlySet<string> =>
  new Set(
    findAll(content, 'style')
      .filter((style) => childOf(style, 'drawing-page-properties')?.attributes['visibility'] === 'hidden')
      .map(({ attributes }) => attributes['name'] ?? ''),
  )

type SlideInput = { context: OdfContext; hidden: ReadonlySet<string>; number: number }

function slideOf(page: XmlElement, { context, hidden, number }: SlideInput): BlockPart[] {
  context.page = number
  context.counters.clear()
  const shapes = shapesIn(page)
  const titles = shapes.filter(({ attributes }) => attributes['class'] === 'title')
  const heading = titles
    .map((shape) => wordsIn(shape, context))
    .filter(Boolean)
    .join(' – ')
  if (hidden.has(page.attributes['style-name'] ?? '')) {
    remark(context.reading, { code: 'hidden_slide', page: number, detail: heading })
    return []
  }
  const body = shapes.filter((shape) => !titles.includes(shape) && !isFurniture(shape, context))
  const isTitleSlide =
    heading !== '' && body.length > 0 && body.every(({ attributes }) => attributes['class'] === 'subtitle')
  const blocks = inOrder(body).flatMap((shape) => frameOf(shape, context))
  const notes = shapesIn(childOf(page, 'notes') ?? noElement)
    .filter(({ attributes }) => attributes['class'] === 'notes')
    .flatMap((shape) => frameOf(shape, context))
  return [{ page: number, level: isTitleSlide ? 1 : 2, heading, blocks, notes }]
}

const shapeNames = new Set([
  'frame',
  'custom-shape',
  'rect',
  'ellipse',
  'circle',
  'polygon',
  'path',
  'line',
  'connector',
  'a',
  'g',
])

/** Groups are read as one; a placeholder that nobody filled says nothing. */
const shapesIn = (parent: XmlElement): XmlElement[] =>
  elementsOf(parent).filter(({ name, attributes }) => shapeNames.has(name) && !isOn(attributes['placeholder']))

const wordsIn = (shape: XmlElement, context: OdfContext) =>
  findAll(shape, 'p')
    .map((line) => wordsOfRuns(odfRuns(line, { context, style: {}, boxes: [] })))
    .join(' ')
    .trim()

function isFurniture(shape: XmlElement, { reading }: OdfContext): boolean {
  const kind = shape.attributes['class'] ?? ''
  if (!['header', 'footer', 'date-time', 'page-number'].includes(kind)) return false
  if (kind === 'page-number') remark(reading, { code: 'page_numbers' })
  else if (textOf(shape).trim() !== '') remark(reading, { code: 'repeated_text', detail: textOf(shape) })
  return true
}

function inOrder(shapes: readonly XmlElement[]): XmlElement[] {
  const placed = shapes.map((shape) => ({ shape, box: boxOf(shape) }))
  if (placed.some(({ box }) => box === null)) return [...shapes]
  return inReadingOrder(placed, ({ box }) => box as Box).map(({ shape }) => shape)
}

/** In millimetres; that of a group is around its shapes. */
function boxOf(shape: XmlElement): Box | null {
  if (shape.name === 'g' || shape.name === 'a') {
    const boxes = elementsOf(shape).map(boxOf)
    if (boxes.length === 0 || boxes.includes(null)) return null
    const all = boxes as Box[]
    const [x, y] = [Math.min(...all.map((box) => box.x)), Math.min(...all.map((box) => box.y))]
    const [right, low] = [
      Math.max(...all.map((box) => box.x + box.width)),
      Math.max(...all.map((box) => box.y + box.height)),
    ]
    return { x, y, width: right - x, height: low - y }
  }
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => millimetres(shape.attributes[name]))
  if (x === null || y === null || width === null || height === null) return null
  return x === undefined || y === undefined || width === undefined || height === undefined
    ? null
    : { x, y, width, height }
}

function millimetres(length: string | undefined): number | null {
  const [, number, unit = 'cm'] = /^(-?[\d.]+)(cm|mm|in|pt|px)$/.exec(length ?? '') ?? []
  return number === undefined ? null : Number(number) * (units[unit] ?? 10)
}

const units: Readonly<Record<string, number>> = { cm: 10, mm: 1, in: 25.4, pt: 25.4 / 72, px: 25.4 / 96 }
