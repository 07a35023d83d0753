import { posix } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { largestImage } from '#contract/questions/images.ts'
import type { MaterialFault } from '#core/courses/material.ts'
import { decodeText } from '#server/platform/decode-text.ts'
import { type Limits, unzipEach } from '#server/platform/unzip.ts'
import { readXml, type XmlElement } from '#server/questions/formats/xml-tree.ts'
import { faulty } from './reading.ts'

/** The files of a deck, a document or a folder that readers look at, by path, and the sizes of those left packed. */
export type PackageFiles = {
  readonly read: ReadonlyMap<string, Uint8Array>
  readonly packed: ReadonlyMap<string, number>
}

/** A deck of 500 slides has some thousands of files; its pictures are limited one by one. */
const most: Limits = { entries: 20_000, bytes: 256 * 1024 * 1024, oneFile: 48 * 1024 * 1024, ratio: 200 }

const isRead = (path: string) => /\.(?:xml|rels|md|markdown)$/i.test(path) || path === 'mimetype' || isPicture(path)

/** Some programs name the pictures of an OpenDocument without an ending. */
const isPicture = (path: string) => /\.(?:png|jpe?g|gif|webp)$/i.test(path) || /^Pictures\/[^./]+$/.test(path)

export async function openPackage(bytes: Uint8Array): Promise<PackageFiles | { fault: MaterialFault }> {
  const read = new Map<string, Uint8Array>()
  const packed = new Map<string, number>()
  const refused = await unzipEach(bytes, {
    most,
    // Films, fonts and worksheets stay packed, whatever their size.
    isWanted: (path, size) => {
      if (isRead(path) && !(isPicture(path) && size > largestImage)) return true
      packed.set(path, size)
      return false
    },
    read: async (path, content) => {
      read.set(path, await buffer(content))
    },
  })
  if (!refused) return { read, packed }
  const { reason } = refused
  if (reason === 'zip_encrypted') return faulty('encrypted')
  const isHeavy = reason === 'zip_bomb' || reason === 'zip_too_large' || reason === 'zip_too_many_files'
  return faulty(isHeavy ? 'too_complex' : 'damaged', 'ZIP')
}

/** A fault found while a file is read, which ends the reading. */
export class Faulty extends Error {
  readonly fault: MaterialFault
  constructor(code: MaterialFault['code'], detail = '') {
    super(code)
    this.fault = faulty(code, detail).fault
  }
}

/** The root of an XML file; null when there is none. What cannot be read throws `Faulty`. */
export function xmlAt({ read }: PackageFiles, path: string): XmlElement | null {
  const bytes = read.get(path)
  if (!bytes) return null
  const xml = readXml(decodeText(bytes).text)
  if (xml.root) return xml.root
  const isMalformed = xml.reason === 'xml_malformed'
  throw new Faulty(isMalformed ? 'damaged' : 'too_complex', isMalformed ? `${path}, ${xml.line}` : path)
}

export type Relation = { readonly type: string; readonly path: string; readonly isExternal: boolean }

/** The relations of a part of an Office package by identifier; null when the part has none. */
export function relationsOf(files: PackageFiles, path: string): Map<string, Relation> | null {
  const root = xmlAt(files, posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`))
  if (!root) return null
  const relations = new Map<string, Relation>()
  for (const child of root.children) {
    if (typeof child === 'string') continue
    const { Id = '', Type = '', Target = '', TargetMode } = child.attributes
    const isExternal = TargetMode === 'External'
    const target = Target.startsWith('/') ? Target.slice(1) : posix.join(posix.dirname(path), Target)
    relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), path: isExternal ? Target : target, isExternal })
  }
  return relations
}

/** The part that the package says is its document. */
export function mainPartOf(files: PackageFiles, usual: string): string {
  const root = [...(relationsOf(files, '') ?? new Map<string, Relation>()).values()]
  return root.find(({ type }) => type === 'officeDocument')?.path ?? usual
}
