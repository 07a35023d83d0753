import { type Plugin, runnerImport } from 'vite'
import type { Endpoint } from '#contract/endpoint.ts'

/**
 * What a page needs of an endpoint is its method and its path; its schemas are for the server, which parses what comes in
 * and what goes out. So the built site carries two words per endpoint instead of zod and every shape: 35 kB less for a
 * student. Files of the contract that also export functions are left as they are, with without-zod.ts for zod: of a file
 * that was stripped they may take words, but no schema, which is null there (test/contract.test.ts).
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
