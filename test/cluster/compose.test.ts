import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type Database } from '#server/platform/database/connect.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { expectNothingLost } from '#test/faults/nothing-lost.ts'
import { StudentClient } from '#test/faults/student-client.ts'
import { depsOf, makeStudents } from '#test/load/room.ts'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { makeExam } from '#test/setup/exam.ts'
import { temporaryFolder } from '#test/setup/process.ts'
import type { World } from '#test/setup/world.ts'
import { composeProject, reasonWithoutEngine, runDocker } from './engine.ts'

// The images are those of docker-compose.yml, or those named by BAREME_IMAGE and POSTGRES_IMAGE where nothing can be
// downloaded. Without BAREME_IMAGE, the image is built first.
const reason = reasonWithoutEngine()
const port = 8080
const secrets = { database: randomBytes(24).toString('hex'), session: randomBytes(24).toString('hex') }

describe.skipIf(reason)(`Compose on a real engine${reason ? ` (skipped: ${reason})` : ''}`, () => {
  const { folder, remove } = temporaryFolder()
  const { run, inspect } = composeProject('bareme-cluster-test', folder)
  const students: StudentClient[] = []
  let database: Database
  let acknowledged: AcknowledgementLog

  const depsNow = () => ({ ...depsOf(database), secret: Buffer.from(secrets.session) })
  /** The database is on a network without a way out, which this machine is on. */
  const reach = async () => {
    await database?.close()
    const address = inspect('db', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}')
    database = connect(`postgresql://bareme:${secrets.database}@${address}:5432/bareme`)
  }
  const up = () => run(['up', '-d', '--no-build', '--wait', '--wait-timeout', '180'])
  const losses = () => expectNothingLost({ pool: database.pool, deps: depsNow(), acknowledged, students })
  /** As a crash does it: the engine is told nothing, and starts it again by itself. */
  const kill = async (service: string) => {
    const began = Date.now()
    const before = inspect(service, '{{.RestartCount}}')
    process.kill(Number(inspect(service, '{{.State.Pid}}')), 'SIGKILL')
    while (inspect(service, '{{.RestartCount}}') === before) await sleep(100)
    return Date.now() - began
  }

  beforeAll(async () => {
    mkdirSync(join(folder, 'secrets'), { mode: 0o700 })
    for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, 'secrets', name), value)
    if (!process.env['BAREME_IMAGE']) runDocker(['build', '-t', 'bareme:latest', projectRoot])
    up()
    await reach()
  }, 600_000)
  afterAll(async () => {
    for (const student of students) student.leave()
    await database?.close()
    run(['down', '--volumes', '--remove-orphans'])
    remove()
  }, 120_000)

  it('comes up healthy, without a right it does not use', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200)
    for (const service of ['app', 'db']) {
      expect(inspect(service, '{{.State.Health.Status}}')).toBe('healthy')
      expect(inspect(service, '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}')).toBe('true [ALL]')
    }
    expect(inspect('app', '{{.Config.User}}')).toBe('10001:10001')
    for (const command of ['npm', 'npx', 'yarn', 'corepack', 'gcc'])
      expect(() => run(['exec', '-T', 'app', 'sh', '-c', `command -v ${command}`]), command).toThrow()
    expect(() => run(['exec', '-T', 'app', 'sh', '-c', 'echo > /app/dist/x'])).toThrow(/Read-only/)
  })

  it('loses no save of an exam while the server, then the database, is killed', async () => {
    const deps = depsNow()
    const course = await deps.db.course.create({ data: { title: 'Compose', slug: 'compose' } })
    const codes = await makeStudents(deps, { courseId: course.id, count: 20 })
    const exam = await makeExam({ db: deps.db, deps, now: deps.now } as World, { course, keys: ['a', 'b', 'c', 'ab'] })
    acknowledged = new AcknowledgementLog(deps)
    const { joinCode, id: examId } = exam
    students.push(
      ...codes.map(
        (code, number) => new StudentClient({ number, code, joinCode, examId, acknowledged, portOf: () => port }),
      ),
    )
    await Promise.all(students.map((student) => student.signIn()))
    await Promise.all(students.map((student) => student.start()))

    let isEnough = false
    const answering = students.map((student) => student.answerUntil(() => isEnough))
    await sleep(2_000)
    const restarted = { app: await kill('app'), db: 0 }
    await sleep(5_000)
    restarted.db = await kill('db')
    await sleep(5_000)
    isEnough = true
    await Promise.all(answering)
    await losses()
    const troubles = students.reduce((sum, student) => sum + student.troubles, 0)
    console.log(
      `  ${acknowledged.count} saves acknowledged, ${troubles} tries again, restarted in ${JSON.stringify(restarted)} ms`,
    )
    const receipts = await Promise.all(students.map((student) => student.submit()))
    expect(new Set(receipts.map(({ status }) => status))).toEqual(new Set(['submitted']))
  }, 240_000)

  it('stops in time, and keeps everything through down and up', async () => {
    const began = Date.now()
    run(['stop', 'app'])
    const stopMs = Date.now() - began
    expect(inspect('app', '{{.State.ExitCode}}')).toBe('0')
    expect(stopMs).toBeLessThan(30_000)
    run(['down'])
    up()
    await reach()
    await losses()
    console.log(`  stopped in ${stopMs} ms`)
  }, 240_000)

  it('is backed up while it runs, and restored into an empty installation', async () => {
    const backup = run(['run', '--rm', '-T', 'backup'])
    expect(backup.byteLength).toBeGreaterThan(10_000)
    run(['down', '--volumes'])
    up()
    // A server that runs on the database is not replaced under its feet.
    expect(() => run(['run', '--rm', '-T', 'restore', '--replace', '--yes'], { input: backup })).toThrow(/is running/)
    run(['stop', 'app'])
    run(['run', '--rm', '-T', 'restore', '--replace', '--yes'], { input: backup })
    run(['start', 'app'])
    await reach()
    await losses()
    expect(() => run(['run', '--rm', '-T', 'account', 'reset', 'personne@exemple.fr'])).toThrow(/No account/)
    console.log(`  backup of ${backup.byteLength} bytes`)
  }, 240_000)
})
