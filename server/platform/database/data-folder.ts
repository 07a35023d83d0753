import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { access, chmod, link, lstat, mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { SystemUser } from './system-user.ts'

/** Folder for files that the system user must read when the project is in a place it cannot access. */
export const machineFolder = '/var/lib/bareme'

/**
 * The folder of the PostgreSQL data: DATA_DIR/postgres. When run as root under /root, the `postgres` user cannot access
 * it: the data is then in /var/lib/bareme, and DATA_DIR/postgres is a link to it.
 */
export async function placeData(dataDir: string, user: SystemUser | undefined) {
  await makeFolder(dataDir)
  const folder = join(resolve(dataDir), 'postgres')
  const existing = await lstat(folder).catch(() => undefined)
  if (existing?.isSymbolicLink()) return resolve(dataDir, await readlink(folder))
  if (!user) return folder
  // The system user may traverse the folder; the secrets in it are readable by root alone.
  if (!existing) await chmod(dataDir, 0o711)
  if (await canEnter(dataDir, user)) return folder

  // A new name each time: after DATA_DIR was deleted, old data whose password is lost must not be used.
  const outside = join(
    machineFolder,
    `${basename(resolve(dataDir)).replace(/^\.+/, '')}-${randomBytes(4).toString('hex')}`,
  )
  await mkdir(outside, { recursive: true, mode: 0o711 })
  await symlink(join(outside, 'postgres'), folder)
  return join(outside, 'postgres')
}

/** A random text stored in DATA_DIR, readable by its owner only; two processes that start together get the same one. */
export async function keepSecret(dataDir: string, name: string) {
  await makeFolder(dataDir)
  const path = join(dataDir, name)
  if (!existsSync(path)) {
    // Written under another name, then linked, so that a reader never finds a partial text.
    const draft = `${path}.${process.pid}`
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(draft, { force: true })
  }
  return (await readFile(path, 'utf8')).trim()
}

/** Refuses a place where nothing can be written, as in a container whose root is read only. */
async function makeFolder(dataDir: string) {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await access(dataDir, constants.W_OK)
  } catch (cause) {
    throw new CannotStart(notWritable(resolve(dataDir)), { cause })
  }
}

const notWritable = (folder: string) => ({
  french: `Rien ne peut être écrit dans ${folder} (DATA_DIR). Donnez un dossier où écrire ; ou, avec une base à vous, DATABASE_URL et SECRET (ou DATABASE_URL_FILE et SECRET_FILE) : rien n'est alors écrit ici.`,
  english: `Nothing can be written in ${folder} (DATA_DIR). Give a folder that can be; or, with a database of your own, DATABASE_URL and SECRET (or DATABASE_URL_FILE and SECRET_FILE): nothing is then written here.`,
})

async function canEnter(folder: string, user: SystemUser) {
  const child = spawn('/bin/sh', ['-c', 'cd -- "$1"', 'sh', resolve(folder)], { ...user, cwd: '/', stdio: 'ignore' })
  return (await new Promise<number | null>((done) => child.once('error', () => done(1)).once('close', done))) === 0
}
