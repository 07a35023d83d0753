import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'

/** `failures`: what failed, a paragraph each. */
export type Count = { passed: number; failed: number; failures?: string[] }

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
    if (code !== 0 && count.failed === 0)
      return { ...count, failed: 1, failures: ['an error outside the tests, or a file that does not load: see above'] }
    return count
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Assertion = { status: string; fullName: string; failureMessages?: string[] }
type FileReport = { status: string; name: string; message?: string; assertionResults: Assertion[] }
type Report = { numPassedTests: number; numFailedTests: number; testResults: FileReport[] }

function read(path: string): Count {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report
    const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      failures: report.testResults.flatMap(failuresOf),
    }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

/** The failures of one file, with the beginning of what each says. */
function failuresOf({ status, name, message = '', assertionResults }: FileReport): string[] {
  const file = relative(projectRoot, name)
  const say = (title: string, messages: readonly string[] = []) => {
    const lines = messages
      .join('\n')
      .split('\n')
      .filter((line) => !line.includes('node_modules'))
    return [`${file} ${title}`, ...lines.slice(0, 12).map((line) => `  ${line.slice(0, 300)}`)].join('\n')
  }
  if (status === 'failed' && assertionResults.length === 0) return [say('does not load', [message])]
  return assertionResults
    .filter((test) => test.status === 'failed')
    .map(({ fullName, failureMessages }) => say(`> ${fullName}`, failureMessages))
}

/** Tools ship as JavaScript files: run by this Node, without a shell and without npx. */
async function exitCode(command: string[]) {
  const child = spawn(process.execPath, command, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), limit)
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done))
  clearTimeout(timer)
  return code
}
