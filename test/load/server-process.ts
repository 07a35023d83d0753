import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'
import { secret } from './room.ts'

/** `bare`: no server of ours, the least that its requests can cost (bare.ts). */
export type Entry = 'main' | 'two' | 'plain' | 'bare'
export type Server = { port: number; pid: number; stop(): Promise<void> }

/** Builds the server as released, and the entries of the benchmark, in this checkout or another. */
export async function buildServer(folder = projectRoot) {
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--config', 'test/load/vite.config.ts']
  for (const args of [['--import', 'tsx', 'server/build-command.ts'], vite]) {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0) throw new Error(`the server of ${folder} could not be built`)
  }
}

type Started = {
  entry: Entry
  url: string
  dataDir: string
  folder?: string | undefined
  env?: Readonly<Record<string, string>>
  /** Another runtime than this one, and its options. */
  node?: readonly string[] | undefined
}

export async function startServer({
  entry,
  url,
  dataDir,
  folder = projectRoot,
  env = {},
  node = [],
}: Started): Promise<Server> {
  const built = entry === 'main' ? 'dist/server' : 'dist/bench'
  const [program = process.execPath, ...options] = node
  const child = spawn(program, [...options, ...profiling(entry), join(folder, built, `${entry}.js`)], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      SECRET: secret,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // A benchmark that fails leaves no server behind.
  process.once('exit', () => child.kill('SIGKILL'))
  const port = await portOf(child)
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = once(child, 'close')
      child.kill('SIGTERM')
      const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(impatience)
    },
  }
}

/** `BENCH_PROFILE=folder` saves a CPU profile of the server, for Chrome's developer tools. */
function profiling(entry: Entry) {
  const folder = process.env['BENCH_PROFILE']
  return folder && entry !== 'two' ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []
}

async function portOf(child: ChildProcess) {
  let output = ''
  return new Promise<number>((done, fail) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const port = /ready {3}http:\/\/localhost:(\d+)/.exec(output)?.[1]
      if (port) done(Number(port))
    })
    child.once('close', (code) => fail(new Error(`the server ended with ${code}:\n${output}`)))
  })
}

/** Starts a generator process, controlled by messages. */
export function startGenerator(file: string) {
  const child = fork(join(projectRoot, 'test/load', file), {
    cwd: projectRoot,
    execArgv: ['--import', 'tsx', '--max-old-space-size=4096'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const heard = async <T>(): Promise<T> => {
    const ended = new AbortController()
    const gone = once(child, 'close', { signal: ended.signal }).then(() => {
      throw new Error(`${file} ended before it answered`)
    })
    gone.catch(() => undefined)
    const [message] = (await Promise.race([once(child, 'message'), gone])) as [T]
    ended.abort()
    return message
  }
  return {
    say: (message: object | string) => child.send(message),
    heard,
    stop: () => void child.kill('SIGKILL'),
  }
}

export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })
