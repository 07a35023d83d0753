import { guessedEncodings, type readEncodings } from '#contract/students/roster-import.ts'

export type TextEncoding = (typeof readEncodings)[number]

/**
 * Decodes a file of unknown encoding: by its byte-order mark, else UTF-16 by its zero bytes, else UTF-8 when it is
 * valid, else the one of `guessedEncodings` that gives the most plausible accents, Windows-1252 (Excel's) in a tie. The
 * last is a guess, which is reported to the user. `chosen` is an encoding chosen by the user. The caller must refuse a
 * text that contains U+0000.
 */
export function decodeText(bytes: Uint8Array, chosen?: TextEncoding): { text: string; encoding: TextEncoding } {
  const encoding = chosen ?? encodingOf(bytes)
  return { text: read(bytes, encoding), encoding }
}

const read = (bytes: Uint8Array, encoding: TextEncoding) =>
  encoding === 'windows-1252' ? fromWindows(bytes) : new TextDecoder(encoding).decode(bytes)

/** Node 20.20 decodes Windows-1252 as Latin-1: the bytes 0x80 to 0x9F, among them ’ œ and €, come out wrong. */
export function fromWindows(bytes: Uint8Array): string {
  const latin = Buffer.from(bytes).toString('latin1')
  return latin.replace(/[\u0080-\u009f]/g, (sign) => windows.charAt(sign.charCodeAt(0) - 0x80))
}

const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f' + '\u0090‘’“”•–—˜™š›œ\u009džŸ'

function encodingOf(bytes: Uint8Array): TextEncoding {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return withoutMark(bytes) ?? (isUtf8(bytes) ? 'utf-8' : guess(bytes))
}

/** The encoding whose accents are western European letters in the middle of words, not symbols; the first in a tie. */
function guess(bytes: Uint8Array): TextEncoding {
  const start = bytes.subarray(0, 100_000)
  const scored = guessedEncodings.map((encoding) => ({ encoding, score: likelihood(read(start, encoding)) }))
  return scored.reduce((best, other) => (other.score > best.score ? other : best)).encoding
}

function likelihood(text: string): number {
  const count = (shape: RegExp) => text.match(shape)?.length ?? 0
  const letters = count(/[àâäãåæçéèêëíìîïñóòôöõøœúùûüÿß]|(?<!\p{Ll})[ÀÂÄÅÆÇÉÈÊËÎÏÑÔÖØŒÙÛÜ]|(?<=\p{L})’(?=\p{L})/gu)
  // A symbol inside a word, a capital after a small letter, a character that texts do not contain.
  const faults = count(
    /\p{L}[^\p{L}\p{M}\p{N}\s!-~’‘–—]|[^\p{L}\p{M}\p{N}\s!-~’‘“”«»–—€°§]\p{L}|\p{Ll}(?![A-Z])\p{Lu}|[\u0080-\u009f]/gu,
  )
  return letters - 2 * faults
}

/** Names and separators are mostly below U+0100, so in UTF-16 every other byte is zero. */
function withoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const start = bytes.subarray(0, 2_000)
  const zeros = [0, 0]
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const most = start.length / 4
  if (odd > most && even < odd / 4) return 'utf-16le'
  if (even > most && odd < even / 4) return 'utf-16be'
  return null
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
