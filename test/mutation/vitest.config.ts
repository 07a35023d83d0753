import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// The tests of what a mark and a figure rest on, alone: each mutant is tried against them.
const root = join(import.meta.dirname, '../..')
const files = ['scoring*', 'points', 'rational', 'statistics*', 'response-table', 'marking', 'correction']
export default defineConfig({
  root,
  test: { root, pool: 'threads', include: files.map((file) => `test/core/${file}.test.ts`) },
})
