/**
 * Codes that people read on paper and type on a telephone: Crockford's Base32, which issues no I, L, O and U, and reads
 * a look-alike letter as the digit. 5 bits per character: 40 bits for a student, 30 for an exam.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const accessLength = 8
const joinLength = 6

/** The access code of a student for the whole course, from eight random bytes. Stored hashed; shown once. */
export const accessCodeFrom = (randomBytes: Uint8Array): string => codeFrom(randomBytes, accessLength)

/** The join code of an exam, from six random bytes. Not a secret: it only identifies the exam. */
export const joinCodeFrom = (randomBytes: Uint8Array): string => codeFrom(randomBytes, joinLength)

/** The printed form, split in the middle: `ABCD-EFGH`, `ABC-DEF`. */
export function showCode(code: string): string {
  const half = code.length / 2
  return `${code.slice(0, half)}-${code.slice(half)}`
}

/** A typed code in its issued form; null when it cannot be such a code. */
export const readAccessCode = (typed: string): string | null => readCode(typed, accessLength)
export const readJoinCode = (typed: string): string | null => readCode(typed, joinLength)

/** The alphabet has 32 characters and 256 is a multiple of 32, so five bits of each byte are uniform. */
function codeFrom(randomBytes: Uint8Array, length: number): string {
  if (randomBytes.length < length) throw new RangeError(`a code of ${length} characters needs ${length} random bytes`)
  return Array.from(randomBytes.subarray(0, length), (byte) => alphabet.charAt(byte & 31)).join('')
}

function readCode(typed: string, length: number): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}._]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/U/g, 'V')
  return code.length === length && [...code].every((character) => alphabet.includes(character)) ? code : null
}
