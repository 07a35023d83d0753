import type { Size } from './image-size.ts'

/** Reads chunk by chunk to the announced length; no frame may be larger than the announced canvas. */
export function readWebp(data: Buffer): Size | null {
  if (data.length < 20 || data.readUInt32LE(4) + 8 !== data.length) return null
  let canvas: Size | null = null
  let hasPicture = false
  for (let at = 12; at < data.length; ) {
    if (at + 8 > data.length) return null
    const length = data.readUInt32LE(at + 4)
    const chunk = data.subarray(at + 8, at + 8 + length)
    if (chunk.length < length) return null
    const read = sizes[data.toString('latin1', at, at + 4)]
    if (read) {
      const size = read(chunk)
      if (!size) return null
      if (canvas && (size.width > canvas.width || size.height > canvas.height)) return null
      canvas ??= size
      hasPicture ||= data.toString('latin1', at, at + 4) !== 'VP8X'
    }
    at += 8 + length + (length % 2)
  }
  return hasPicture ? canvas : null
}

const sizes: Record<string, (chunk: Buffer) => Size | null> = {
  VP8X: (chunk) =>
    chunk.length < 10 ? null : { width: chunk.readUIntLE(4, 3) + 1, height: chunk.readUIntLE(7, 3) + 1 },
  ANMF: (chunk) =>
    chunk.length < 16 ? null : { width: chunk.readUIntLE(6, 3) + 1, height: chunk.readUIntLE(9, 3) + 1 },
  'VP8 ': (chunk) =>
    chunk.length < 10 || chunk.readUIntBE(3, 3) !== 0x9d012a
      ? null
      : { width: chunk.readUInt16LE(6) & 0x3fff, height: chunk.readUInt16LE(8) & 0x3fff },
  VP8L: (chunk) => {
    if (chunk.length < 5 || chunk[0] !== 0x2f) return null
    const bits = chunk.readUInt32LE(1)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  },
}
