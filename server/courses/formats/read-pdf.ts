import { inflateSync } from 'node:zlib'
import { getDocumentProxy } from 'unpdf'
import type { MaterialBlock } from './blocks.ts'
import { Faulty } from './package-files.ts'
import { boxAround, columnsOf, type Fragment, isSameSize, type PageLine, pageLinesOf } from './pdf-lines.ts'
import { blocksOfTags, isTagged, type TagNode } from './pdf-tags.ts'
import {
  type BlockPart,
  levelOf,
  type MaterialRead,
  type MaterialReading,
  materialOf,
  newMaterialReading,
  remark,
} from './reading.ts'
import { inReadingOrder } from './reading-order.ts'

/** A PDF says where letters stand, not what is a heading: sizes, places and fonts tell. */
export async function readPdf(bytes: Uint8Array, name: string): Promise<MaterialRead> {
  refuseSwelling(bytes)
  const document = await open(bytes)
  try {
    const { numPages } = document
    if (numPages > mostPages) throw new Faulty('too_many_pages', String(numPages))
    const reading = newMaterialReading()
    const pages: Page[] = []
    for (let number = 1; number <= numPages; number += 1) pages.push(await pageOf(document, number))
    if (pages.every(({ lines }) => lines.length === 0)) throw new Faulty('scanned')
    for (const { number, lines } of pages)
      if (lines.length === 0) remark(reading, { code: 'no_text_on_page', page: number })
    const sizes = sizesIn(pages)
    withoutFurniture(pages, { reading, body: sizes.body })
    if (holdsImages(bytes)) remark(reading, { code: 'images_left_out' })
    const isDeck = pages.filter(({ width, height }) => width > height).length > pages.length / 2
    const words = new Set(
      pages.flatMap(({ lines }) => lines.flatMap(({ text }) => text.match(/\p{L}+-\p{L}+/gu) ?? [])),
    )
    const parts = isDeck
      ? slideParts(pages, { sizes, words, reading })
      : documentParts(pages, { sizes, words, reading })
    const { info } = (await document.getMetadata()) as { info: { Title?: unknown } }
    const first = parts[0]?.level === 1 ? parts[0].heading : undefined
    return materialOf(reading, { format: 'pdf', titles: [first, titleIn(info), name], pages: numPages, parts })
  } finally {
    await document.destroy()
  }
}

/** Dictionaries of pictures are never compressed (ISO 32000-1, 7.5.7). */
const holdsImages = (bytes: Uint8Array) =>
  /\/Subtype\s*\/Image\b/.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))

/**
 * The library inflates a stream whole, outside the memory that a thread is limited to: a stream that would swell is
 * refused before.
 */
function refuseSwelling(bytes: Uint8Array) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let left = mostInflated.all
  for (let at = data.indexOf('stream'); at !== -1; at = data.indexOf('stream', at + 6)) {
    const start = data[at + 6] === 0x0d ? at + 8 : at + 7
    // The first byte of zlib's format (RFC 1950).
    if (data[start] !== 0x78) continue
    left -= inflatedLength(data.subarray(start), Math.min(left, mostInflated.one))
    if (left <= 0) throw new Faulty('too_complex', 'PDF')
  }
}

const mostInflated = { one: 64 * 1024 * 1024, all: 768 * 1024 * 1024 }

/** `most` when it is longer; 0 when it is no such stream after all. */
function inflatedLength(packed: Uint8Array, most: number): number {
  try {
    const inflated = inflateSync(packed, { maxOutputLength: most })
    // Packed twice, it would swell the second time.
    return inflated[0] === 0x78 && inflated.length > 1_000
      ? inflated.length + inflatedLength(inflated, most)
      : inflated.length
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new Faulty('too_complex', 'PDF')
    return 0
  }
}

/** A course of a year; more is a book, or made to exhaust the reader. */
const mostPages = 1_500

type Document = Awaited<ReturnType<typeof getDocumentProxy>>

async function open(bytes: Uint8Array): Promise<Document> {
  try {
    // The library keeps what it is given.
    return await getDocumentProxy(Uint8Array.from(bytes), {
      ...{ isEvalSupported: false, disableFontFace: true, useSystemFonts: false, enableXfa: false },
      ...{ verbosity: 0, maxImageSize: 1, isOffscreenCanvasSupported: false, stopAtErrors: false },
    })
  } catch (error) {
    if ((error as Error).name === 'PasswordException') throw new Faulty('password')
    throw new Faulty('damaged', 'PDF')
  }
}

