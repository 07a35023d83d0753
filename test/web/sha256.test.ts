import { createHash, createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { hmacSha256, sha256Digest } from '#web/attempts/sitting/sha256.ts'
import { signCopy } from '#web/attempts/sitting/sign-copy.ts'

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 151 + length * 7) & 0xff)
const hex = (digest: Uint8Array) => Buffer.from(digest).toString('hex')

it('is SHA-256, at every length around its blocks and of a whole copy', () => {
  expect(hex(sha256Digest(new TextEncoder().encode('abc')))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
  for (const length of [...Array.from({ length: 260 }, (_, i) => i), 70_001])
    expect(hex(sha256Digest(bytes(length)))).toBe(createHash('sha256').update(bytes(length)).digest('hex'))
})

it('is its HMAC, with keys shorter and longer than a block', () => {
  for (const key of [0, 1, 32, 63, 64, 65, 200]) {
    const theirs = createHmac('sha256', bytes(key)).update(bytes(300)).digest('hex')
    expect(hex(hmacSha256(bytes(key), bytes(300)))).toBe(theirs)
  }
})

it('signs the text of a copy as the server reads it, accents and all', () => {
  const text = '{"examTitle":"Éval’ 🐳"}'
  expect(signCopy('clé', text)).toBe(createHmac('sha256', 'clé').update(text).digest('hex'))
})
