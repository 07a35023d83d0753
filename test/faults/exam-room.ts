import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '#server/platform/database/cluster.ts'
import { connect } from '#server/platform/database/connect.ts'
import { type Embedded, startEmbedded } from '#server/platform/database/embedded.ts'
import { migrate } from '#server/platform/database/migrate.ts'
import { depsOf, makeDatabase, makeStudents, secret } from '#test/load/room.ts'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { makeExam } from '#test/setup/exam.ts'
import { type Running, startBuiltServer, temporaryFolder } from '#test/setup/process.ts'
import type { World } from '#test/setup/world.ts'
import { StudentClient } from './student-client.ts'

export type ExamRoom = Awaited<ReturnType<typeof openRoom>>

/**
 * An exam in progress on real processes: a durable PostgreSQL, the built server, and HTTP clients for the students,
 * which retry until they get a reply and record every acknowledgement.
 */
export async function openRoom({ students: count, servers: serverCount = 1 }: { students: number; servers?: number }) {
  const { folder, remove } = temporaryFolder()
  const postgres = await startEmbedded({ dataDir: folder })
  const url = await makeDatabase(postgres.adminUrl, 'faults')
  await migrate(url)
  const { pool, db, close } = connect(url)
  const deps = depsOf({ pool, db })
  const course = await db.course.create({ data: { title: 'Pannes', slug: 'pannes' } })
  const codes = await makeStudents(deps, { courseId: course.id, count })
  const exam = await makeExam({ db, deps, now: deps.now } as World, { course, keys: ['a', 'b', 'c', 'd', 'ab', 'cd'] })

  const ports: number[] = []
  const servers: Running[] = []
  const startServer = async (index = 0) => {
    ports[index] ??= await freePort()
    const dataDir = join(folder, `server-${index}`)
    mkdirSync(dataDir, { recursive: true })
    const env = { DATABASE_URL: url, DATA_DIR: dataDir, SECRET: secret, PORT: String(ports[index]), LOG_LEVEL: 'fatal' }
    const server = startBuiltServer({ ...env, QUESTIONS_DIR: join(folder, 'no-questions') })
    servers[index] = server
    await server.says(/ready {3}http/)
    return server
  }
  for (let index = 0; index < serverCount; index += 1) await startServer(index)

  const acknowledged = new AcknowledgementLog(deps)
  const { joinCode, id: examId } = exam
  const students = codes.map(
    (code, number) =>
      new StudentClient({
        number,
        code,
        joinCode,
        examId,
        acknowledged,
        portOf: () => ports[number % ports.length] ?? 0,
      }),
  )

  return {
    postgres: postgres as Embedded,
    url,
    pool,
    deps,
    exam,
    acknowledged,
    students,
    ports,
    servers,
    startServer,
    async close() {
      for (const student of students) student.leave()
      for (const { child, ended } of servers) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
        await ended
      }
      await close()
      await postgres.stop()
      remove()
    },
  }
}
