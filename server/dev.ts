import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildClient } from './build.ts'
import { endWithNpm } from './end-with-npm.ts'
import { CannotStart } from './platform/cannot-start.ts'
import { readEnvironment } from './platform/env.ts'
import { projectRoot } from './platform/project-root.ts'

// npm run dev: the server restarts and the pages reload as files change; a signal ends both. PORT is the port of the
// pages; the server behind them takes any free port. --demo creates the demonstration class.

const usualPort = 5173
/** Sources of the server; those of the pages are watched by Vite. */
const watched = ['server', 'core', 'contract', 'prisma/client']
/** Groups the changes of an editor that saves several files, so that the server restarts once. */
const quietMs = 150

const running = new Set<ChildProcess>()
let isEnding = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
endWithNpm()
try {
  await start(readDemo(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof CannotStart ? `\n${error.message}\n` : error)
  await end(1)
}

async function start(args: string[]) {
  const { port } = readEnvironment({ PORT: process.env['PORT'] || String(usualPort) })
  await buildClient()
  if (isEnding) return
  const pages = `http://127.0.0.1:${port || (await freePort())}`
  const api = await freePort()
  keepServer(args, { HOST: '127.0.0.1', PORT: String(api), PUBLIC_URL: pages })
  const vite = ['node_modules/vite/bin/vite.js', '--config', 'web/vite.config.ts', '--clearScreen', 'false']
  const options = ['--strictPort', '--port', new URL(pages).port]
  run([...vite, ...options], { API_ORIGIN: `http://127.0.0.1:${api}` }).once('exit', (code) => void end(code ?? 1))
}

function readDemo(args: string[]) {
  try {
    return parseArgs({ args, options: { demo: { type: 'boolean' } } }).values.demo ? ['--demo'] : []
  } catch (cause) {
    const french = 'Option possible : --demo (données de démonstration).'
    throw new CannotStart({ french, english: 'Possible option: --demo (demonstration data).' }, { cause })
  }
}

/** Runs the server and restarts it when a source changes; after a crash it waits for the next change. */
function keepServer(args: string[], env: NodeJS.ProcessEnv) {
  const begin = () => run(['--import', 'tsx', 'server/main.ts', ...args], env)
  let server = begin()
  let isRestarting = false
  let timer: NodeJS.Timeout | undefined
  const restart = async () => {
    if (isRestarting || isEnding) return
    isRestarting = true
    await ended(server)
    isRestarting = false
    if (!isEnding) server = begin()
  }
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void restart(), quietMs)
  }
  for (const folder of watched) watch(join(projectRoot, folder), { recursive: true }, changed)
}

/**
 * Starts a child outside the terminal's process group: Ctrl-C then reaches this process alone, which signals each child
 * once. A second signal would make the server exit before closing its database.
 */
function run(args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, NODE_ENV: 'development' },
    detached: process.platform !== 'win32',
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Resolves once a child has exited. */
async function ended(child: ChildProcess) {
  if (!running.has(child)) return
  const exit = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await exit
}

async function end(code: number) {
  if (isEnding) return
  isEnding = true
  await Promise.all([...running].map(ended))
  process.exit(code)
}

async function freePort() {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}
