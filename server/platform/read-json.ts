import { Refusal } from '#core/refusal.ts'

/** For shorter texts, copying is cheaper than decoding in place. */
const worthDecoding = 64 * 1024

/** Parses a large body in a worker thread: the same result as Fastify's parser, with files as bytes. */
export function readJson({ bytes }: { bytes: Uint8Array }): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  try {
    return JSON.parse(text, (name, value: unknown) => {
      // Refused as by Fastify's parser: this name would change a prototype.
      if (name === '__proto__') throw new Refusal('invalid_request')
      return name === 'base64' ? decoded(value) : value
    })
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('invalid_request')
    throw error
  }
}

function decoded(value: unknown): unknown {
  if (typeof value !== 'string' || value.length < worthDecoding || !/^[\w+/]*={0,2}$/.test(value)) return value
  // In a buffer of its own, so that it can be transferred without a copy.
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(value, 'base64'))
  return bytes.subarray(0, bytes.write(value, 'base64'))
}
