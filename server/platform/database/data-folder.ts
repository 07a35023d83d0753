import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, link, lstat, mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { SystemUser } from './system-user.ts'

/** Where root keeps what the system user must reach when the project itself is out of its reach. */
export const machineFolder = '/var/lib/bareme'

/**
 * The folder of the PostgreSQL data: DATA_DIR/postgres. As root under /root the `postgres` user cannot get there: then the
 * data lives in /var/lib/bareme and DATA_DIR/postgres points to it.
 */
export async function placeData(dataDir: string, user: SystemUser | undefined) {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const folder = join(resolve(dataDir), 'postgres')
  const existing = await lstat(folder).catch(() => undefined)
  if (existing?.isSymbolicLink()) return resolve(dataDir, await readlink(folder))
  if (!user) return folder
  // The system user passes through; every secret beside the data is readable by root alone.
  if (!existing) await chmod(dataDir, 0o711)
  if (await canEnter(dataDir, user)) return folder

  // A new name each time: whoever deletes DATA_DIR starts afresh, and never on data whose password is gone.
  const outside = join(
    machineFolder,
    `${basename(resolve(dataDir)).replace(/^\.+/, '')}-${randomBytes(4).toString('hex')}`,
  )
  await mkdir(outside, { recursive: true, mode: 0o711 })
  await symlink(join(outside, 'postgres'), folder)
  return join(outside, 'postgres')
}

/** A random text kept in DATA_DIR, readable by its owner only; two processes starting together read the same one. */
export async function keepSecret(dataDir: string, name: string) {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, name)
  if (!existsSync(path)) {
    // Written aside then linked: whoever finds the name finds the whole text.
    const draft = `${path}.${process.pid}`
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(draft, { force: true })
  }
  return (await readFile(path, 'utf8')).trim()
}

async function canEnter(folder: string, user: SystemUser) {
  const child = spawn('/bin/sh', ['-c', 'cd -- "$1"', 'sh', resolve(folder)], { ...user, cwd: '/', stdio: 'ignore' })
  return (await new Promise<number | null>((done) => child.once('error', () => done(1)).once('close', done))) === 0
}
