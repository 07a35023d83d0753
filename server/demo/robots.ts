import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Chance, chanceFrom } from '#core/seed.ts'
import { openDoor } from '#server/attempts/rehearsal/stage.ts'
import { ask, choose, type Door, type Own, type RobotCopy, robotDevice } from '#server/attempts/rehearsal/student.ts'
import { createCopies } from '#server/exams/create-copies.ts'
import type { Deps } from '#server/platform/deps.ts'
import { shownNumbers } from './seed.ts'

/** Lengths in milliseconds. */
type Pace = {
  /** On one question, on average. */
  think: number
  /** Between two requests for the clock, as a page makes them. */
  beat: number
  /** All have started within this time. */
  starts: number
  /** Between the end of the last copy and the next round. */
  rest: number
}

/** A copy of twenty questions in about a quarter of an hour. */
const slow: Pace = { think: 45_000, beat: 8_000, starts: 90_000, rest: 120_000 }

type Robots = { courseId: string; own: Own; pace?: Pace }

/**
 * The open exam of the demonstration is never empty: simulated students sit it, those of the rehearsal, but slowly, and
 * through the same door as everybody. Their copies say that they are robots. When all have ended they begin again, as
 * long as the exam is open. The three students whose codes are printed are left to the visitor. Returns how to end them.
 */
export function startRobots(deps: Deps, { courseId, own, pace = slow }: Robots): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  // Each robot that thinks listens for the end.
  setMaxListeners(0, signal)
  const rounds = async () => {
    while (!signal.aborted) {
      // A round that fails, for a database that is away, is tried again: a demonstration stops for nothing.
      await round(deps, { courseId, own, pace, signal }).catch(() => undefined)
      await sleep(pace.rest, undefined, { signal }).catch(() => undefined)
    }
    await forgetSessions(deps, courseId).catch(() => undefined)
  }
  const ended = rounds()
  return async () => {
    stopping.abort()
    await ended
  }
}

type Round = { courseId: string; own: Own; pace: Pace; signal: AbortSignal }

async function round(deps: Deps, { courseId, own, pace, signal }: Round) {
  const exam = await deps.db.exam.findFirst({ where: { courseId, status: 'open' }, orderBy: { openedAt: 'desc' } })
  if (!exam) return
  const students = await deps.db.student.findMany({
    where: { courseId, archivedAt: null, number: { notIn: shownNumbers } },
    orderBy: { number: 'asc' },
  })
  await forgetSessions(deps, courseId)
  await deps.db.$transaction(async (tx) => {
    await tx.attempt.deleteMany({ where: { examId: exam.id, device: { startsWith: robotDevice } } })
    await createCopies(deps, { tx, examId: exam.id })
  })
  await Promise.all(
    students.map(async ({ id }, rank) => {
      const door = { own, token: await openDoor(deps, id) }
      const seat = { door, examId: exam.id, number: rank + 1, pace, signal, chance: chanceFrom(`demo/robot/${rank}`) }
      // Closed, voided, collected: whoever ended a copy ended its robot.
      await sit(seat, (pace.starts * rank) / students.length).catch(() => undefined)
    }),
  )
}

/** Sessions are kept by nobody else under this name. */
const forgetSessions = ({ db }: Deps, courseId: string) =>
  db.session.deleteMany({ where: { userAgent: 'rehearsal', student: { courseId } } })

type Seat = { door: Door; examId: string; number: number; pace: Pace; signal: AbortSignal; chance: Chance }
type Clock = { status: string; messages: { id: string }[] }

async function sit(seat: Seat, startsAfter: number) {
  const { door, examId, number, pace, signal, chance } = seat
  await sleep(startsAfter, undefined, { signal })
  const device = `${robotDevice}${String(number).padStart(4, '0')}`
  const path = `/api/my/exams/${examId}/attempt`
  const copy = (await ask(door, { method: 'POST', path, body: { device } })) as RobotCopy
  // Some are ahead of the others from the first look.
  const quick = chance(8)
  for (const [rank, question] of copy.questions.entries()) {
    // One page in eight falls silent once: its row turns red, then comes back.
    const isSilent = number % 8 === 3 && rank === 5
    if (isSilent) await sleep(pace.beat * 6, undefined, { signal })
    const thinks = rank < quick ? 0 : pace.think * (0.5 + chance(1_000) / 1_000)
    await work(seat, { copy, lasts: thinks })
    if (chance(12) === 0) continue
    await ask(door, {
      method: 'PUT',
      path: `/api/attempts/${copy.id}/answers/${question.id}`,
      body: { choices: choose(question, chance), flagged: chance(10) === 0, device, epoch: 1, sequence: rank + 1 },
    })
  }
  await work(seat, { copy, lasts: pace.think })
  await ask(door, { method: 'POST', path: `/api/attempts/${copy.id}/submission` })
}

/** Thinks for so long while its page asks for the clock: waits during a pause, and reads what the room writes. */
async function work({ door, pace, signal, chance }: Seat, { copy, lasts }: { copy: RobotCopy; lasts: number }) {
  let left = lasts
  for (;;) {
    const clock = (await ask(door, { method: 'GET', path: `/api/attempts/${copy.id}/clock` })) as Clock
    const isPaused = clock.status === 'paused'
    if (!isPaused && clock.status !== 'in_progress') throw new Error(`the copy is ${clock.status}`)
    const [message] = clock.messages
    // Not at once: the room sees who has not read yet.
    if (message && chance(3) === 0)
      await ask(door, { method: 'PUT', path: `/api/attempts/${copy.id}/messages/${message.id}/reading` })
    if (left <= 0 && !isPaused) return
    await sleep(isPaused ? pace.beat : Math.min(left, pace.beat), undefined, { signal })
    if (!isPaused) left -= pace.beat
  }
}