/** What programs put there by themselves is no title. */
const titleIn = ({ Title }: { Title?: unknown }) =>
  typeof Title === 'string' &&
  !/^(?:untitled|sans titre|microsoft (?:word|powerpoint)|powerpoint presentation|présentation powerpoint)|\.(?:pdf|docx?|pptx?|od[pt]|html?|tex|indd)$/i.test(
    Title.trim(),
  )
    ? Title
    : undefined

/** The library throws errors of many kinds for a damaged file, such as a page tree that turns in circles. */
async function ofLibrary<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch {
    throw new Faulty('damaged', 'PDF')
  }
}

type Page = { number: number; width: number; height: number; lines: PageLine[]; tree: TagNode | null }

async function pageOf(document: Document, number: number): Promise<Page> {
  const page = await ofLibrary(document.getPage(number))
  const [left = 0, low = 0, right = 0, high = 0] = page.view
  const { items, styles } = await ofLibrary(page.getTextContent({ includeMarkedContent: true }))
  const open: (string | null)[] = []
  const fragments = items.slice(0, mostFragments).flatMap((item): Fragment[] => {
    if ('type' in item) {
      if (item.type === 'endMarkedContent') open.pop()
      else open.push(item.id || null)
      return []
    }
    const [, slant = 0, , up = 0, x = 0, y = 0] = item.transform as number[]
    const size = Math.abs(up)
    // Text that does not run from left to right is drawn: the axis of a chart, a watermark.
    if (item.str === '' || size < 1 || Math.abs(slant) > size * 0.1) return []
    const text = item.str.replaceAll('\u0000', '')
    const isCode = styles[item.fontName]?.fontFamily === 'monospace'
    const tag = open.findLast((id) => id !== null) ?? null
    return [{ text, x: x - left, y: high - y - size, width: item.width, height: size, size, isCode, tag }]
  })
  const tree = ((await ofLibrary(page.getStructTree())) as TagNode | null) ?? null
  page.cleanup()
  const lines = pageLinesOf(fragments).filter(({ text }) => text.trim() !== '')
  return { number, width: right - left, height: high - low, lines, tree }
}

const mostFragments = 20_000

// --- What is repeated --------------------------------------------------------------------------------------------

type Furniture = { reading: MaterialReading; body: number }

/** Headers, footers and numbers: lines at the edges that come back at the same place, whatever their digits. */
function withoutFurniture(pages: readonly Page[], { reading, body }: Furniture) {
  const seen = new Map<string, number>()
  const keyOf = (line: PageLine, page: Page) => {
    const middle = (line.y + line.height / 2) / page.height
    const isEdge = middle < 0.11 || middle > 0.89
    return isEdge && line.size <= body * 1.05
      ? `${Math.round(middle * 50)} ${line.text.trim().replace(/\d+/g, '#')}`
      : null
  }
  for (const page of pages)
    for (const key of new Set(page.lines.map((line) => keyOf(line, page))))
      if (key !== null) seen.set(key, (seen.get(key) ?? 0) + 1)
  const enough = Math.max(2, Math.ceil(pages.length * 0.3))
  for (const page of pages)
    page.lines = page.lines.filter((line) => {
      const key = keyOf(line, page)
      if (key === null || (seen.get(key) ?? 0) < enough) return true
      if (/^(?:page|p\.|diapositive|slide)?[\s\d#/|–—-]*(?:sur|of|de)?[\s\d/|–—-]*$/i.test(line.text.trim()))
        remark(reading, { code: 'page_numbers' })
      else remark(reading, { code: 'repeated_text', detail: line.text.trim() })
      return false
    })
}

// --- Sizes -------------------------------------------------------------------------------------------------------

type Sizes = { body: number /** Sizes of headings, the largest first. */; headings: number[] }

/** The size of most letters is that of the text; larger ones on short lines are those of headings. */
function sizesIn(pages: readonly Page[]): Sizes {
  const letters = new Map<number, number>()
  const lines = pages.flatMap((page) => page.lines)
  for (const { size, text, isCode } of lines)
    if (!isCode) letters.set(Math.round(size * 2) / 2, (letters.get(Math.round(size * 2) / 2) ?? 0) + text.length)
  const body = [...letters].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0] as [number, number])[0]
  const headings: number[] = []
  for (const { size, text, isCode } of lines.toSorted((one, other) => other.size - one.size))
    if (
      !isCode &&
      size >= body * 1.12 &&
      text.length <= longestHeading &&
      !headings.some((one) => isSameSize(one, size))
    )
      headings.push(size)
  return { body, headings: headings.slice(0, 6) }
}

