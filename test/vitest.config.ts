import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { splitText } from '#web/text/split.ts'

const root = join(import.meta.dirname, '..')
const withDatabase = { globalSetup: [join(root, 'test/setup/template-database.ts')] }
const always = { root, setupFiles: [join(root, 'test/setup/console.ts')], pool: 'forks' as const }

/** The longest files of a layer first, because one that begins last ends alone, beside an idle core. */
const longest =
  /e2e\/(layout|accessibility)\.test|server\/(rights|large-bank|archive|heavy-files|backup|key-guessing|exams-drawing|demo|first-trainer)\.test/
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

// Cheapest first; test/run.ts runs them in this order. Vitest reads the default export of this file.
export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // What a mark rests on is cheap to try whole: `npm test -- core` asks every branch of it (test/run.ts).
    coverage: {
      provider: 'v8',
      include: ['scoring/*', 'statistics/*', 'points', 'rational', 'grading/marking', 'grading/correction'].map(
        (name) => `core/${name}.ts`,
      ),
      reporter: [['text', { skipFull: true }]],
      thresholds: { 100: true, perFile: true },
    },
    projects: [
      {
        test: {
          ...always,
          name: 'core',
          // One load of the modules serves all files of a worker.
          isolate: false,
          include: ['test/*.test.ts', ...['core', 'formats', 'deploy'].map((name) => `test/${name}/**/*.test.ts`)],
          // Properties are tried on many examples, and counted branch by branch, on a busy machine too.
          testTimeout: 30_000,
        },
      },
      {
        plugins: [splitText()],
        test: {
          ...always,
          ...withDatabase,
          name: 'web',
          setupFiles: [
            ...always.setupFiles,
            ...['plain-text', 'element-errors'].map((name) => join(root, `test/setup/${name}.ts`)),
          ],
          // One load of the modules serves all files of a worker; each test leaves its page as it found it.
          isolate: false,
          include: ['test/web/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          // The computers of the school; elsewhere every hour says whose it is.
          env: { TZ: 'Europe/Paris' },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...always,
          ...withDatabase,
          name: 'server',
          // Every file has its own database and application.
          isolate: false,
          include: ['test/server/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...always,
          ...withDatabase,
          name: 'platform',
          include: ['test/platform/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...always,
          ...withDatabase,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          // Real servers and databases are killed and started again: one room at a time.
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          ...always,
          ...withDatabase,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // Two browsers at a time, because most files wait for a network that is cut more than they compute.
          maxConcurrency: 2,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          ...always,
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          // One engine, and the same ports for all.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
