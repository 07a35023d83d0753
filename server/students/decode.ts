import { Refusal } from '#core/refusal.ts'
import { decodeText, type TextEncoding } from '#server/platform/decode-text.ts'

/** The text of a class list; a workbook or another binary file is refused with its reason. */
export function decode(bytes: Uint8Array, chosen?: TextEncoding): { text: string; encoding: TextEncoding } {
  refuseSpreadsheet(bytes)
  const decoded = decodeText(bytes, chosen)
  if (decoded.text.includes('\0')) throw new Refusal('unreadable_file', { reason: 'binary' })
  return decoded
}

/** Refuses an Excel or LibreOffice workbook. */
function refuseSpreadsheet(bytes: Uint8Array) {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  if (start === '504b0304' || start === 'd0cf11e0') throw new Refusal('unreadable_file', { reason: 'spreadsheet' })
}
