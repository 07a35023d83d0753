import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outdated, server as serverStep } from '#server/build-steps.ts'
import { projectRoot } from '#server/platform/project-root.ts'

export type Running = {
  child: ChildProcess
  output: () => string
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Resolves once the process has printed a match. */
  says: (pattern: RegExp) => Promise<RegExpMatchArray>
}

/** The real server in a process of its own, run from the sources. */
export const startProcess = (env: NodeJS.ProcessEnv, script = 'server/main.ts', args: string[] = []): Running =>
  startNode({ folder: projectRoot, env, args: ['--import', 'tsx', script, ...args] })

/** The same server as it is published, when the build is of these sources; otherwise from the sources. */
export const startBuiltServer = (env: NodeJS.ProcessEnv): Running =>
  isBuilt() ? startNode({ folder: projectRoot, env, args: ['dist/server/main.js'] }) : startProcess(env)

let built: boolean | undefined
function isBuilt() {
  built ??= outdated([serverStep]).length === 0
  return built
}

/** Node in a process of its own, in a folder; standard input is empty. */
export function startNode({ folder, env, args }: { folder: string; env: NodeJS.ProcessEnv; args: string[] }): Running {
  // Variables of the test runner must not reach the server under test.
  const { DATABASE_URL: _given, VITEST: _vitest, NODE_ENV: _env, ...rest } = process.env
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...rest, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const waiting = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    output += chunk.toString()
    for (const check of waiting) check()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) =>
    child.once('close', (code, signal) => done({ code, signal })),
  )

  const says = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((done, fail) => {
      const check = () => {
        const match = output.match(pattern)
        if (!match) return
        waiting.delete(check)
        done(match)
      }
      waiting.add(check)
      check()
      void ended.then(({ code }) => fail(new Error(`ended with ${code} before saying ${pattern}:\n${output}`)))
    })

  return { child, output: () => output, ended, says }
}

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'bareme-process-'))
  // When tests run as root, PostgreSQL runs as another user, which must be able to enter the folder.
  chmodSync(folder, 0o711)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A process that listens on a port. */
export async function occupyPort() {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { port, release: () => new Promise((done) => server.close(done)) }
}
