import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { InjectOptions } from 'fastify'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import type { RefusalCode } from '#core/refusal.ts'
import type { ExtraTime } from '#core/timing.ts'
import type { CourseRole } from '#prisma/client/enums.ts'
import { buildApp } from '#server/app.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { connect } from '#server/platform/database/connect.ts'
import type { Deps } from '#server/platform/deps.ts'
import { startSession } from '#server/platform/sessions.ts'
import { repeatableBytes } from './repeatable-bytes.ts'
import { freshDatabase } from './template-database.ts'

// jsdom has an ArrayBuffer of its own, so that Fastify would not recognise Node's buffers in replies.
globalThis.ArrayBuffer = Buffer.alloc(1).buffer.constructor as ArrayBufferConstructor

export type Someone = { token: string; id: string; name: string }
export const nobody: Someone = { token: '', id: '', name: '' }
export type World = Awaited<ReturnType<typeof createWorld>>

type NewStudent = { course: { id: string }; name: string; group?: string; extraTime?: ExtraTime; code?: string }

type Options = {
  settings?: Partial<Deps['settings']>
  /** The clock runs, as browsers expect, and `wait` moves it forward. Otherwise it changes only with `wait`. */
  isRunning?: boolean
}

/** A whole platform for one test file, with its own database, clock and server. Nothing is mocked. */
export async function createWorld({ settings = {}, isRunning = false }: Options = {}) {
  const database = await freshDatabase()
  const { pool, db, close } = connect(database.url)
  const began = new Date('2026-12-08T09:00:00Z').getTime()
  let waited = 0
  const now = () => new Date((isRunning ? Date.now() : began) + waited)
  const slept: number[] = []
  const deps: Deps = {
    pool,
    db,
    now,
    sqlNow: now,
    // With a stopped clock, waiting would never end: delays are recorded instead.
    sleep: isRunning ? (ms) => sleep(ms) : async (ms) => void slept.push(ms),
    randomBytes: repeatableBytes(),
    secret: Buffer.alloc(32, 7),
    settings: {
      tls: null,
      publicUrl: null,
      trustProxy: false,
      requireSecondFactor: false,
      questionsDir: 'questions',
      siteDir: null,
      logLevel: 'silent',
      metricsPort: null,
      tracesTo: null,
      dataDir: null,
      readyWithoutDatabaseMs: 0,
      lan: false,
      assistant: null,
      mail: null,
      lmsOnThisMachine: false,
      signOn: [],
      ...settings,
    },
  }
  const app = await buildApp(deps)

  const course = (title = 'Orchestration et conteneurs') =>
    db.course.create({ data: { title, slug: `cours-${randomBytes(4).toString('hex')}`, createdAt: now() } })

  return {
    deps,
    /** The URL of its database, for a second server. */
    url: database.url,
    db,
    pool,
    app,
    /** Moves the clock forward, for the server and its database. */
    wait: (minutes: number) => {
      waited += minutes * 60_000
    },
    now,
    /** The delays that the server would have waited, in milliseconds, when the clock is stopped. */
    slept,
    course,

    /** A signed-in member of staff, with this role in this course (or in none). */
    async staff(name: string, where?: { course: { id: string }; role: CourseRole }): Promise<Someone> {
      const email = `${name.toLowerCase()}-${randomBytes(3).toString('hex')}@exemple.fr`
      const memberships = where ? { create: { courseId: where.course.id, role: where.role } } : {}
      const person = await db.person.create({ data: { name, email, memberships } })
      const { token } = await startSession(deps, { personId: person.id, userAgent: 'test' })
      return { token, id: person.id, name }
    },

    /** A signed-in student. */
    async student({ course: { id: courseId }, name, group = '', extraTime, code }: NewStudent): Promise<Someone> {
      const [givenName = name, familyName = 'Test'] = name.split(' ')
      const student = await db.student.create({
        data: {
          courseId,
          givenName,
          familyName,
          group,
          extraTime: extraTime ?? { kind: 'none' },
          codeHash: code ? hashAccessCode(deps, { courseId, code }) : null,
        },
      })
      const { token } = await startSession(deps, { studentId: student.id, userAgent: 'test' })
      return { token, id: student.id, name }
    },

    /** Calls an endpoint of the contract, typed so that renaming it breaks the tests at compile time. */
    async ask<E extends Endpoint>(who: Someone, endpoint: E, input: Sent<E>, headers: Record<string, string> = {}) {
      const answer = await app.inject(requestOf({ who, endpoint, input, headers }))
      const isJson =
        String(answer.headers['content-type']).includes('json') && answer.headers['content-encoding'] === undefined
      return {
        status: answer.statusCode,
        headers: answer.headers,
        bytes: answer.rawPayload,
        body: (isJson ? answer.json() : {}) as Reply<E> & { code?: RefusalCode; details?: unknown },
      }
    },

    async close() {
      await app.close()
      await close()
      await database.drop()
    },
  }
}

type Request<E extends Endpoint> = { who: Someone; endpoint: E; input: Sent<E>; headers: Record<string, string> }

function requestOf<E extends Endpoint>({ who, endpoint, input, headers }: Request<E>) {
  const {
    params = {},
    query = {},
    body,
  } = input as {
    params?: Record<string, string>
    query?: Record<string, string>
    body?: object
  }
  return {
    method: endpoint.method,
    url: endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
    query,
    headers: { host: 'localhost', origin: 'http://localhost', 'user-agent': 'test', ...headers },
    cookies: (who.token ? { bareme: who.token } : {}) as Record<string, string>,
    ...(body === undefined ? {} : { payload: body }),
  } satisfies InjectOptions
}
