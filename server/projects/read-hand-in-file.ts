import { createHash } from 'node:crypto'
import { largestHandInFile } from '#contract/projects/hand-ins.ts'

export type HandInFileFault = 'too_large' | 'not_pdf_or_zip' | 'hand_in_file_damaged'
type ReadFile = {
  readonly type: 'application/pdf' | 'application/zip'
  readonly hash: string
  readonly bytes: Uint8Array
}

/**
 * Detects the type from the bytes, whatever the name, and that the file is whole; nothing in it is unpacked or run. Runs
 * in a worker thread: hashing twenty megabytes would delay the saves of a class.
 */
export function readHandInFile({ bytes }: { bytes: Uint8Array }): ReadFile | HandInFileFault {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (data.length > largestHandInFile) return 'too_large'
  const type = typeOf(data)
  if (type === null) return 'not_pdf_or_zip'
  const isWhole = type === 'application/pdf' ? isWholePdf(data) : isWholeZip(data)
  if (!isWhole) return 'hand_in_file_damaged'
  return { type, hash: createHash('sha256').update(data).digest('hex'), bytes: data }
}

const starts = (data: Buffer, text: string) => data.toString('latin1', 0, text.length) === text

function typeOf(data: Buffer): ReadFile['type'] | null {
  if (starts(data, '%PDF-')) return 'application/pdf'
  // The second is a zip without any file.
  return starts(data, 'PK\x03\x04') || starts(data, 'PK\x05\x06') ? 'application/zip' : null
}

/** Ends with the place of its table of objects, as every complete PDF (ISO 32000-2, 7.5.5); a few bytes may follow. */
function isWholePdf(data: Buffer): boolean {
  return /startxref\s+\d+\s+%%EOF/.test(data.toString('latin1', Math.max(0, data.length - 4_096)))
}

/** Ends with a directory that lies in the file and has at least one entry (PKWARE APPNOTE, 4.3.16). */
function isWholeZip(data: Buffer): boolean {
  const shortest = 22
  const from = Math.max(0, data.length - shortest - 0xffff)
  const at = data.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (at < from || at + shortest > data.length) return false
  const [entries, size, start] = [data.readUInt16LE(at + 10), data.readUInt32LE(at + 12), data.readUInt32LE(at + 16)]
  const isEnd = at + shortest + data.readUInt16LE(at + 20) === data.length
  return isEnd && entries > 0 && start + size <= at && data.toString('latin1', start, start + 4) === 'PK\x01\x02'
}
