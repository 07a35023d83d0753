import pg from 'pg'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { Connection } from './connection.ts'
import { cpuMs, familyCpuMs } from './processes.ts'
import { type Room, secret } from './room.ts'

// The generator of the saturation scenario: 512 students who save continuously, each below the rate limit, alternating
// between both ways of saving.

export type Hammering = { room: Room; port: number; turns: number; turnMs: number; server: number; postmaster: number }
/** The totals of one way of saving, over all its turns. */
type Done = { saves: number; seconds: number; nodeMs: number; postgresMs: number }
export type Hammered = { grouped: Done; plain: Done; errors: number; losses: string[] }

type Way = 'grouped' | 'plain'
const nothing: Done = { saves: 0, seconds: 0, nodeMs: 0, postgresMs: 0 }
type BenchStudent = { connection: Connection; attemptId: string; device: string; sequence: number; questions: Asked[] }
type Asked = { id: string; choices: { id: string }[] }

const addressOf: Record<Way, string> = { grouped: '/api/attempts', plain: '/api/bench/attempts' }

process.once('message', (hammering: Hammering) => void run(hammering))

async function run({ room, port, turns, turnMs, server, postmaster }: Hammering) {
  const acknowledged = new AcknowledgementLog({ secret: Buffer.from(secret) })
  const students = await Promise.all(room.codes.map((code, number) => startAttempt({ room, port, number, code })))
  let errors = 0
  const done: Record<Way, Done> = { grouped: { ...nothing }, plain: { ...nothing } }
  const hammer = async (way: Way, ms: number) => {
    const before = { at: performance.now(), node: cpuMs(server), postgres: familyCpuMs(postmaster) }
    const end = before.at + ms
    await Promise.all(
      students.map(async (student) => {
        while (performance.now() < end) {
          if (await save(student, { way, acknowledged })) done[way].saves += 1
          else errors += 1
        }
      }),
    )
    done[way].seconds += (performance.now() - before.at) / 1000
    done[way].nodeMs += cpuMs(server) - before.node
    done[way].postgresMs += familyCpuMs(postmaster) - before.postgres
  }
  // Warm-up: both ways compiled and connected.
  for (const way of ['grouped', 'plain', 'grouped', 'plain'] as const) await hammer(way, 2_000)
  Object.assign(done, { grouped: { ...nothing }, plain: { ...nothing } })
  for (let turn = 0; turn < turns; turn += 1) {
    // Alternates which way goes first.
    for (const way of turn % 2 === 0 ? (['grouped', 'plain'] as const) : (['plain', 'grouped'] as const)) {
      await hammer(way, turnMs)
    }
  }
  // The plain way keeps no journal, so every answer is saved once more by the grouped way before the comparison.
  await Promise.all(
    students.map(async (student) => {
      for (const _ of student.questions) await save(student, { way: 'grouped', acknowledged })
    }),
  )
  const client = new pg.Client({ connectionString: room.url })
  await client.connect()
  const losses = await acknowledged.losses(client)
  await client.end()
  for (const { connection } of students) connection.close()
  process.send?.({ ...done, errors, losses } satisfies Hammered)
  process.disconnect()
}

async function startAttempt({
  room,
  port,
  number,
  code,
}: {
  room: Room
  port: number
  number: number
  code: string
}): Promise<BenchStudent> {
  const connection = new Connection({ port })
  const body = { joinCode: room.joinCode, personalCode: code }
  await connection.request({ method: 'POST', path: '/api/student-session', body })
  const device = `bench${String(number).padStart(6, '0')}:page0001`
  const path = `/api/my/exams/${room.examId}/attempt`
  const started = await connection.request({ method: 'POST', path, body: { device } })
  const copy = JSON.parse(started.body.toString()) as { id: string; questions: Asked[] }
  return { connection, attemptId: copy.id, device, sequence: 0, questions: copy.questions }
}

async function save(student: BenchStudent, { way, acknowledged }: { way: Way; acknowledged: AcknowledgementLog }) {
  const { attemptId, device, questions } = student
  student.sequence += 1
  const sequence = student.sequence
  const question = questions[sequence % questions.length] as Asked
  const choice = question.choices[sequence % question.choices.length]?.id ?? ''
  const body = { choices: [choice], flagged: false, device, epoch: 1, sequence }
  const path = `${addressOf[way]}/${attemptId}/answers/${question.id}`
  const { status } = await student.connection.request({ method: 'PUT', path, body })
  if (status !== 200) return false
  if (way === 'grouped') acknowledged.saved({ attemptId, questionId: question.id, ...body })
  return true
}
