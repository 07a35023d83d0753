import type { Size } from './image-size.ts'
import { isBlank } from './read-gif.ts'

/** Reads segment by segment, and through the scan data, to the end marker. */
export function readJpeg(data: Buffer): Size | null {
  let size: Size | null = null
  let hasPicture = false
  for (let at = 2; at + 2 <= data.length; ) {
    const mark = data[at + 1] ?? 0
    if (data[at] !== 0xff) return null
    if (mark === 0xff) at += 1
    else if (mark === endOfImage) return hasPicture && isBlank(data, at + 2) ? size : null
    else if (standsAlone(mark)) at += 2
    else {
      if (at + 4 > data.length) return null
      const end = at + 2 + data.readUInt16BE(at + 2)
      if (end > data.length || end < at + 4) return null
      if (isFrame(mark) && end >= at + 9) size = { width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) }
      hasPicture ||= mark === startOfScan
      at = mark === startOfScan ? afterScan(data, end) : end
    }
  }
  return null
}

const [startOfScan, endOfImage] = [0xda, 0xd9]

const standsAlone = (mark: number) => mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8)

/** C0 to CF, except the table segments among them. */
const isFrame = (mark: number) => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)

/** In scan data, FF starts a marker unless a stuffed zero or a restart follows. */
function afterScan(data: Buffer, start: number): number {
  let at = start
  while (at < data.length) {
    at = data.indexOf(0xff, at)
    if (at === -1) return data.length
    const next = data[at + 1] ?? 0
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at
    at += 2
  }
  return at
}
