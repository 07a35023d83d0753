import type { Size } from './image-size.ts'

/** Reads block by block to the trailer; refuses a frame larger than the screen, which no tool writes. */
export function readGif(data: Buffer): Size | null {
  if (data.length < 14) return null
  const width = data.readUInt16LE(6)
  const height = data.readUInt16LE(8)
  let hasPicture = false
  for (let at = 13 + paletteLength(data[10]); at < data.length; ) {
    const block = data[at]
    if (block === trailer) return hasPicture && isBlank(data, at + 1) ? { width, height } : null
    if (block === extension) at = afterParts(data, at + 2)
    else if (block === picture && at + 11 <= data.length) {
      const isWithin =
        data.readUInt16LE(at + 1) + data.readUInt16LE(at + 5) <= width &&
        data.readUInt16LE(at + 3) + data.readUInt16LE(at + 7) <= height
      if (!isWithin) return null
      hasPicture = true
      at = afterParts(data, at + 11 + paletteLength(data[at + 9]))
    } else return null
  }
  return null
}

const [extension, picture, trailer] = [0x21, 0x2c, 0x3b]

const paletteLength = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** Skips data in parts, each with its length, up to an empty one. */
function afterParts(data: Buffer, start: number): number {
  let at = start
  while (data[at]) at += 1 + (data[at] ?? 0)
  return at + 1
}

/** Some tools pad the end with zeros. */
export const isBlank = (data: Buffer, from: number) => data.subarray(from).every((byte) => byte === 0)
