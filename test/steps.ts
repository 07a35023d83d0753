import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'

export type Count = { passed: number; failed: number }

// Nothing here should take a tenth of this: a step that hangs is a failure, not a lost build machine.
const limit = 25 * 60_000

/** A tool that succeeds or not: one, or none. */
export async function runCommand(command: string[]): Promise<Count> {
  return (await exitCode(command)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

export async function runWork(work: () => Promise<void>): Promise<Count> {
  try {
    await work()
    return { passed: 1, failed: 0 }
  } catch (error) {
    console.log(error)
    return { passed: 0, failed: 1 }
  }
}

/** One layer of tests, counted from Vitest's own report. */
export async function runVitest(options: string[]): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'bareme-report-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs')
  try {
    const code = await exitCode([vitest, 'run', '--config', 'test/vitest.config.ts', ...reporters, ...options])
    const count = read(report)
    // A file that does not load, or an error outside any test, fails the run without failing a test.
    if (code !== 0 && count.failed === 0) return { ...count, failed: 1 }
    return count
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Report = {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

function read(path: string): Count {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report
    const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

/** Tools ship as JavaScript files: run by this Node, without a shell and without npx. */
async function exitCode(command: string[]) {
  const child = spawn(process.execPath, command, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), limit)
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done))
  clearTimeout(timer)
  return code
}
