import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ExamRoom, openRoom } from './exam-room.ts'
import { expectNothingLost } from './nothing-lost.ts'
import type { Pupil } from './pupil.ts'

let room: ExamRoom
beforeAll(async () => {
  room = await openRoom({ pupils: 24, servers: 2 })
  await Promise.all(room.pupils.map((pupil) => pupil.signIn()))
})
afterAll(() => room.close())

/** The same student in eight tabs, four on each server. */
async function eightTimes<T>(one: Pupil, work: (tab: Pupil) => Promise<T>) {
  const tabs = Array.from({ length: 8 }, (_, i) => one.twin(() => room.ports[i % 2] ?? 0))
  try {
    return await Promise.all(tabs.map(work))
  } finally {
    for (const tab of tabs) tab.leave()
  }
}

it('gives one copy and one clock to eight starts at once on two servers', async () => {
  const [pupil] = room.pupils as [Pupil]
  const copies = await eightTimes(pupil, (tab) => tab.start())
  expect(new Set(copies.map(({ id, questions }) => JSON.stringify([id, questions]))).size).toBe(1)
  const { rows } = await room.pool.query(
    `select a."startedAt" from "Attempt" a join "AttemptEvent" e on e."attemptId" = a.id and e.type = 'start' where a.id = $1`,
    [copies[0]?.id],
  )
  expect(rows).toHaveLength(1)
  await pupil.start()
})

it('moves the students of a server that is killed to the other one, where nothing is missing', async () => {
  const { pupils, servers, ports } = room
  await Promise.all(pupils.map((pupil) => pupil.start()))
  let isEnough = false
  const answering = pupils.map((pupil) => pupil.answerUntil(() => isEnough))
  await sleep(1_500)
  servers[1]?.child.kill('SIGKILL')
  await servers[1]?.ended
  const [left = 0] = ports
  const dead = ports[1] ?? 0
  ports[1] = left
  await sleep(1_500)
  isEnough = true
  await Promise.all(answering)
  const moved = pupils.filter((_, i) => i % 2 === 1)
  expect(moved.filter(({ troubles }) => troubles > 0).length).toBeGreaterThan(0)
  // Sessions are in the database: no student had to sign in again.
  expect(pupils.flatMap(({ statuses }) => [...statuses]).filter((status) => status === 401)).toEqual([])
  await expectNothingLost(room)
  ports[1] = dead
  await room.startServer(1)
})

it('submits once for eight presses at once on two servers, with one receipt', async () => {
  const [pupil] = room.pupils as [Pupil]
  const receipts = await eightTimes(pupil, (tab) => tab.submit())
  expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1)
  const { rows } = await room.pool.query(`select from "AttemptEvent" where "attemptId" = $1 and type = 'submit'`, [
    pupil.copy?.id,
  ])
  expect(rows).toHaveLength(1)
  await expectNothingLost(room)
})
