/**
 * Codes that people read on paper and type on a telephone: Crockford's Base32, which issues no I, L, O and U, and reads
 * what looks like a digit as that digit. 5 bits a character: 40 bits for a student, 30 for an exam.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const accessLength = 8
const joinLength = 6

/** A student's own code for the whole course, from eight random bytes. Kept hashed; shown once. */
export const accessCodeFrom = (randomBytes: Uint8Array): string => codeFrom(randomBytes, accessLength)

/** The code of an exam, told to the room, from six random bytes. Not a secret: it only says which exam. */
export const joinCodeFrom = (randomBytes: Uint8Array): string => codeFrom(randomBytes, joinLength)

/** As it is printed, cut in the middle: `ABCD-EFGH`, `ABC-DEF`. */
export function showCode(code: string): string {
  const half = code.length / 2
  return `${code.slice(0, half)}-${code.slice(half)}`
}

/** What somebody typed, as it was issued; null when it cannot be such a code. */
export const readAccessCode = (typed: string): string | null => readCode(typed, accessLength)
export const readJoinCode = (typed: string): string | null => readCode(typed, joinLength)

/** The alphabet has 32 characters and 256 is eight times that: five bits of each byte favour none of them. */
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
