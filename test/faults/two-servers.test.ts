import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ExamRoom, openRoom } from './exam-room.ts'
import { expectNothingLost } from './nothing-lost.ts'
import type { StudentClient } from './student-client.ts'

let room: ExamRoom
beforeAll(async () => {
  room = await openRoom({ students: 24, servers: 2 })
  await Promise.all(room.students.map((student) => student.signIn()))
})
afterAll(() => room.close())

/** The same student in eight tabs, four on each server. */
async function eightTimes<T>(one: StudentClient, work: (tab: StudentClient) => Promise<T>) {
  const tabs = Array.from({ length: 8 }, (_, i) => one.twin(() => room.ports[i % 2] ?? 0))
  try {
    return await Promise.all(tabs.map(work))
  } finally {
    for (const tab of tabs) tab.leave()
  }
}

it('gives one copy and one clock to eight starts at once on two servers', async () => {
  const [student] = room.students as [StudentClient]
  const copies = await eightTimes(student, (tab) => tab.start())
  expect(new Set(copies.map(({ id, questions }) => JSON.stringify([id, questions]))).size).toBe(1)
  const { rows } = await room.pool.query(
    `select a."startedAt" from "Attempt" a join "AttemptEvent" e on e."attemptId" = a.id and e.type = 'start' where a.id = $1`,
    [copies[0]?.id],
  )
  expect(rows).toHaveLength(1)
  await student.start()
})

it('moves the students of a server that is killed to the other one, where nothing is missing', async () => {
  const { students, servers, ports } = room
  await Promise.all(students.map((student) => student.start()))
  let isEnough = false
  const answering = students.map((student) => student.answerUntil(() => isEnough))
  await sleep(1_500)
  servers[1]?.child.kill('SIGKILL')
  await servers[1]?.ended
  const [left = 0] = ports
  const dead = ports[1] ?? 0
  ports[1] = left
  await sleep(1_500)
  isEnough = true
  await Promise.all(answering)
  const moved = students.filter((_, i) => i % 2 === 1)
  expect(moved.filter(({ troubles }) => troubles > 0).length).toBeGreaterThan(0)
  // Sessions are in the database: no student had to sign in again.
  expect(students.flatMap(({ statuses }) => [...statuses]).filter((status) => status === 401)).toEqual([])
  await expectNothingLost(room)
  ports[1] = dead
  await room.startServer(1)
})

it('submits once for eight presses at once on two servers, with one receipt', async () => {
  const [student] = room.students as [StudentClient]
  const receipts = await eightTimes(student, (tab) => tab.submit())
  expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1)
  const { rows } = await room.pool.query(`select from "AttemptEvent" where "attemptId" = $1 and type = 'submit'`, [
    student.copy?.id,
  ])
  expect(rows).toHaveLength(1)
  await expectNothingLost(room)
})
