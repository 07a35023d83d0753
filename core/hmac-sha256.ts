/**
 * HMAC-SHA-256 of two texts, in hexadecimal (FIPS 180-4, RFC 2104). Browsers have their own, but only over HTTPS; an exam
 * over plain HTTP in a classroom signs its copy file all the same. Servers use their own: a test compares both.
 */
const block = 64

export function hmacSha256(key: string, text: string): string {
  const bytes = new TextEncoder().encode(key)
  const padded = new Uint8Array(block)
  padded.set(bytes.length > block ? sha256(bytes) : bytes)
  const xored = (mask: number) => padded.map((byte) => byte ^ mask)
  const inner = sha256(joined(xored(0x36), new TextEncoder().encode(text)))
  return Array.from(sha256(joined(xored(0x5c), inner)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** The first 32 bits of the fractional parts of the roots of the first primes. */
const fraction = (root: number) => ((root % 1) * 2 ** 32) >>> 0
const primes = Array.from({ length: 310 }, (_, i) => i + 2).filter((n) => {
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false
  return true
})
const rounds = primes.map((prime) => fraction(Math.cbrt(prime)))
const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

function sha256(message: Uint8Array): Uint8Array {
  const length = Math.ceil((message.length + 9) / block) * block
  const view = new DataView(new ArrayBuffer(length))
  message.forEach((byte, i) => {
    view.setUint8(i, byte)
  })
  view.setUint8(message.length, 0x80)
  view.setUint32(length - 8, Math.floor(message.length / 2 ** 29))
  view.setUint32(length - 4, message.length * 8)
  const hash = Uint32Array.from(start)
  for (let at = 0; at < length; at += block) digestBlock(hash, (word) => view.getUint32(at + word * 4))
  const digest = new DataView(new ArrayBuffer(32))
  hash.forEach((word, i) => {
    digest.setUint32(i * 4, word)
  })
  return new Uint8Array(digest.buffer)
}

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function digestBlock(hash: Uint32Array, wordAt: (word: number) => number): void {
  const w = new Uint32Array(block)
  const at = (i: number) => w[i] as number
  for (let i = 0; i < block; i += 1) {
    if (i < 16) w[i] = wordAt(i)
    else {
      const s0 = turned(at(i - 15), 7) ^ turned(at(i - 15), 18) ^ (at(i - 15) >>> 3)
      const s1 = turned(at(i - 2), 17) ^ turned(at(i - 2), 19) ^ (at(i - 2) >>> 10)
      w[i] = at(i - 16) + s0 + at(i - 7) + s1
    }
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < block; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (rounds[i] as number) + at(i)) | 0
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, i) => {
    hash[i] = (hash[i] as number) + word
  })
}
