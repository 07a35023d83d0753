import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CannotStart } from '../platform/cannot-start.ts'
import { keepSecret } from '../platform/database/data-folder.ts'
import { startEmbedded, visitRunning } from '../platform/database/embedded.ts'
import { reachDatabase } from '../platform/database/reach.ts'
import type { Environment } from '../platform/env.ts'
import { nothingHere } from './refusals.ts'

/** Where this installation keeps its data, resolved as the server does when it starts. */
export const dataDirOf = (env: Environment) => resolve(env.dataDir ?? '.data')

/** The database, whether the server runs or not; `stop` leaves it in the state it was found. */
export async function openDatabase(env: Environment): Promise<{ url: string; stop: () => Promise<void> }> {
  if (env.databaseUrl) return external(env.databaseUrl)
  const dataDir = dataDirOf(env)
  if (!existsSync(join(dataDir, 'postgres'))) throw nothingHere(dataDir)
  return (await visitRunning(dataDir)) ?? startEmbedded({ dataDir })
}

/** The database for a restore: created if missing, and locked against others until `stop`. */
export const takeDatabase = (env: Environment) =>
  env.databaseUrl ? external(env.databaseUrl) : startEmbedded({ dataDir: dataDirOf(env) })

async function external(url: string) {
  await reachDatabase(url)
  return { url, stop: async () => undefined }
}

/** The secret of this installation, from which the keys of codes and receipts derive. */
export async function secretOf(env: Environment) {
  if (env.secret) return env.secret
  if (!existsSync(join(dataDirOf(env), 'secret'))) throw new CannotStart(noSecret)
  return keepSecret(dataDirOf(env), 'secret')
}

const noSecret = {
  french:
    'Il manque le secret de l’installation : donnez SECRET ou SECRET_FILE, ou le DATA_DIR où le serveur l’a gardé.',
  english:
    'The secret of the installation is missing: give SECRET or SECRET_FILE, or the DATA_DIR where the server kept it.',
}

/** Files managed by the server itself; everything else in DATA_DIR belongs to users and is backed up. */
const ownBusiness =
  /^(postgres|postgres-password|secret)$|^postgresql-|\.pid$|^sauvegarde-.*\.gz|\.(partiel|restauration)$/

export async function otherFiles(folder: string): Promise<{ folder: string; paths: string[] }> {
  const top = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : []
  const paths: string[] = []
  for (const entry of top.filter(({ name }) => !ownBusiness.test(name))) {
    if (entry.isFile()) paths.push(entry.name)
    if (!entry.isDirectory()) continue
    const inside = await readdir(join(folder, entry.name), { recursive: true, withFileTypes: true })
    paths.push(
      ...inside.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(folder.length + 1)),
    )
  }
  return { folder, paths: paths.sort() }
}