const longestHeading = 150

const isHeading = (line: PageLine, { headings }: Sizes) =>
  !line.isCode &&
  line.text.length <= longestHeading &&
  /\p{L}|\d/u.test(line.text) &&
  headings.some((size) => isSameSize(size, line.size))

/** What the structure of the page says, when the program that wrote it left one; null when places tell more. */
function taggedBlocks({ lines, tree }: Page, { words, reading }: PartsInput): MaterialBlock[] | null {
  const all = lines.flatMap(({ fragments }) => fragments)
  if (!tree || !isTagged(tree, all)) return null
  const fragments = new Map<string, Fragment[]>()
  for (const fragment of all) {
    const same = fragments.get(fragment.tag ?? '')
    if (same) same.push(fragment)
    else fragments.set(fragment.tag ?? '', [fragment])
  }
  const join = (texts: readonly string[]) =>
    texts.reduce((before, after) => (before === '' ? after : joinedLines(before, after, words)), '')
  return blocksOfTags(tree, { fragments, join, onContents: () => remark(reading, { code: 'table_of_contents' }) })
}

type PartsInput = { sizes: Sizes; words: ReadonlySet<string>; reading: MaterialReading }

// --- Slides ------------------------------------------------------------------------------------------------------

/** On a landscape page, the largest line of the upper half is the title. */
function slideParts(pages: readonly Page[], input: PartsInput): BlockPart[] {
  return pages.flatMap((page): BlockPart[] => {
    const { lines, number, height } = page
    if (lines.length === 0) return []
    const tagged = taggedBlocks(page, input)
    const titled = tagged?.find((block) => block.kind === 'heading')
    if (tagged && titled) return [taggedSlide(page, { tagged, titled })]
    const largest = Math.max(...lines.map(({ size, isCode }) => (isCode ? 0 : size)))
    const candidates = lines.filter((line) => isSameSize(line.size, largest) && isHeading(line, input.sizes))
    const rest = lines.filter((line) => !candidates.includes(line))
    const few = rest.flatMap(({ text }) => text.match(/\p{L}+/gu) ?? []).length <= 15
    const titles = candidates.filter((line) => few || line.y < height * 0.45)
    const heading = titles.map(({ text }) => text.trim()).join(' ')
    const others = lines.filter((line) => !titles.includes(line))
    const blocks = blocksIn(others, { ...input, sizes: { ...input.sizes, headings: [] } })
    return [
      {
        page: number,
        level: heading !== '' && few && !rest.some(({ isCode }) => isCode) && isTitlePage(titles, page) ? 1 : 2,
        heading,
        blocks,
        notes: [],
      },
    ]
  })
}

type TaggedSlide = { tagged: readonly MaterialBlock[]; titled: Extract<MaterialBlock, { kind: 'heading' }> }

function taggedSlide(page: Page, { tagged, titled }: TaggedSlide): BlockPart {
  const others = page.lines.filter(({ text }) => !titled.text.includes(text.trim()))
  const titles = page.lines.filter((line) => !others.includes(line))
  const isTitle = wordsOf(others) <= 15 && others.every(({ isCode }) => !isCode) && isTitlePage(titles, page)
  const blocks = tagged
    .filter((block) => block !== titled)
    .map(
      (block): MaterialBlock =>
        block.kind === 'heading' ? { kind: 'paragraph', runs: [{ text: block.text, bold: true }] } : block,
    )
  return { page: page.number, level: isTitle ? 1 : 2, heading: titled.text, blocks, notes: [] }
}

const wordsOf = (lines: readonly PageLine[]) => lines.flatMap(({ text }) => text.match(/\p{L}+/gu) ?? []).length

/** A title of a section stands lower than those of the slides. */
const isTitlePage = (titles: readonly PageLine[], { height }: Page) =>
  Math.min(...titles.map(({ y }) => y)) > height * 0.2

