import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ExamRoom, openRoom } from './exam-room.ts'
import { expectNothingLost } from './nothing-lost.ts'

let room: ExamRoom
beforeAll(async () => {
  room = await openRoom({ students: 24 })
})
afterAll(() => room.close())

it('loses nothing when the server is killed during the saves, twice, and started again', async () => {
  const { students, servers, startServer } = room
  await Promise.all(students.map((student) => student.signIn()))
  await Promise.all(students.map((student) => student.start()))
  let isEnough = false
  const answering = students.map((student) => student.answerUntil(() => isEnough))
  for (let kill = 0; kill < 2; kill += 1) {
    await sleep(1_500)
    servers[0]?.child.kill('SIGKILL')
    await servers[0]?.ended
    await startServer()
  }
  await sleep(1_000)
  isEnough = true
  await Promise.all(answering)
  expect(students.filter(({ troubles }) => troubles > 0)).toHaveLength(students.length)
  await expectNothingLost(room)
})

it('submits once when the server is killed during the submissions', async () => {
  const { students, servers, startServer, pool } = room
  const submitting = students.map(async (student, i) => {
    await sleep(i * 10)
    return student.submit()
  })
  await sleep(120)
  servers[0]?.child.kill('SIGKILL')
  await servers[0]?.ended
  await startServer()
  const receipts = await Promise.all(submitting)
  expect(receipts.map(({ status }) => status)).toEqual(Array(students.length).fill('submitted'))
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int from "AttemptEvent" where type = 'submit' group by "attemptId"`,
  )
  expect(rows.map(({ count }) => count)).toEqual(Array(students.length).fill(1))
  await expectNothingLost(room)
})
