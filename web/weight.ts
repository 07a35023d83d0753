import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { examChunk, examPages } from './vite-chunks.ts'

/**
 * Measures what a student downloads before and during an exam, in gzipped JavaScript: the entry, its imports, every
 * page a student may open and the sentences of one language. `npx tsx web/weight.ts [dist/web]` fails above the limit.
 */
const limitKb = 150
const web = fileURLToPath(new URL('.', import.meta.url))

type Chunk = { file: string; name?: string; src?: string; imports?: string[] }
type Manifest = Record<string, Chunk>

const dist = process.argv[2] ?? join(web, '../dist/web')
const manifest = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest
const together = Object.keys(manifest).find((key) => manifest[key]?.name === examChunk) ?? examChunk
const roots = [
  'index.html',
  ...studentPages(await readFile(join(web, 'routes.tsx'), 'utf8')).map((page) =>
    examPages.includes(page) && manifest[page] === undefined ? together : page,
  ),
  'text/fr?part=student',
  ...['help', 'accessibility', 'privacy', 'check'].map((name) => `text/pages/${name}.fr.json`),
]
const missing = roots.filter((root) => manifest[root] === undefined)
if (missing.length > 0) throw new Error(`not in the manifest, rebuild first: ${missing.join(', ')}`)

let total = 0
for (const file of filesOf(manifest, roots)) {
  const bytes = gzipSync(await readFile(join(dist, file)), { level: 9 }).length
  total += bytes
  console.log(`${kb(bytes).padStart(7)} kB  ${file}`)
}
console.log(`${kb(total).padStart(7)} kB  student JavaScript, gzipped (limit ${limitKb})`)
if (total > limitKb * 1024) process.exitCode = 1

/**
 * The pages of routes.tsx open to students, one per line as that file requires. Left out: the sign-in pages of staff,
 * for which students have no use, and the page of a project, opened neither before nor during an exam.
 */
function studentPages(routes: string): string[] {
  const lines = routes.matchAll(/who: '(?:anyone|student)'[^\n]*?import\('\.\/([^']+)'\)/g)
  const paths = [...lines].flatMap(([, path]) => (path === undefined ? [] : [path]))
  return paths.filter((path) => !/^(?:auth|projects)\//.test(path))
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
