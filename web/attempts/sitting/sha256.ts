/**
 * SHA-256 (FIPS 180-4) and HMAC (RFC 2104). Browsers provide both only over HTTPS, and an exam over plain HTTP in a
 * classroom must sign its copy file too. See docs/decisions/0036-forty-lines-sign-a-copy.md.
 */
const blockBytes = 64
const primes = firstPrimes(64)
/** The first 32 bits of the fractional parts of a root of each prime (4.2.2 and 5.3.3). */
const bitsOf = (root: number) => ((root % 1) * 2 ** 32) | 0
const roundWords = primes.map((prime) => bitsOf(Math.cbrt(prime)))
const firstState = primes.slice(0, 8).map((prime) => bitsOf(Math.sqrt(prime)))

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(blockBytes)
  padded.set(key.length > blockBytes ? sha256Digest(key) : key)
  const under = (mask: number, text: Uint8Array) =>
    sha256Digest(
      joined(
        padded.map((byte) => byte ^ mask),
        text,
      ),
    )
  return under(0x5c, under(0x36, message))
}

export function sha256Digest(message: Uint8Array): Uint8Array {
  // A one, zeros up to eight bytes before the end of a block, then the length in bits (5.1.1).
  const tail = new Uint8Array(blockBytes - ((message.length + 8) % blockBytes) + 8)
  tail[0] = 0x80
  const bits = new DataView(tail.buffer)
  bits.setUint32(tail.length - 8, (message.length * 8) / 2 ** 32)
  bits.setUint32(tail.length - 4, message.length * 8)
  const blocks = new DataView(joined(message, tail).buffer)
  const state = Int32Array.from(firstState)
  for (let at = 0; at < blocks.byteLength; at += blockBytes) digestBlock(state, blocks, at)
  const digest = new DataView(new ArrayBuffer(32))
  for (const [i, word] of state.entries()) digest.setInt32(i * 4, word)
  return new Uint8Array(digest.buffer)
}

/** 6.2.2, with the names of the standard. */
function digestBlock(state: Int32Array, blocks: DataView, at: number): void {
  const w = new Int32Array(64)
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t += 1) {
    if (t < 16) w[t] = blocks.getInt32(at + t * 4)
    else {
      const [old = 0, new2 = 0] = [w[t - 15], w[t - 2]]
      const sigma0 = rotated(old, 7) ^ rotated(old, 18) ^ (old >>> 3)
      const sigma1 = rotated(new2, 17) ^ rotated(new2, 19) ^ (new2 >>> 10)
      w[t] = (w[t - 16] ?? 0) + sigma0 + (w[t - 7] ?? 0) + sigma1
    }
    const sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const t1 = h + sum1 + ((e & f) ^ (~e & g)) + (roundWords[t] ?? 0) + (w[t] ?? 0)
    const sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    const t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c))
    ;[a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g]
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] ?? 0) + word
}

const rotated = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}