// --- Documents ---------------------------------------------------------------------------------------------------

function documentParts(pages: readonly Page[], input: PartsInput): BlockPart[] {
  const parts: (BlockPart & { blocks: MaterialBlock[] })[] = []
  // A structure without a heading was left by a program that knew none: sizes tell more.
  const isTaggedDocument = pages.some(({ tree }) => tree !== null && hasHeading(tree))
  for (const page of pages) {
    const blocks = (isTaggedDocument ? taggedBlocks(page, input) : null) ?? blocksIn(page.lines, input)
    for (const [index, block] of blocks.entries()) {
      if (block.kind === 'heading') {
        parts.push({ page: page.number, level: levelOf(block.level), heading: block.text, blocks: [], notes: [] })
        continue
      }
      if (parts.length === 0) parts.push({ page: page.number, level: 1, heading: '', blocks: [], notes: [] })
      const own = parts.at(-1)?.blocks ?? []
      const last = own.at(-1)
      const goesOn =
        index === 0 && last ? (joinedTable(last, block) ?? joinedParagraph(last, block, input.words)) : null
      if (goesOn) own[own.length - 1] = goesOn
      else own.push(block)
    }
  }
  return parts
}

const hasHeading = ({ role = '', children = [] }: TagNode): boolean =>
  /^H[1-6]?$/.test(role) || children.some(hasHeading)

/** A table that a new page cuts, whose header may come back. */
function joinedTable(last: MaterialBlock, next: MaterialBlock): MaterialBlock | null {
  if (last.kind !== 'table' || next.kind !== 'table' || last.rows[0]?.length !== next.rows[0]?.length) return null
  const isRepeated = JSON.stringify(last.rows[0]) === JSON.stringify(next.rows[0])
  return { kind: 'table', rows: [...last.rows, ...next.rows.slice(isRepeated ? 1 : 0)] }
}

/** A sentence that a new page cuts. */
function joinedParagraph(last: MaterialBlock, next: MaterialBlock, words: ReadonlySet<string>): MaterialBlock | null {
  if (last.kind !== 'paragraph' || next.kind !== 'paragraph' || next.list) return null
  const [before, after] = [textOf(last), textOf(next)]
  if (/[.!?:;»”)]\s*$/.test(before) || !/^\p{Ll}/u.test(after)) return null
  return { ...last, runs: [{ text: joinedLines(before, after, words) }] }
}

const textOf = ({ runs }: Extract<MaterialBlock, { kind: 'paragraph' }>) =>
  runs.map((run) => ('text' in run ? run.text : '')).join('')

// --- Blocks of a page --------------------------------------------------------------------------------------------

function blocksIn(lines: readonly PageLine[], input: PartsInput): MaterialBlock[] {
  const { tables, others } = tablesIn(lines)
  const groups = [
    ...columnsOf(others).map((group) => ({ lines: group, table: null })),
    ...tables.map((rows) => ({ lines: rows.flat(), table: rows })),
  ]
  const ordered = inReadingOrder(groups, ({ lines: group }) => boxAround(group))
  return ordered.flatMap(({ lines: group, table }): MaterialBlock[] => {
    if (table) return [{ kind: 'table', rows: table.map((row) => row.map((cell) => [{ text: cell.text.trim() }])) }]
    return blocksOfColumn(group, input)
  })
}

/** Three columns or more whose cells begin at the same places on two lines or more. */
function tablesIn(lines: readonly PageLine[]): { tables: PageLine[][][]; others: PageLine[] } {
  const rows: PageLine[][] = []
  for (const line of lines) {
    const row = rows.at(-1)
    if (row?.[0] && Math.abs(row[0].y + row[0].height - line.y - line.height) < line.size * 0.4) row.push(line)
    else rows.push([line])
  }
  const tables: PageLine[][][] = []
  const others: PageLine[] = []
  let current: PageLine[][] = []
  const end = () => {
    if (current.length >= 2) tables.push(current)
    else others.push(...current.flat())
    current = []
  }
  for (const row of rows.map((one) => one.toSorted((left, right) => left.x - right.x))) {
    const head = current[0]
    const isAligned =
      head?.length === row.length &&
      row.every((cell, index) => Math.abs(cell.x - (head[index]?.x ?? 0)) < cell.size * 1.5)
    if (row.length < 3 || row.some(({ isCode }) => isCode)) {
      end()
      others.push(...row)
    } else if (current.length === 0 || isAligned) current.push(row)
    else {
      end()
      current.push(row)
    }
  }
  end()
  return { tables, others }
}

