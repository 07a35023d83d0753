import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const fileName = 'query-compiler.wasm'
const ofCompiler = /query_compiler_\w+\.postgresql\.wasm-base64\.m?js$/

/**
 * A plugin that leaves the query compiler of Prisma in a file of its own. Prisma has it as base64 in a module, which the
 * server would keep in memory for as long as it runs, with the bytes it decodes. The generated client calls
 * `Buffer.from(wasm, 'base64')`, which takes the value of an object: the file is read then, and nobody keeps its bytes.
 */
export function queryCompilerInFile(): Plugin {
  let bytes: Buffer | undefined
  return {
    name: 'query-compiler-in-file',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!ofCompiler.test(id)) return undefined
      const base64 = /["'`]([\w+/]{1000,}={0,2})["'`]/.exec(code)?.[1]
      if (!base64) throw new Error(`no query compiler in ${id}`)
      bytes = Buffer.from(base64, 'base64')
      const read = `readFileSync(new URL('./${fileName}', import.meta.url))`
      return {
        code: `import { readFileSync } from 'node:fs'\nexport const wasm = { valueOf: () => ${read} }\n`,
        map: null,
      }
    },
    writeBundle({ dir = '' }, bundle) {
      // Beside the file that reads it.
      for (const output of Object.values(bundle))
        if (bytes && output.type === 'chunk' && output.moduleIds.some((id) => ofCompiler.test(id)))
          writeFileSync(join(dir, dirname(output.fileName), fileName), bytes)
    },
  }
}
