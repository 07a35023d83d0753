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
import { freshDatabase } from './template-database.ts'

// jsdom brings an ArrayBuffer of its own, by which Fastify would not know Node's bytes when it sends some.
globalThis.ArrayBuffer = Buffer.alloc(1).buffer.constructor as ArrayBufferConstructor

export type Someone = { token: string; id: string; name: string }
export const nobody: Someone = { token: '', id: '', name: '' }
export type World = Awaited<ReturnType<typeof createWorld>>

type NewStudent = { course: { id: string }; name: string; group?: string; extraTime?: ExtraTime; code?: string }

type Options = {
  settings?: Partial<Deps['settings']>
  /** The clock runs, as a browser expects; `wait` jumps forward all the same. Otherwise it stands still. */
  isRunning?: boolean
}

/** A whole platform for one test file: its own database, its own clock, its own server. Nothing is mocked. */
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
    // A clock that stands still has nothing to wait for.
    sleep: isRunning ? (ms) => sleep(ms) : async (ms) => void slept.push(ms),
    randomBytes,
    secret: Buffer.alloc(32, 7),
    settings: {
      tls: null,
      publicUrl: null,
      trustProxy: false,
      requireSecondFactor: false,
      questionsDir: 'questions',
      siteDir: null,
      logLevel: 'silent',
      lan: false,
      ...settings,
    },
  }
  const app = await buildApp(deps)

  const course = (title = 'Orchestration et conteneurs') =>
    db.course.create({ data: { title, slug: `cours-${randomBytes(4).toString('hex')}`, createdAt: now() } })

  return {
    deps,
    /** Of its database, for another server beside it. */
    url: database.url,
    db,
    pool,
    app,
    /** Time passes, for the server as for its database. */
    wait: (minutes: number) => {
      waited += minutes * 60_000
    },
    now,
    /** What the server would have waited, in milliseconds, when the clock stands still. */
    slept,
    course,

    /** A member of staff, signed in, with this role in this course (or in none). */
    async staff(name: string, where?: { course: { id: string }; role: CourseRole }): Promise<Someone> {
      const email = `${name.toLowerCase()}-${randomBytes(3).toString('hex')}@exemple.fr`
      const memberships = where ? { create: { courseId: where.course.id, role: where.role } } : {}
      const person = await db.person.create({ data: { name, email, memberships } })
      const { token } = await startSession(deps, { personId: person.id, userAgent: 'test' })
      return { token, id: person.id, name }
    },

    /** A student, signed in. */
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

    /** Speaks the contract: rename an endpoint and the tests stop compiling. */
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
