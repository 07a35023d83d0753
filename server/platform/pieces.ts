import type { FileReply } from '#contract/endpoint.ts'

const size = 64 * 1024

/** A file as pieces of some 64 KiB, each with bytes of its own, so that it can move between threads. */
export async function* inPieces(content: FileReply['content']): AsyncGenerator<Uint8Array> {
  let waiting: Buffer[] = []
  let length = 0
  for await (const part of typeof content === 'string' || content instanceof Uint8Array ? [content] : content) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : Buffer.from(part.buffer, part.byteOffset, part.length)
    for (let from = 0; from < bytes.length; from += size) {
      const some = bytes.subarray(from, from + size)
      waiting.push(some)
      length += some.length
      if (length < size) continue
      yield joined(waiting, length)
      waiting = []
      length = 0
    }
  }
  if (length > 0) yield joined(waiting, length)
}

function joined(parts: readonly Buffer[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
