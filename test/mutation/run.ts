import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'

// npm run mutation: breaks the rules of marks and figures in every small way, and asks whether a test notices. The
// mutants that survive are judged in docs/mutation.md. Some minutes long: not part of npm test.

const folder = join(projectRoot, '.cache/mutation')
const fixtures = join(folder, 'shared')

mkdirSync(folder, { recursive: true })
rmSync(fixtures, { force: true })
// The broken copies lie in this folder, and look for the published cases beside them.
symlinkSync(resolve(projectRoot, '../shared'), fixtures)
const stryker = join(projectRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js')
const options = ['run', 'test/mutation/stryker.json', ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, [stryker, ...options], { cwd: projectRoot, stdio: 'inherit' })
rmSync(fixtures, { force: true })
process.exit(status ?? 1)
