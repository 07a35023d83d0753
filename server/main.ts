import './platform/modest-memory.ts'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterStart } from './after-start.ts'
import { announce } from './announce.ts'
import { buildApp } from './app.ts'
import { ownAddressOf } from './attempts/rehearsal/routes.ts'
import { startRobots } from './demo/robots.ts'
import { type Flags, readFlags } from './flags.ts'
import { startJobs } from './jobs.ts'
import { startSendingMarks } from './lms/send-marks.ts'
import { lanAddresses } from './platform/addresses.ts'
import { CannotStart } from './platform/cannot-start.ts'
import { collectGarbage } from './platform/collect-garbage.ts'
import { connect } from './platform/database/connect.ts'
import { keepSecret } from './platform/database/data-folder.ts'
import { startEmbedded } from './platform/database/embedded.ts'
import { migrate } from './platform/database/migrate.ts'
import { reachDatabase } from './platform/database/reach.ts'
import type { Deps, Settings } from './platform/deps.ts'
import { type Environment, readEnvironment } from './platform/env.ts'
import { listen } from './platform/listen.ts'
import { startMail } from './platform/mail/send-mail.ts'
import { startMetrics } from './platform/metrics-server.ts'
import { projectRoot } from './platform/project-root.ts'
import { startSigns } from './platform/replicas.ts'
import { keepFingerprint } from './platform/secret-fingerprint.ts'
import { closeApp, closeOnSignal } from './platform/shutdown.ts'
import { readSignOnFile } from './platform/sign-on-file.ts'

let log = (error: unknown, sentence: string) => console.error(sentence, error)
const shutdown = closeOnSignal({ log: (error, sentence) => log(error, sentence) })
try {
  await main(readEnvironment(process.env), readFlags(process.argv.slice(2)))
} catch (error) {
  // When interrupted while starting, errors come from the closed database, and the exit is under way.
  if (!shutdown.isClosing()) {
    console.error(error instanceof CannotStart ? `\n${error.message}\n` : error)
    await shutdown.close().catch(() => undefined)
    process.exit(1)
  }
}

/** Environment → database → migrations → required data → listen. */
async function main(env: Environment, flags: Flags) {
  const dataDir = resolve(env.dataDir ?? (flags.demo ? '.demo-data' : '.data'))
  // A demonstration is read by a person: its accounts are in what it prints.
  const isLogOnly = env.isLogOnly && !flags.demo
  const settings = settingsOf(env, { flags, dataDir: env.databaseUrl && env.secret ? null : dataDir })
  const secret = Buffer.from(env.secret ?? (await keepSecret(dataDir, 'secret')))
  const onLost = (error: Error) => log(error, 'database connection lost')

  const server = env.databaseUrl
    ? await external(env.databaseUrl, env.directUrl)
    : await startEmbedded({ dataDir, onLost }).then((own) => ({ ...own, directUrl: own.url }))
  shutdown.add(server.stop)
  await migrate(server.directUrl, undefined, shutdown.finish)
  // Asked to end meanwhile: what follows would open what is being closed.
  if (shutdown.isClosing()) return
  const database = connect(server.url, onLost, { size: env.poolSize, hasPooler: env.hasPooler })
  shutdown.add(database.close)
  await keepFingerprint(database.pool, secret)
  const direct = server.directUrl === server.url ? database : connect(server.directUrl, onLost, { size: 2 })
  shutdown.add(direct.close)

  const deps: Deps = {
    db: database.db,
    pool: database.pool,
    directPool: direct.pool,
    now: () => new Date(),
    sqlNow: () => null,
    sleep: (ms) => sleep(ms),
    randomBytes,
    secret,
    settings,
  }
  const app = await buildApp(deps)
  log = (error, sentence) => app.log.error(error, sentence)
  shutdown.add(() => closeApp(app))

  const scheme = settings.tls ? 'https' : 'http'
  const originAt = (port: number) => env.publicUrl ?? `${scheme}://localhost:${port}`
  const ready = await afterStart(deps, { origin: originAt(env.port), demo: flags.demo, wantsFirstLink: !isLogOnly })
  await collectGarbage()
  const host = env.host ?? (flags.lan ? '0.0.0.0' : '127.0.0.1')
  shutdown.add((await startMetrics(deps, env.host ?? '127.0.0.1')).close)
  shutdown.add(startSigns(deps))
  shutdown.add(startJobs(deps, app.log))
  shutdown.add(startMail(deps, app.log))
  shutdown.add(startSendingMarks(deps, app.log))
  const port = await listen(app, { port: env.port, host })
  if (ready.demo) shutdown.add(startRobots(deps, { courseId: ready.demo.courseId, own: ownAddressOf(app, deps) }))

  // What collects logs keeps them: no link that signs somebody in (npm run account -- first).
  if (isLogOnly) {
    for (const problem of ready.problems) app.log.warn({ problem }, 'a question file to mend')
    return app.log.info({ origin: originAt(port) }, 'ready')
  }
  announce({
    origin: originAt(port),
    lan: flags.lan ? lanAddresses().map((address) => `${scheme}://${address}:${port}`) : [],
    ...ready,
    // With PORT=0 the system chose the port, once the link was made.
    firstLink: ready.firstLink?.replace(originAt(env.port), originAt(port)) ?? null,
    isTerminal: process.stdout.isTTY,
  })
}

async function external(url: string, directUrl = url) {
  await reachDatabase(url)
  return { url, directUrl, stop: async () => undefined }
}

function settingsOf(env: Environment, { flags, dataDir }: { flags: Flags; dataDir: string | null }): Settings {
  return {
    tls: env.tls ? { cert: readPem(env.tls.certFile), key: readPem(env.tls.keyFile) } : null,
    publicUrl: env.publicUrl ?? null,
    trustProxy: env.trustProxy,
    requireSecondFactor: env.requireSecondFactor,
    questionsDir: resolve(projectRoot, env.questionsDir),
    siteDir: join(projectRoot, 'dist', 'web'),
    // Where a person reads, only the addresses matter; a machine gets a line per request.
    logLevel: env.logLevel ?? (env.isLogOnly ? 'info' : 'warn'),
    metricsPort: env.metricsPort,
    tracesTo: env.tracesTo,
    dataDir,
    readyWithoutDatabaseMs: env.readyWithoutDatabaseMs,
    lan: flags.lan && !env.tls,
    lmsOnThisMachine: env.lmsOnThisMachine,
    mail: env.mail && { ...env.mail, patienceMs: 20_000 },
    signOn: env.signOnFile ? readSignOnFile(env.signOnFile) : [],
    assistant: env.assistant && { ...env.assistant, longestMs: 120_000, silenceMs: 30_000 },
  }
}

function readPem(path: string) {
  try {
    return readFileSync(path)
  } catch (cause) {
    const english = `The certificate or key cannot be read (TLS_CERT, TLS_KEY): ${path}`
    throw new CannotStart({ french: `Certificat ou clé illisible (TLS_CERT, TLS_KEY) : ${path}`, english }, { cause })
  }
}
