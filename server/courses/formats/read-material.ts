import { decodeText } from '#server/platform/decode-text.ts'
import { containerOf, formatOfPackage } from './detect.ts'
import { Faulty, openPackage } from './package-files.ts'
import { readDocx } from './read-docx.ts'
import { readHtml } from './read-html.ts'
import { readMarkdown } from './read-markdown.ts'
import { markdownIn, readMarkdownZip } from './read-markdown-zip.ts'
import { readOdp } from './read-odp.ts'
import { readOdt } from './read-odt.ts'
import { readPdf } from './read-pdf.ts'
import { readPptx } from './read-pptx.ts'
import { faulty, type MaterialRead, nameWithoutEnding } from './reading.ts'

/** In bytes: a deck of some hundred slides with its pictures. */
export const largestMaterial = 64 * 1024 * 1024

type ReadMaterialInput = { name: string; bytes: Uint8Array }

/**
 * Any deck or document of a course → its parts, its pictures, and what was left out; or why it gives nothing. The
 * content decides, whatever the name says. Runs in a worker thread.
 */
export async function readMaterial({ name, bytes }: ReadMaterialInput): Promise<MaterialRead> {
  if (bytes.length > largestMaterial) return faulty('too_large', String(largestMaterial))
  const container = containerOf(bytes)
  if (typeof container !== 'string') return container
  try {
    return await readContainer(container, { name: nameWithoutEnding(name), bytes })
  } catch (error) {
    if (error instanceof Faulty) return { fault: error.fault }
    throw error
  }
}

async function readContainer(
  container: 'zip' | 'pdf' | 'text' | 'html',
  { name, bytes }: ReadMaterialInput,
): Promise<MaterialRead> {
  switch (container) {
    case 'zip':
      return readPackage({ name, bytes })
    case 'pdf':
      return readPdf(bytes, name)
    case 'html':
      return readHtml(decodeText(bytes).text, name)
    case 'text':
      return readMarkdown(decodeText(bytes), name)
  }
}

async function readPackage({ name, bytes }: ReadMaterialInput): Promise<MaterialRead> {
  const files = await openPackage(bytes)
  if ('fault' in files) return files
  const format = formatOfPackage(files)
  switch (format) {
    case 'pptx':
      return readPptx(files, name)
    case 'docx':
      return readDocx(files, name)
    case 'odp':
      return readOdp(files, name)
    case 'odt':
      return readOdt(files, name)
    default:
      return markdownIn(files).length > 0 && format.fault.code === 'not_a_deck' ? readMarkdownZip(files, name) : format
  }
}
