import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { Refusal } from '#core/refusal.ts'

/** Why a package is refused. */
export type ZipFault =
  | 'zip_damaged'
  | 'zip_encrypted'
  | 'zip_too_many_files'
  | 'zip_too_large'
  | 'zip_bomb'
  | 'zip_link'
  | 'zip_unsafe_name'

export type Unzipped =
  | { readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly files: null; readonly reason: ZipFault; readonly detail: string }

/**
 * `ratio`: limit on the compression ratio, which text and images do not reach, so that zip bombs are refused. Database
 * rows may be compressed more.
 */
export type Limits = { entries: number; bytes: number; oneFile: number; ratio?: number }
export const usualLimits: Limits = { entries: 2_000, bytes: 64 * 1024 * 1024, oneFile: 16 * 1024 * 1024, ratio: 200 }
const smallEnough = 1024 * 1024

/** A package in memory: nothing is written to disk, so a malicious path can do no harm. */
export async function unzip(bytes: Uint8Array, most = usualLimits): Promise<Unzipped> {
  const files = new Map<string, Uint8Array>()
  const refused = await unzipEach(bytes, {
    most,
    read: async (path, content) => {
      files.set(path, await buffer(content))
    },
  })
  return refused ? { files: null, ...refused } : { files }
}

type Reading = {
  most: Limits
  read: (path: string, content: Readable) => Promise<void>
  /** Which files to inflate; the others stay packed, and count for no limit but that on their number. */
  isWanted?: (path: string, size: number) => boolean
}

/** Inflates the files of a zip one after the other; null, or the reason of the refusal. Errors of `read` are thrown. */
export async function unzipEach(bytes: Uint8Array, reading: Reading) {
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      strictFileNames: true,
    })
    await readEntries(zip, reading)
    return null
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (error instanceof Refused) return { reason: error.reason, detail: error.detail }
    const { message } = error as Error
    const unsafe = /relative path|absolute path|invalid characters/.test(message)
    return { reason: unsafe ? ('zip_unsafe_name' as const) : ('zip_damaged' as const), detail: message }
  }
}

class Refused extends Error {
  readonly reason: ZipFault
  readonly detail: string
  constructor(reason: ZipFault, detail: string) {
    super(reason)
    this.reason = reason
    this.detail = detail
  }
}

async function readEntries(zip: ZipFile, { most, read, isWanted = () => true }: Reading): Promise<void> {
  if (zip.entryCount > most.entries) throw new Refused('zip_too_many_files', String(zip.entryCount))
  const names = new Set<string>()
  let total = 0
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new Refused('zip_encrypted', entry.fileName)
    const wanted = isWanted(entry.fileName, entry.uncompressedSize)
    if (wanted) refuseUnsafe(entry, most)
    // With two files of one name, the result would depend on the reader.
    if (names.has(entry.fileName)) throw new Refused('zip_damaged', entry.fileName)
    names.add(entry.fileName)
    if (!wanted || entry.fileName.endsWith('/')) continue
    total += entry.uncompressedSize
    if (total > most.bytes) throw new Refused('zip_too_large', entry.fileName)
    // The stream fails when it holds more than it announced.
    await read(entry.fileName, await zip.openReadStreamPromise(entry))
  }
}

function refuseUnsafe(entry: Entry, most: Limits) {
  const { fileName, compressedSize, uncompressedSize } = entry
  if (isLink(entry)) throw new Refused('zip_link', fileName)
  if (uncompressedSize > most.oneFile) throw new Refused('zip_too_large', fileName)
  if (uncompressedSize > smallEnough && uncompressedSize > compressedSize * (most.ratio ?? Infinity))
    throw new Refused('zip_bomb', fileName)
}

/** The high half of the attributes is a Unix mode, whatever system the entry declares. */
const isLink = ({ externalFileAttributes }: Entry) => ((externalFileAttributes >>> 16) & 0o170000) === 0o120000