const sign = /^\s*[•◦▪▫‣⁃●○■□➢➤✓✔·*–—-]\s+(?=\S)/
const number = /^\s*(\d{1,2})[.)]\s+(?=\S)/
const leaders = /(?:\.\s?){5,}\s*\d+\s*$/

function blocksOfColumn(lines: readonly PageLine[], { sizes, words, reading }: PartsInput): MaterialBlock[] {
  const blocks: MaterialBlock[] = []
  const box = boxAround(lines)
  const indents: number[] = []
  let last: PageLine | null = null
  for (const line of lines) {
    const block = blocks.at(-1)
    const previous: PageLine | null = last
    last = line
    if (leaders.test(line.text)) {
      remark(reading, { code: 'table_of_contents' })
      last = null
      continue
    }
    if (line.isCode) {
      blocks.push({ kind: 'paragraph', code: true, runs: [{ text: codeOf(line, { box, previous }) }] })
      continue
    }
    if (isHeading(line, sizes)) {
      const level = sizes.headings.findIndex((size) => isSameSize(size, line.size)) + 1
      // A long heading takes two lines.
      if (block?.kind === 'heading' && block.level === level && previous && line.y - previous.y < line.size * 1.8)
        blocks[blocks.length - 1] = { ...block, text: `${block.text} ${line.text.trim()}` }
      else blocks.push({ kind: 'heading', level, text: line.text.trim() })
      continue
    }
    const mark = sign.exec(line.text) ?? number.exec(line.text)
    if (mark) {
      const list = {
        depth: depthOf(line.x, { indents, size: line.size }),
        start: mark[1] === undefined ? null : Number(mark[1]),
      }
      blocks.push({ kind: 'paragraph', runs: [{ text: line.text.slice(mark[0].length) }], list })
      continue
    }
    if (block?.kind === 'paragraph' && !block.code && previous && goesOn(previous, line, box)) {
      blocks[blocks.length - 1] = { ...block, runs: [{ text: joinedLines(textOf(block), line.text.trim(), words) }] }
    } else blocks.push({ kind: 'paragraph', runs: [{ text: line.text.trim() }] })
  }
  return blocks
}

/** Indentation is space before the line. */
function codeOf(line: PageLine, { box }: { box: { x: number }; previous: PageLine | null }): string {
  const letter = line.text.length > 0 ? line.width / line.text.length : 0
  const indent = letter > 0 ? Math.max(0, Math.round((line.x - box.x) / letter)) : 0
  return ' '.repeat(Math.min(80, indent)) + line.text.trimEnd()
}

/** Items that begin further to the right are inside those before. */
function depthOf(x: number, { indents, size }: { indents: number[]; size: number }): number {
  while (indents.length > 0 && x < (indents.at(-1) ?? 0) - size * 0.5) indents.pop()
  if (indents.length === 0 || x > (indents.at(-1) ?? 0) + size * 0.5) indents.push(x)
  return indents.length - 1
}

/** Whether a line goes on with the one above: near it, which was full or did not end a sentence. */
function goesOn(above: PageLine, line: PageLine, box: { x: number; width: number }): boolean {
  if (line.y - above.y > Math.max(line.size, above.size) * 1.75) return false
  const isFull = above.x + above.width > box.x + box.width * 0.8
  return isFull || (!/[.!?:;]\s*$/.test(above.text) && /^\s*[\p{Ll}\d(«“]/u.test(line.text))
}

/** A word cut at the end of a line is whole again, unless it is written with its hyphen elsewhere. */
function joinedLines(before: string, after: string, words: ReadonlySet<string>): string {
  const cut = /(\p{L}+)([-\u00ad\u2010])$/u.exec(before)
  if (!cut || !/^\p{Ll}/u.test(after)) return `${before} ${after}`
  const rest = /^\p{L}+/u.exec(after)?.[0] ?? ''
  const keeps = cut[2] === '-' && words.has(`${cut[1]}-${rest}`)
  return `${keeps ? before : before.slice(0, -1)}${after}`
}
