import { Refusal } from '#core/refusal.ts'

/** Shorter, a copy costs less than a look. */
const worthDecoding = 64 * 1024

/** A large body, read in a thread: what Fastify reads of a small one, with its files as bytes. */
export function readJson({ bytes }: { bytes: Uint8Array }): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  try {
    return JSON.parse(text, (name, value: unknown) => {
      // As the parser of small bodies: a name that would reach the prototype of what reads it.
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
  // Of its own, so that it leaves without a copy.
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(value, 'base64'))
  return bytes.subarray(0, bytes.write(value, 'base64'))
}
