import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { type Cluster, dropStalePid, findRunning, freePort, initialise, start, stop, ToolFailed } from './cluster.ts'
import { keepSecret, machineFolder, placeData } from './data-folder.ts'
import { locateBinaries } from './postgres-binaries.ts'
import { systemUser } from './system-user.ts'

export type Embedded = {
  /** For the application: a user that owns its database and nothing else. */
  url: string
  /** For tests and tools: a superuser. */
  adminUrl: string
  folder: string
  stop(): Promise<void>
}

type Options = {
  dataDir: string
  /** False only for temporary clusters, which need not survive a crash. */
  durable?: boolean
  onLost?: (error: Error) => void
}

const database = 'bareme'

/** Starts the bundled PostgreSQL, reachable from this machine only, with its data under DATA_DIR. */
export async function startEmbedded({ dataDir, durable = true, onLost = () => undefined }: Options): Promise<Embedded> {
  const cluster = await prepare(dataDir)
  const password = await keepSecret(dataDir, 'postgres-password')
  if (!existsSync(join(cluster.folder, 'PG_VERSION'))) await initialise(cluster, password)
  await refuseOtherVersion(cluster)

  let stopping = false
  let { owner, port } = await bringUp(cluster, { password, durable })
  owner.once('end', () => void watch())
  await makeDatabase(owner, password)

  // A server that died is started again on the same port, and the pool reconnects.
  async function watch() {
    while (!stopping) {
      onLost(new Error('PostgreSQL went away: starting it again'))
      try {
        ;({ owner, port } = await bringUp(cluster, { password, durable, port }))
        owner.once('end', () => void watch())
        return
      } catch (failure) {
        onLost(failure as Error)
        await sleep(1000)
      }
    }
  }

  return {
    url: urlOf(password, port, { user: database, database }),
    adminUrl: urlOf(password, port),
    folder: cluster.folder,
    stop: async () => {
      if (stopping) return
      stopping = true
      await owner.end().catch(() => undefined)
      await stop(cluster, durable ? 'fast' : 'immediate')
    },
  }
}

/** The database of a running Barème with this data, for a tool that reads beside it; null when none runs. */
export async function visitRunning(dataDir: string): Promise<Pick<Embedded, 'url' | 'stop'> | null> {
  const running = await findRunning(await prepare(dataDir))
  if (!running) return null
  const password = await keepSecret(dataDir, 'postgres-password')
  return { url: urlOf(password, running.port, { user: database, database }), stop: async () => undefined }
}

async function prepare(dataDir: string): Promise<Cluster> {
  const user = await systemUser()
  const folder = await placeData(dataDir, user)
  const bin = await locateBinaries({ user, copies: user ? machineFolder : resolve(dataDir) })
  return { bin, folder, user }
}

type BringUp = { password: string; durable: boolean; port?: number }

/** Finds the server that a killed process left running, or starts one, and locks it. */
async function bringUp(cluster: Cluster, { password, durable, port: wanted }: BringUp) {
  // Up to a minute: the server may be replaying its journal, or shutting down after its parent was killed.
  for (let attempt = 1; ; attempt += 1) {
    try {
      const running = await findRunning(cluster)
      const port = running?.port ?? wanted ?? (await freePort())
      if (!running) await launch(cluster, { port, durable })
      return { port, owner: await own(cluster, urlOf(password, port)) }
    } catch (error) {
      const { code } = error as { code?: string }
      if (error instanceof CannotStart) throw error
      if (code === '28P01') throw new CannotStart(wrongPassword(cluster), { cause: error })
      // Another process may hold the port or have started this server, or the memory of the previous one is not freed
      // yet.
      if (attempt === (error instanceof ToolFailed ? 4 : 120)) throw await whyItFailed(cluster, error)
      await sleep(500)
    }
  }
}

async function launch(cluster: Cluster, settings: { port: number; durable: boolean }) {
  await dropStalePid(cluster)
  await start(cluster, settings)
}

// An arbitrary number for the advisory lock of the process that uses this data; released by the system when it dies.
const ownerLock = 7_266_273

/** Locks the data folder for this process. */
async function own(cluster: Cluster, url: string) {
  const client = new pg.Client({ connectionString: url, application_name: 'bareme owner', keepAlive: true })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) mine', [ownerLock])
    if (!rows[0]?.mine) throw new CannotStart(alreadyRunning(cluster))
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

async function makeDatabase(client: pg.Client, password: string) {
  const { rowCount: roles } = await client.query('select from pg_roles where rolname = $1', [database])
  const name = client.escapeIdentifier(database)
  if (!roles) await client.query(`create role ${name} login password ${client.escapeLiteral(password)}`)
  const { rowCount: databases } = await client.query('select from pg_database where datname = $1', [database])
  if (!databases) await client.query(`create database ${name} owner ${name}`)
}

async function refuseOtherVersion({ bin, folder }: Cluster) {
  const data = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim()
  const { version } = JSON.parse(
    await readFile(join(dirname(bin), '..', 'package.json'), 'utf8').catch(() => '{}'),
  ) as {
    version?: string
  }
  if (!version || version.split('.')[0] === data) return
  throw new CannotStart({
    french: `Les données (${folder}) sont d'un PostgreSQL ${data}, Barème apporte le ${version}. Relancez la version précédente et exportez.`,
    english: `The data (${folder}) belongs to PostgreSQL ${data}; Barème brings ${version}. Start the previous version and export.`,
  })
}

async function whyItFailed({ folder }: Cluster, cause: unknown) {
  const log = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '')
  const lastLines = log.trim().split('\n').slice(-8).join('\n')
  return new CannotStart(
    {
      french: `La base PostgreSQL intégrée n'a pas démarré (${folder}). Ses dernières lignes suivent.`,
      english: `The built-in PostgreSQL did not start (${folder}). Its last lines follow.\n${lastLines}`,
    },
    { cause },
  )
}

const alreadyRunning = ({ folder }: Cluster) => ({
  french: `Barème tourne déjà avec ces données (${folder}). Utilisez la fenêtre déjà ouverte, ou fermez-la avant de relancer.`,
  english: `Barème is already running on this data (${folder}). Use the window already open, or close it before starting again.`,
})

const wrongPassword = ({ folder }: Cluster) => ({
  french: `Le mot de passe gardé dans DATA_DIR/postgres-password n'est pas celui des données (${folder}). Remettez le fichier d'origine.`,
  english: `The password kept in DATA_DIR/postgres-password is not the one of this data (${folder}). Put the original file back.`,
})

function urlOf(password: string, port: number, { user, database: name } = { user: 'postgres', database: 'postgres' }) {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`
}
