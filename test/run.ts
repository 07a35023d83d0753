import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildClient } from '#server/build.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { findBrowser } from './setup/browser.ts'
import startDatabase from './setup/template-database.ts'
import { type Count, runCommand, runVitest, runWork } from './steps.ts'

// npm test: everything, cheapest first; every step runs even when one before it failed.
// npm test -- core server: only these. npm test -- server attempts: only the files of that layer that match.

type Step = { name: string; run: (filters: string[]) => Promise<Count> }

const command = (name: string, file: string, ...args: string[]): Step => ({
  name,
  run: () => runCommand([join(projectRoot, file), ...args]),
})
const vitest = (name: string, ...options: string[]): Step => ({
  name,
  run: (filters) => runVitest(['--project', name, ...options, ...filters]),
})

// The rules a mark rests on are asked branch by branch; the rest of the layer would only be slowed down by the counting.
const core: Step = {
  name: 'core',
  run: async (filters) => {
    if (filters.length > 0) return runVitest(['--project', 'core', ...filters])
    const rules = await runVitest(['--project', 'core', '--coverage.enabled', 'test/core/'])
    const others = await runVitest(['--project', 'core', '--exclude', 'test/core/**'])
    return {
      passed: rules.passed + others.passed,
      failed: rules.failed + others.failed,
      failures: [...(rules.failures ?? []), ...(others.failures ?? [])],
    }
  },
}

const steps: Step[] = [
  { name: 'client', run: () => runWork(buildClient) },
  command('format', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'),
  command('lint', 'node_modules/oxlint/bin/oxlint', '--type-aware'),
  command('types', 'node_modules/typescript/bin/tsc', '--noEmit'),
  core,
  // From here on there is a throw-away database server, the same for all.
  { name: 'database', run: () => runWork(openDatabase) },
  vitest('web'),
  vitest('server'),
  command('build', 'node_modules/tsx/dist/cli.mjs', 'server/build-command.ts'),
  ...(existsSync(join(projectRoot, 'web/weight.ts'))
    ? [command('weight', 'node_modules/tsx/dist/cli.mjs', 'web/weight.ts')]
    : []),
  vitest('platform'),
  { name: 'browser', run: () => runWork(async () => void findBrowser()) },
  vitest('e2e'),
  vitest('faults'),
]

const needs: Record<string, string[]> = {
  core: ['client'],
  types: ['client'],
  lint: ['client'],
  web: ['client', 'database'],
  server: ['client', 'database'],
  build: ['client'],
  weight: ['client', 'build'],
  platform: ['client', 'database', 'build'],
  e2e: ['client', 'database', 'build', 'browser'],
  faults: ['client', 'database', 'build'],
}

let closeDatabase: (() => Promise<void>) | undefined
async function openDatabase() {
  closeDatabase = await startDatabase()
}

async function main(args: string[]) {
  const names = steps.map(({ name }) => name)
  const asked = args.filter((arg) => names.includes(arg))
  const filters = args.filter((arg) => !names.includes(arg) && arg !== '--only')
  const wanted = new Set(asked.flatMap((name) => [name, ...(needs[name] ?? [])]))
  const chosen = asked.length > 0 ? steps.filter(({ name }) => wanted.has(name)) : steps

  const total = { passed: 0, failed: 0 }
  const lines: string[] = []
  const failures: string[] = []
  for (const step of chosen) {
    console.log(`\n── ${step.name}`)
    const began = Date.now()
    const count = await step.run(filters)
    total.passed += count.passed
    total.failed += count.failed
    failures.push(...(count.failures ?? []))
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    const line = `${count.failed > 0 ? '✗' : '✓'} ${step.name.padEnd(10)} ${seconds.padStart(6)} s   ${count.passed} passed, ${count.failed} failed`
    lines.push(line)
    console.log(`── ${line}`)
  }
  await closeDatabase?.()

  // Last, because a build machine may keep only the end of what is printed.
  for (const failure of failures) console.log(`\n✗ ${failure}`)
  console.log(`\n${lines.join('\n')}\n`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed > 0 ? 1 : 0)
}

await main(process.argv.slice(2))
