import type { Material, MaterialFault, MaterialFormat, MaterialPart, MaterialRemark } from '#core/courses/material.ts'
import { sectionHeading } from '#core/courses/plan-proposal.ts'
import { cutText } from '#core/cut-text.ts'
import { isFault, type KeptImage, readImage } from '#server/questions/images/read-image.ts'
import { blocksToMarkdown, isBlankBlock, type MaterialBlock } from './blocks.ts'

export type MaterialRead = { material: Material; images: KeptImage[] } | { fault: MaterialFault }

export const faulty = (code: MaterialFault['code'], detail = ''): { fault: MaterialFault } => ({
  fault: { code, detail: cutText(detail, longestDetail) },
})

const longestDetail = 200

/** What a reader gathers while it goes through a file. */
export type MaterialReading = {
  readonly images: Map<string, KeptImage>
  readonly remarks: MaterialRemark[]
}

export const newMaterialReading = (): MaterialReading => ({ images: new Map(), remarks: [] })

type RemarkInput = Partial<MaterialRemark> & Pick<MaterialRemark, 'code'>

/** The same remark about the same page is kept once. */
export function remark(reading: MaterialReading, { code, page = null, detail = '', place }: RemarkInput) {
  const kept = {
    code,
    page,
    detail: cutText(oneLine(detail), longestDetail),
    ...(place ? { place: { ...place, file: cutText(oneLine(place.file), longestDetail) } } : {}),
  }
  const isKnown = reading.remarks.some((one) => one.code === code && one.page === page && one.detail === kept.detail)
  if (!isKnown && reading.remarks.length < mostRemarks) reading.remarks.push(kept)
}

const mostRemarks = 500

const oneLine = (text: string) => text.replace(/\0/g, '').replace(/\s+/g, ' ').trim()

/** Keeps a picture that the bank can hold, and gives its hash; null with a remark when it cannot. */
export function keepImage(
  reading: MaterialReading,
  { bytes, name, page }: { bytes: Uint8Array; name: string; page: number | null },
) {
  // A copy: bytes that are part of a larger buffer would all travel with it.
  const read = readImage(bytes)
  if (isFault(read)) {
    remark(reading, {
      code: read === 'image_too_large' || read === 'image_too_wide' ? 'large_image' : 'unreadable_image',
      page,
      detail: name,
    })
    return null
  }
  if (!reading.images.has(read.hash)) reading.images.set(read.hash, { ...read, bytes: Uint8Array.from(read.bytes) })
  return read.hash
}

export type BlockPart = Pick<MaterialPart, 'page' | 'level' | 'heading'> & {
  blocks: readonly MaterialBlock[]
  notes: readonly MaterialBlock[]
}

type MaterialInput = {
  format: MaterialFormat
  /** The title that the file gives itself, then its name. */
  titles: readonly (string | undefined)[]
  pages: number
  parts: readonly (BlockPart | MaterialPart)[]
}

/** Parts as Markdown; those that say nothing at all are left out. */
export function materialOf(reading: MaterialReading, { format, titles, pages, parts }: MaterialInput): MaterialRead {
  const written = parts.map((part): MaterialPart => {
    const { page, level, heading } = part
    const text = 'blocks' in part ? blocksToMarkdown(part.blocks) : part.text
    const notes = typeof part.notes === 'string' ? part.notes : blocksToMarkdown(part.notes)
    return { page, level, heading: sectionHeading(clean(heading)), text: clean(text), notes: clean(notes) }
  })
  const kept = written.filter(({ heading, text, notes }) => heading !== '' || text !== '' || notes !== '')
  if (kept.length === 0) return faulty('no_text')
  if (kept.length > mostParts) return faulty('too_complex', String(kept.length))
  const title = titles.map((one) => one && cutText(one.replace(/\s+/g, ' ').trim(), longestTitle)).find(Boolean) ?? ''
  const used = kept.map(({ text, notes }) => `${text}\n${notes}`).join('\n')
  const images = [...reading.images.values()].filter(({ hash }) => used.includes(`image:${hash}`))
  return { material: { format, title, pages, parts: kept, remarks: reading.remarks }, images }
}

/** Headings that a trainer could look through, and more. */
const mostParts = 5_000
const longestTitle = 200

/** Neither XML nor the database holds some characters; those of symbol fonts have a code of their own. */
const clean = (text: string) =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replace(/[\uf000-\uf0ff]/g, (sign) => symbols[sign] ?? '')

/** Wingdings and Symbol, as Office writes them in the private use area of Unicode. */
const symbols: Readonly<Record<string, string>> = {
  '\uf0a7': '▪',
  '\uf0a8': '☐',
  '\uf0b7': '•',
  '\uf0d8': '➢',
  '\uf0df': '←',
  '\uf0e0': '→',
  '\uf0e1': '↑',
  '\uf0e2': '↓',
  '\uf0e8': '➔',
  '\uf0f0': '⇨',
  '\uf0f3': '⬄',
  '\uf0fb': '✗',
  '\uf0fc': '✓',
  '\uf0fe': '☑',
}

export const nameWithoutEnding = (name: string) => name.replace(/^.*[/\\]/, '').replace(/\.[a-z0-9]{1,5}$/i, '')

/** A document cut at its headings; what comes before the first has none. */
export function partsAtHeadings(
  blocks: readonly MaterialBlock[],
  pageOf: (block: MaterialBlock) => number = () => 1,
): BlockPart[] {
  const parts: BlockPart[] = []
  let current: {
    page: number
    level: MaterialPart['level']
    heading: string
    blocks: MaterialBlock[]
    notes: MaterialBlock[]
  } | null = null
  for (const block of blocks) {
    if (block.kind === 'heading') {
      current = { page: pageOf(block), level: levelOf(block.level), heading: block.text, blocks: [], notes: [] }
      parts.push(current)
    } else {
      if (!current) {
        if (isBlankBlock(block)) continue
        current = { page: pageOf(block), level: 1, heading: '', blocks: [], notes: [] }
        parts.push(current)
      }
      current.blocks.push(block)
    }
  }
  return parts
}

export const levelOf = (level: number) => Math.min(6, Math.max(1, Math.round(level))) as MaterialPart['level']
