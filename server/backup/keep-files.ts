import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Environment } from '../platform/env.ts'
import { dataDirOf } from './installation.ts'
import { damaged, otherSecret } from './refusals.ts'
import type { Keeper } from './restore-backup.ts'

const aside = '.restauration'

/**
 * Restores the secret and the other files of DATA_DIR: written aside first, and moved into place once the database is
 * committed.
 */
export function keepFiles(env: Environment): Keeper {
  const folder = dataDirOf(env)
  const waiting = new Set<string>()
  const placeOf = async (path: string) => {
    const place = join(folder, path)
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    waiting.add(place)
    return `${place}${aside}`
  }
  return {
    async secret(secret) {
      // A secret set in the environment cannot be written here, so it must already be the right one.
      if (env.secret !== undefined && env.secret !== secret) throw otherSecret()
      if (
        env.secret !== undefined ||
        (await readFile(join(folder, 'secret'), 'utf8').catch(() => '')).trim() === secret
      )
        return
      await writeFile(await placeOf('secret'), `${secret}\n`, { mode: 0o600 })
    },
    async file(path, bytes) {
      if (isAbsolute(path) || normalize(path) !== path || path.startsWith('..') || path.includes('\\')) throw damaged()
      await pipeline(bytes, createWriteStream(await placeOf(path), { mode: 0o600 }))
    },
    async commit() {
      for (const place of waiting) await rename(`${place}${aside}`, place)
      waiting.clear()
    },
    async forget() {
      for (const place of waiting) await rm(`${place}${aside}`, { force: true })
      waiting.clear()
    },
  }
}
