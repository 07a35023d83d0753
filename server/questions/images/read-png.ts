import { crc32 } from 'node:zlib'
import type { Size } from './image-size.ts'

/** Reads chunk by chunk: each complete with a valid checksum, image data among them, nothing after the last. */
export function readPng(data: Buffer): Size | null {
  let size: Size | null = null
  let hasPicture = false
  for (let at = 8; at + 12 <= data.length; ) {
    const end = at + 12 + data.readUInt32BE(at)
    if (end > data.length || crc32(data.subarray(at + 4, end - 4)) !== data.readUInt32BE(end - 4)) return null
    const name = data.toString('latin1', at + 4, at + 8)
    if (name === 'IHDR' && at === 8 && end === 33)
      size = { width: data.readUInt32BE(at + 8), height: data.readUInt32BE(at + 12) }
    if (name === 'IDAT') hasPicture = true
    if (name === 'IEND') return end === data.length && hasPicture ? size : null
    at = end
  }
  return null
}
