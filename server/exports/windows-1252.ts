import { fromWindows } from '#server/platform/decode-text.ts'

const codes = new Map(Array.from({ length: 256 }, (_, code) => [fromWindows(Uint8Array.of(code)), code]))
const question = '?'.charCodeAt(0)

/** For older programs; characters without a byte in this encoding become a question mark. */
export function toWindows1252(text: string): Buffer {
  return Buffer.from(Array.from(text, (letter) => codes.get(letter) ?? question))
}

/** The characters that would be lost, each once. */
export const lostInWindows1252 = (text: string): string[] => [...new Set(text)].filter((letter) => !codes.has(letter))
