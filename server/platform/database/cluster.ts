import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { cleanEnvironment } from './postgres-binaries.ts'
import type { SystemUser } from './system-user.ts'

/** A PostgreSQL data folder, its programs and the user that runs them. */
export type Cluster = { bin: string; folder: string; user: SystemUser | undefined }

export class ToolFailed extends Error {}

/**
 * Creates the data folder under another name, then moves it into place, so that an interrupted initdb leaves no partial
 * cluster, and the second of two processes finds it done.
 */
export async function initialise({ bin, folder, user }: Cluster, password: string) {
  const draft = await mkdtemp(`${folder}.new-`)
  try {
    const passwordFile = join(draft, 'password')
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    const data = join(draft, 'data')
    await mkdir(data, { mode: 0o700 })
    if (user) await Promise.all([draft, passwordFile, data].map((path) => chown(path, user.uid, user.gid)))
    await runTool({ bin, user, tool: 'initdb' }, [
      `--pgdata=${data}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      // The same collation on every system, so that an upgrade of the C library breaks no index.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ])
    await rename(data, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/**
 * Starts the server in its own process group: Ctrl-C then only reaches this process, and requests under way keep their
 * database.
 */
export async function start({ bin, folder, user }: Cluster, { port, durable }: { port: number; durable: boolean }) {
  const safety = durable ? 'on' : 'off'
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // No socket file, which another user of the machine could connect to.
    unix_socket_directories: '',
    fsync: safety,
    synchronous_commit: safety,
    full_page_writes: safety,
    max_connections: '80',
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
  }
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const log = join(folder, 'server.log')
  await dropLongLog(log)
  await runTool({ bin, user, tool: 'pg_ctl' }, [
    'start',
    '-s',
    '-w',
    '-t',
    '60',
    '-D',
    folder,
    '-l',
    log,
    '-o',
    flags.join(' '),
  ])
}

export async function stop({ bin, folder, user }: Cluster, mode: 'fast' | 'immediate' = 'fast') {
  await runTool({ bin, user, tool: 'pg_ctl' }, ['stop', '-s', '-w', '-t', '30', '-m', mode, '-D', folder])
}

export type Running = { pid: number; port: number }

/** The running server of this data folder, if its pid file is right: after a reboot the pid may be another process. */
export async function findRunning({ folder }: Cluster): Promise<Running | undefined> {
  const lines = await readFile(join(folder, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  )
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (!isAlive(pid) || !(await isPostgres(pid))) return undefined
  return { pid, port }
}

/** Removes a pid file whose process is gone or is another program, because it would prevent the start. */
export async function dropStalePid(cluster: Cluster) {
  const path = join(cluster.folder, 'postmaster.pid')
  if (existsSync(path) && !(await findRunning(cluster))) await rm(path, { force: true })
}

export async function freePort() {
  const server = createServer()
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Linux gives the name and whether the process is a zombie; on other systems any process with this pid counts. */
async function isPostgres(pid: number) {
  if (!existsSync('/proc/self/stat')) return true
  const [, name, state] = /\((.*)\) (\S)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')) ?? []
  return name === 'postgres' && state !== 'Z'
}

async function dropLongLog(log: string) {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  )
  if (size > 5_000_000) await rm(log, { force: true })
}

type Tool = { bin: string; user: SystemUser | undefined; tool: 'initdb' | 'pg_ctl' }

async function runTool({ bin, user, tool }: Tool, args: string[]) {
  const child = spawn(join(bin, tool), args, {
    ...user,
    env: cleanEnvironment(),
    cwd: dirname(bin),
    // pg_ctl passes its outputs on to the server it starts, so a pipe would never end.
    stdio: ['ignore', 'ignore', tool === 'initdb' ? 'pipe' : 'ignore'],
    // Ctrl-C may interrupt initdb, which cleans up after itself, but not the start of a server.
    detached: tool === 'pg_ctl',
  })
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const code = await new Promise<number | null>((done, failed) => child.once('error', failed).once('close', done))
  if (code !== 0) throw new ToolFailed(`${basename(tool)} ${args[0]}: ${code}\n${output}`.trim())
}
