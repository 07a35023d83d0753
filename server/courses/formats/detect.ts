import type { MaterialFault, MaterialFormat } from '#core/courses/material.ts'
import { decodeText } from '#server/platform/decode-text.ts'
import type { PackageFiles } from './package-files.ts'
import { faulty } from './reading.ts'

/** What the bytes are, whatever the name says. */
export type Container = 'zip' | 'pdf' | 'text' | 'html' | { fault: MaterialFault }

export function containerOf(bytes: Uint8Array): Container {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4_096))
  const opens = (signature: string, at = 0) => start.toString('latin1', at, at + signature.length) === signature
  if (bytes.length === 0) return faulty('empty')
  if (opens('PK')) return 'zip'
  if (opens('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return oldOffice(bytes)
  // Some printers put a line of their own before it; the specification allows 1,024 bytes.
  if (start.toString('latin1', 0, 1_024).includes('%PDF-')) return 'pdf'
  if (opens('{\\rtf')) return faulty('other_format', 'RTF')
  for (const [signature, format] of otherSignatures) if (opens(signature)) return faulty('other_format', format)
  const { text } = decodeText(bytes.subarray(0, 65_536))
  if (isBinary(text)) return faulty('other_format', 'unknown')
  if (text.trim() === '') return decodeText(bytes).text.trim() === '' ? faulty('empty') : 'text'
  return isHtml(text) ? 'html' : 'text'
}

/** A text has tabs and ends of lines, hardly any other control character. */
const isBinary = (text: string) =>
  text.includes('\0') || (text.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0) > text.length / 50

const otherSignatures = [
  ['\x89PNG', 'PNG'],
  ['\xff\xd8\xff', 'JPEG'],
  ['GIF8', 'GIF'],
  ['%!PS', 'PostScript'],
  ['\x1f\x8b', 'gzip'],
  ['7z\xbc\xaf', '7z'],
  ['Rar!', 'RAR'],
] as const

/** A whole page of HTML; Markdown may begin with a tag too. */
const isHtml = (text: string) =>
  /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/i.test(text)

/** An OLE container: an encrypted file of a current Office, or a file of Office 97–2003 (MS-CFB, directory names in UTF-16). */
function oldOffice(bytes: Uint8Array): { fault: MaterialFault } {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const holds = (name: string) => data.includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage') || holds('EncryptionInfo')) return faulty('encrypted')
  if (holds('PowerPoint Document')) return faulty('old_office', 'PPTX')
  if (holds('WordDocument')) return faulty('old_office', 'DOCX')
  return faulty('other_format', holds('Workbook') ? 'XLS' : 'unknown')
}

type PackageFormat = Extract<MaterialFormat, 'pptx' | 'docx' | 'odp' | 'odt'>

/** The format of a package, by what its own list of files says. */
export function formatOfPackage({ read, packed }: PackageFiles): PackageFormat | { fault: MaterialFault } {
  const mimetype = Buffer.from(read.get('mimetype') ?? [])
    .toString('latin1')
    .trim()
  const odf = /^application\/vnd\.oasis\.opendocument\.([\w-]+)/.exec(mimetype)?.[1]
  if (odf !== undefined) {
    if (/manifest:encryption-data/.test(decodeText(read.get('META-INF/manifest.xml') ?? new Uint8Array()).text))
      return faulty('encrypted')
    if (odf.startsWith('presentation')) return 'odp'
    if (odf.startsWith('text')) return 'odt'
    return faulty('other_format', odf)
  }
  const types = decodeText(read.get('[Content_Types].xml') ?? new Uint8Array()).text
  if (/presentationml\.(?:presentation|slideshow|template)\.main|presentation\.macroEnabled\.main/.test(types))
    return 'pptx'
  if (/wordprocessingml\.(?:document|template)\.main|word\.document\.macroEnabled/.test(types)) return 'docx'
  if (/spreadsheetml|excel/.test(types)) return faulty('other_format', 'XLSX')
  const paths = [...read.keys(), ...packed.keys()]
  if (paths.some((path) => path.endsWith('.iwa'))) return faulty('other_format', 'Keynote')
  if (paths.some((path) => /\.epub$/i.test(path)) || mimetype === 'application/epub+zip')
    return faulty('other_format', 'EPUB')
  if (read.has('ppt/presentation.xml')) return 'pptx'
  if (read.has('word/document.xml')) return 'docx'
  return faulty('not_a_deck', paths.slice(0, 3).join(', '))
}
