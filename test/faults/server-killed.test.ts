import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ExamRoom, openRoom } from './exam-room.ts'
import { expectNothingLost } from './nothing-lost.ts'

let room: ExamRoom
beforeAll(async () => {
  room = await openRoom({ pupils: 24 })
})
afterAll(() => room.close())

it('loses nothing when the server is killed during the saves, twice, and started again', async () => {
  const { pupils, servers, startServer } = room
  await Promise.all(pupils.map((pupil) => pupil.signIn()))
  await Promise.all(pupils.map((pupil) => pupil.start()))
  let isEnough = false
  const answering = pupils.map((pupil) => pupil.answerUntil(() => isEnough))
  for (let kill = 0; kill < 2; kill += 1) {
    await sleep(1_500)
    servers[0]?.child.kill('SIGKILL')
    await servers[0]?.ended
    await startServer()
  }
  await sleep(1_000)
  isEnough = true
  await Promise.all(answering)
  expect(pupils.filter(({ troubles }) => troubles > 0)).toHaveLength(pupils.length)
  await expectNothingLost(room)
})

it('submits once when the server is killed during the submissions', async () => {
  const { pupils, servers, startServer, pool } = room
  const submitting = pupils.map(async (pupil, i) => {
    await sleep(i * 10)
    return pupil.submit()
  })
  await sleep(120)
  servers[0]?.child.kill('SIGKILL')
  await servers[0]?.ended
  await startServer()
  const receipts = await Promise.all(submitting)
  expect(receipts.map(({ status }) => status)).toEqual(Array(pupils.length).fill('submitted'))
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int from "AttemptEvent" where type = 'submit' group by "attemptId"`,
  )
  expect(rows.map(({ count }) => count)).toEqual(Array(pupils.length).fill(1))
  await expectNothingLost(room)
})
