import { randomBytes } from 'node:crypto'
import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Endpoint, FileReply } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { readStandings } from './assessment/standings.ts'
import { examsRoutes } from './exams/routes.ts'
import { exportRoutes } from './exports/routes.ts'
import { gradingRoutes } from './grading/routes.ts'
import { connect } from './platform/database/connect.ts'
import type { Deps } from './platform/deps.ts'
import { type LongRequest, piecesAhead, type Said, type ThreadGiven } from './platform/long-thread.ts'
import { endpointKey } from './platform/long-work.ts'
import { inPieces } from './platform/pieces.ts'
import type { Serve } from './platform/serve.ts'
import { runHere } from './platform/workers.ts'
import { questionsRoutes } from './questions/routes.ts'
import { lossesOfExport, writeExport } from './questions/transfer/write-export.ts'
import { statisticsRoutes } from './statistics/routes.ts'

// The long work of large courses: the handlers of the routes, on connections of this thread. See
// docs/decisions/0140-long-files-have-a-thread-with-its-connections.md.

// On Linux a thread has its own priority: on a busy machine, the saves of students come first.
if (process.platform === 'linux') setPriority(10)

const { url, hasPooler, secret, settings } = workerData as ThreadGiven
/** The instant of the request, which is one for a whole file. */
let at: Pick<LongRequest, 'now' | 'sqlNow'> = { now: new Date(0), sqlNow: null }

const { pool, db } = connect(url, () => undefined, { size: 3, hasPooler })
const deps: Deps = {
  ...{ pool, db, randomBytes, secret: Buffer.from(secret), settings: { ...settings, tls: null } },
  now: () => at.now,
  sqlNow: () => at.sqlNow,
  sleep: (ms) => sleep(ms),
}

type Handler = (input: never, caller: never, http: never) => unknown
const handlers = new Map<string, { endpoint: Endpoint; handler: Handler }>()
const serve: Serve = (endpoint, handler) => {
  if (endpoint.isLong) handlers.set(endpointKey(endpoint), { endpoint, handler })
}
/** No exam is closed or opened again from here. */
const never = async () => {
  throw new Error('this thread only reads')
}
questionsRoutes(serve, deps)
examsRoutes(serve, deps, { close: never, reopen: never, readStandings: readStandings(deps) })
gradingRoutes(serve, deps)
statisticsRoutes(serve, deps)
exportRoutes(serve, deps)

runHere({ lossesOfExport, writeExport })

const say = (said: Said, moved: ArrayBuffer[] = []) => parentPort?.postMessage(said, moved)

let ahead = 0
let taken: () => void = () => undefined

parentPort?.on('message', (heard: { is: 'request'; request: LongRequest } | { is: 'taken' }) => {
  if (heard.is === 'request') return void answer(heard.request)
  ahead -= 1
  taken()
})

async function answer({ key, input, caller, ...instants }: LongRequest) {
  at = instants
  ahead = 0
  try {
    const { endpoint, handler } = handlers.get(key) ?? {}
    if (!endpoint || !handler) throw new Error(`no long work is called ${key}`)
    const result = await handler(input as never, caller as never, undefined as never)
    if (endpoint.kind === 'file') return await sendFile(result as FileReply)
    const bytes = new TextEncoder().encode(JSON.stringify(endpoint.reply.parse(result)))
    say({ is: 'json', bytes }, [bytes.buffer as ArrayBuffer])
  } catch (error) {
    if (error instanceof Refusal) say({ is: 'refusal', code: error.code, details: error.details })
    else say({ is: 'error', error: error as Error })
  }
}

async function sendFile({ name, type, content }: FileReply) {
  say({ is: 'head', head: { name, type } })
  for await (const bytes of inPieces(content)) {
    if (ahead >= piecesAhead) await new Promise<void>((done) => (taken = done))
    ahead += 1
    say({ is: 'piece', bytes }, [bytes.buffer as ArrayBuffer])
  }
  say({ is: 'end' })
}
