import type { Plugin, Rolldown } from 'vite'
import { examPages } from './vite-chunks.ts'

/** The files of a running exam in the platform's default language; the page sends the others to the worker. */
const roots = ['index.html', ...examPages, 'text/fr?part=student']
export const workerFile = 'service-worker.js'

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/**
 * Writes into the worker the list of files it stores and the name of this build, so that each build has a new worker.
 */
export function offlineShell(): Plugin {
  return {
    name: 'offline-shell',
    apply: 'build',
    // Runs after Vite has removed the chunks that held only styles.
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === 'chunk')
      const worker = chunks.find(({ fileName }) => fileName === workerFile)
      if (!worker) return
      if (worker.imports.length > 0) this.error(`${workerFile} must stand alone, it imports ${worker.imports.join()}`)
      const files = [...filesOf(chunks)].sort().map((file) => `/${file}`)
      const build = await nameOf(files)
      worker.code = worker.code.replaceAll('__SHELL__', JSON.stringify({ build, files }))
    },
  }
}

function filesOf(chunks: readonly Chunk[]): Set<string> {
  const files = new Set<string>()
  const visit = (chunk: Chunk | undefined) => {
    if (!chunk || files.has(chunk.fileName)) return
    files.add(chunk.fileName)
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style)
    for (const file of chunk.imports) visit(chunks.find(({ fileName }) => fileName === file))
  }
  for (const root of roots) {
    const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/web/${root}`)))
    if (!chunk) throw new Error(`no chunk for ${root}: the worker would keep half an exam`)
    visit(chunk)
  }
  return files
}

/** File names contain their hashes, so the same list means the same build. */
async function nameOf(files: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(files.join()))
  return Buffer.from(digest).toString('hex').slice(0, 12)
}
