import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { examChunk, examPages, pagesFor } from './vite-chunks.ts'

/**
 * Measures what a student downloads, in gzipped JavaScript: the entry, its imports, the pages a student may open and the
 * sentences of one language. `npx tsx web/weight.ts [dist/web]` fails above one of two limits: what is opened before and
 * during an exam, on the network of a full room, and all of it with the pages opened after (review, statement, practice).
 */
const limitKb = 150
const limitWithAfterKb = 166
const web = fileURLToPath(new URL('.', import.meta.url))

type Chunk = { file: string; name?: string; src?: string; imports?: string[] }
type Manifest = Record<string, Chunk>

const dist = process.argv[2] ?? join(web, '../dist/web')
const manifest = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest
const together = Object.keys(manifest).find((key) => manifest[key]?.name === examChunk) ?? examChunk
// Left out: the sign-in pages of staff and their arrival from a learning platform, for which students have no use, the page
// of a refused launch, that of the locked browser, which only exams that ask for it open, and the page of a project.
const pages = [...new Set(pagesFor('anyone|student'))].filter(
  (page) => !/^(?:auth|lms|projects|attempts\/locked-browser)\//.test(page),
)
const isAfter = (page: string) => /^(?:attempts\/review|assessment)\//.test(page)
const roots = [
  'index.html',
  ...pages
    .filter((page) => !isAfter(page))
    .map((page) => (examPages.includes(page) && manifest[page] === undefined ? together : page)),
  'text/fr?part=student',
  ...['help', 'accessibility', 'privacy', 'check'].map((name) => `text/pages/${name}.fr.json`),
]
const after = [...pages.filter(isAfter), 'text/fr?part=review']
const missing = [...roots, ...after].filter((root) => manifest[root] === undefined)
if (missing.length > 0) throw new Error(`not in the manifest, rebuild first: ${missing.join(', ')}`)

const needed = filesOf(manifest, roots)
const total = await weigh(needed)
console.log(`${kb(total).padStart(7)} kB  student JavaScript, gzipped (limit ${limitKb})`)
const withAfter = total + (await weigh(new Set([...filesOf(manifest, after)].filter((file) => !needed.has(file)))))
console.log(`${kb(withAfter).padStart(7)} kB  with the pages opened after an exam (limit ${limitWithAfterKb})`)
if (total > limitKb * 1024 || withAfter > limitWithAfterKb * 1024) process.exitCode = 1

async function weigh(files: ReadonlySet<string>): Promise<number> {
  let sum = 0
  for (const file of files) {
    const bytes = gzipSync(await readFile(join(dist, file)), { level: 9 }).length
    sum += bytes
    console.log(`${kb(bytes).padStart(7)} kB  ${file}`)
  }
  return sum
}

/** The chunks of these roots and their imports, each once. */
function filesOf(chunks: Manifest, keys: readonly string[]): Set<string> {
  const files = new Set<string>()
  const visit = (key: string) => {
    const chunk = chunks[key]
    if (chunk === undefined || files.has(chunk.file)) return
    if (chunk.file.endsWith('.js')) files.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const key of keys) visit(key)
  return files
}

function kb(bytes: number): string {
  return (bytes / 1024).toFixed(1)
}
