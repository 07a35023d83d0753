import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findRunning } from '#server/platform/database/cluster.ts'
import { machineFolder } from '#server/platform/database/data-folder.ts'
import { locateBinaries } from '#server/platform/database/postgres-binaries.ts'
import { systemUser } from '#server/platform/database/system-user.ts'
import { type ExamRoom, openRoom } from './exam-room.ts'
import { expectNothingLost } from './nothing-lost.ts'

let room: ExamRoom
beforeAll(async () => {
  room = await openRoom({ students: 24 })
  await Promise.all(room.students.map((student) => student.signIn()))
  await Promise.all(room.students.map((student) => student.start()))
})
afterAll(() => room.close())

async function cluster() {
  const user = await systemUser()
  const bin = await locateBinaries({ user, copies: machineFolder })
  return { bin, folder: room.postgres.folder, user }
}

async function signal(name: 'SIGINT' | 'SIGKILL') {
  const running = await findRunning(await cluster())
  if (!running) throw new Error('PostgreSQL is not running')
  process.kill(running.pid, name)
}

/** Runs `happens` while the students answer; they continue afterwards. The room restarts PostgreSQL by itself. */
async function during(happens: () => Promise<void>) {
  const { students, servers } = room
  const before = students.map(({ troubles, ticks }) => ({ troubles, ticks }))
  let isEnough = false
  const answering = students.map((student) => student.answerUntil(() => isEnough))
  await sleep(1_200)
  await happens()
  await sleep(500)
  // Each student has been acknowledged again since.
  const reached = students.map(({ ticks }) => ticks)
  await expect
    .poll(() => students.every(({ ticks }, i) => ticks > (reached[i] ?? 0) + 1), { timeout: 60_000 })
    .toBe(true)
  isEnough = true
  await Promise.all(answering)
  expect(students.some(({ troubles }, i) => troubles > (before[i]?.troubles ?? 0))).toBe(true)
  expect(servers[0]?.child.exitCode).toBe(null)
  await expectNothingLost(room)
}

it('goes on by itself when PostgreSQL is stopped and started again, and loses nothing', async () => {
  // What `pg_ctl stop -m fast` sends. The command itself would wait for the server to stop, and find the restarted one.
  await during(() => signal('SIGINT'))
})

it('goes on by itself when PostgreSQL is killed with all its processes, and loses nothing', async () => {
  await during(() => signal('SIGKILL'))
})

it('told the truth meanwhile: no answer or 503, never a refusal', () => {
  const said = new Set(room.students.flatMap(({ statuses }) => [...statuses]))
  expect([...said].filter((status) => status !== 200 && status !== 503)).toEqual([])
})
