import { crc32, deflateSync } from 'node:zlib'

/** A PNG of one plain colour that depends on the seed, so that different seeds give different images. */
export function png({ width = 8, height = 5, seed = 0, more = [] as Buffer[] } = {}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0], 8)
  // An image that declares a huge size is not actually written in full.
  const rows = Buffer.alloc(Math.min(height, 64) * (Math.min(width, 2_000) + 1), seed)
  for (let at = 0; at < rows.length; at += width + 1) rows[at] = 0
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...more,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

export function pngChunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

const decoded = (base64: string) => Buffer.from(base64, 'base64')

/** Images of 8 × 5 pixels, written by common tools. */
export const jpeg = decoded(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAFAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCYACs//9k=',
)
export const gif = decoded('R0lGODdhCAAFAIEAAMg8PAAAAAAAAAAAACwAAAAACAAFAAAIDQABCBxIsKDBgwgJBgQAOw==')
export const webp = decoded('UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoIAAUAB0CWJaACdAGgAAD+0MkmPRWv4oea3sHTAAA=')
export const webpLossless = decoded('UklGRh4AAABXRUJQVlA4TBEAAAAvBwABAAdQniKXp/+BiOh/AAA=')
export const svg = Buffer.from(
  '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
)
