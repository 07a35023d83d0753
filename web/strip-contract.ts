import { type Plugin, runnerImport } from 'vite'
import type { Endpoint } from '#contract/endpoint.ts'

/**
 * Replaces endpoints of the contract by their method and path in the built site. Pages use nothing else, since the
 * server parses requests and replies; without zod and the schemas, a student downloads 35 kB less. Contract files that
 * also export functions are left unchanged, with without-zod.ts in place of zod: from a stripped file they may import
 * constants but no schema, which is null there (test/contract.test.ts).
 */
export function stripContract(): Plugin {
  return {
    name: 'strip-contract',
    enforce: 'pre',
    apply: 'build',
    load: {
      filter: { id: /\/contract\/(?:[\w-]+\/)?[\w-]+\.ts$/ },
      async handler(id) {
        const { module } = await runnerImport<Record<string, unknown>>(id)
        const exported = Object.entries(module)
        if (exported.some(([, value]) => typeof value === 'function')) return null
        return exported.map(([name, value]) => `export const ${name} = ${JSON.stringify(wordsOf(value))}`).join('\n')
      },
    },
  }
}

function wordsOf(value: unknown): unknown {
  if (isEndpoint(value)) return { method: value.method, path: value.path }
  return isSchema(value) ? null : value
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value
}

function isSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '_zod' in value
}
