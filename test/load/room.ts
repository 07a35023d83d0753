import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { accessCodeFrom } from '#core/access-code.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { openExam } from '#server/exams/change-status.ts'
import { createExam } from '#server/exams/create-exam.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { publishExam } from '#server/exams/publish-exam.ts'
import { connect } from '#server/platform/database/connect.ts'
import { migrate } from '#server/platform/database/migrate.ts'
import type { Deps } from '#server/platform/deps.ts'

export const secret = 'bench-secret-bench-secret-bench-secret'

export type Room = { url: string; examId: string; joinCode: string; codes: string[] }

const actor = { id: null, name: 'bench' }
type Wanted = { adminUrl: string; name: string; students: number }

/** The same by the code of another checkout, whose database may have another shape. */
export async function prepareRoomIn(folder: string, wanted: Wanted): Promise<Room> {
  const room = pathToFileURL(join(folder, 'test/load/room.ts')).href
  const code = `console.log(JSON.stringify(await (await import('${room}')).prepareRoom(${JSON.stringify(wanted)})))`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 1024 * 1024 * 64 })
  return JSON.parse(stdout) as Room
}

/**
 * A database of its own with the shipped course, an open exam of twenty of its questions, and this many students with
 * codes.
 */
export async function prepareRoom({ adminUrl, name, students }: Wanted): Promise<Room> {
  const url = await makeDatabase(adminUrl, name)
  await migrate(url)
  const { pool, db, close } = connect(url)
  try {
    const deps = depsOf({ pool, db })
    const { courseId } = await ensureShippedCourse(deps)
    if (!courseId) throw new Error('the course of questions/ is not there')
    const codes = await makeStudents(deps, { courseId, count: students })
    const place = await createExam(deps, { courseId, title: 'Bench', actor })
    const { revision, joinCode } = await db.exam.findUniqueOrThrow({ where: { id: place.examId } })
    await publishExam(deps, { ...place, revision, actor })
    await openExam(deps, { ...place, actor })
    // Fresh statistics and nothing left to write, as after a quiet night.
    await pool.query('analyze')
    return { url, examId: place.examId, joinCode, codes }
  } finally {
    await close()
  }
}

export async function makeDatabase(adminUrl: string, name: string) {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(`drop database if exists ${name} with (force)`)
  await client.query(`create database ${name}`)
  await client.end()
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

export async function makeStudents(deps: Deps, { courseId, count }: { courseId: string; count: number }) {
  const codes = Array.from({ length: count }, () => accessCodeFrom(randomBytes(8)))
  await deps.pool.query(
    `insert into "Student" (id, "courseId", "familyName", "givenName", "codeHash", "codeSetAt", "updatedAt")
     select gen_random_uuid(), $1, 'Nom' || number, 'Prénom', hash, now(), now()
     from unnest($2::bytea[]) with ordinality as t(hash, number)`,
    [courseId, codes.map((code) => Buffer.from(hashAccessCode(deps, { courseId, code })))],
  )
  return codes
}

export function depsOf({ pool, db }: Pick<Deps, 'pool' | 'db'>): Deps {
  return {
    pool,
    db,
    now: () => new Date(),
    sqlNow: () => null,
    sleep: (ms) => sleep(ms),
    randomBytes,
    secret: Buffer.from(secret),
    settings: {
      tls: null,
      publicUrl: null,
      trustProxy: false,
      requireSecondFactor: false,
      questionsDir: 'questions',
      siteDir: null,
      logLevel: 'warn',
      metricsPort: null,
      tracesTo: null,
      dataDir: null,
      readyWithoutDatabaseMs: 0,
      assistant: null,
      lmsOnThisMachine: false,
      mail: null,
      signOn: [],
      lan: false,
    },
  }
}
