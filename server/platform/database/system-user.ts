import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CannotStart } from '../cannot-start.ts'

const run = promisify(execFile)

export type SystemUser = { uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root: it then runs as the `postgres` user, created if missing; otherwise as the current
 * user.
 */
export async function systemUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const existing = await lookUp()
  if (existing) return existing
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
    .catch(() => run('adduser', ['-S', '-H', '-D', 'postgres']))
    .catch(() => undefined)
  const made = await lookUp()
  if (made) return made
  throw new CannotStart({
    french: `PostgreSQL refuse de tourner en root et l'utilisateur système « postgres » n'a pas pu être créé. Lancez Barème avec un compte ordinaire, ou donnez une base par DATABASE_URL.`,
    english: `PostgreSQL refuses to run as root and the system user "postgres" could not be made. Start Barème from an ordinary account, or give a database in DATABASE_URL.`,
  })
}

async function lookUp(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => (await run('id', [flag, 'postgres'])).stdout))
    return { uid: Number(uid), gid: Number(gid) }
  } catch {
    return undefined
  }
}
