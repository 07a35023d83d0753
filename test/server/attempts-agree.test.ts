import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { choicesOf } from '#core/attempts/answer.ts'
import { type AttemptEvent, advance } from '#core/attempts/attempt.ts'
import type { Attempt } from '#core/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { changeAttempt, type StateEvent } from '#server/attempts/change.ts'
import { loadOwn } from '#server/attempts/load.ts'
import { clockOf } from '#server/attempts/sitting/clock.ts'
import { handIn } from '#server/attempts/sitting/hand-in.ts'
import { readClockOf } from '#server/attempts/sitting/heartbeat.ts'
import { saveOrTell } from '#server/attempts/sitting/save.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type World } from '#test/setup/world.ts'

/**
 * The statement that saves repeats one rule of core/attempts/attempt.ts: who may answer, and when. Random sittings go through
 * both, event by event; every verdict and the final answers must be the same.
 */
let world: World
let course: { id: string }
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
})
afterAll(() => world.close())

const devices = ['laptop01:page0001', 'phone0001:page0002'] as const
const reason = 'essai'

const stateEvent: fc.Arbitrary<StateEvent> = fc.oneof(
  fc.constant({ type: 'submit' as const }),
  fc.constant({ type: 'pause' as const, reason }),
  fc.constant({ type: 'resume' as const, reason }),
  fc.integer({ min: -1, max: 2 }).map((minutes) => ({ type: 'grant' as const, minutes, reason })),
  fc.integer({ min: 0, max: 2 }).map((minutes) => ({ type: 'reopen' as const, minutes, reason })),
  fc.constantFrom(...devices).map((device) => ({ type: 'take_over' as const, device })),
  fc.constant({ type: 'void' as const, reason }),
)
const tick = fc.record({
  type: fc.constant('tick' as const),
  question: fc.integer({ min: 0, max: 2 }),
  choices: fc.subarray(['a', 'b', 'c', 'd'], { maxLength: 1 }),
  device: fc.constantFrom(...devices),
  epoch: fc.integer({ min: 1, max: 3 }),
  sequence: fc.integer({ min: 1, max: 8 }),
})
const wait = fc.integer({ min: 1, max: 70 }).map((seconds) => ({ type: 'wait' as const, seconds }))
const story = fc.array(
  fc.oneof({ weight: 6, arbitrary: tick }, { weight: 2, arbitrary: wait }, { weight: 2, arbitrary: stateEvent }),
  { minLength: 8, maxLength: 24 },
)

type Step = { type: 'tick'; question: number; choices: string[]; device: string; epoch: number; sequence: number }

let students = 0
async function newSitting() {
  students += 1
  const student = await world.student({ course, name: `Ana Random${students}` })
  const exam = await makeExam(world, { course, minutes: 2 })
  const { id: attemptId } = await world.db.attempt.findFirstOrThrow({
    where: { examId: exam.id, studentId: student.id },
  })
  await change(attemptId, { type: 'start', device: devices[0] })
  const { attempt } = await loadOwn(world.deps, { attemptId, studentId: student.id })
  return { attemptId, studentId: student.id, questionIds: exam.questionIds, attempt }
}

const change = (attemptId: string, event: StateEvent) =>
  changeAttempt(world.deps, { attemptId, reach: { everything: true }, event, actor: { id: null, name: 'test' } })

/** A pulse reads the stored deadline instead of the terms. */
async function expectSameClock(own: { attemptId: string; studentId: string }) {
  const loaded = await loadOwn(world.deps, own)
  expect(await readClockOf(world.deps, own)).toEqual(clockOf(loaded, loaded.now))
}

/** The code of a refusal, or « ok ». */
async function verdictOf(work: () => unknown): Promise<string> {
  try {
    await work()
    return 'ok'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

it('judges each save and each change as core does, whatever the story', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const { attemptId, studentId, questionIds, ...begun } = await newSitting()
      let attempt: Attempt = begun.attempt
      const play = (event: AttemptEvent) => {
        attempt = advance(attempt, event, world.now())
      }
      // A pair (device, sequence) names one tick for ever: a client never sends two different ones under one name.
      const sent = new Map<string, Step>()

      for (const step of steps) {
        await expectSameClock({ attemptId, studentId })
        if (step.type === 'wait') {
          world.wait(step.seconds / 60)
          continue
        }
        if (step.type !== 'tick') {
          const expected = await verdictOf(() => play(step))
          const own = { attemptId, studentId, actor: { id: studentId, name: 'Ana' } }
          const make = () => (step.type === 'submit' ? handIn(world.deps, own) : change(attemptId, step))
          expect(await verdictOf(make)).toBe(expected)
          continue
        }
        const name = `${step.device} ${step.sequence}`
        const real = sent.get(name) ?? step
        sent.set(name, real)
        const { question, choices, device, epoch, sequence } = real
        const tickOf = { questionId: questionIds[question] ?? '', choices, device, epoch, sequence, flagged: false }
        const expected = await verdictOf(() => play({ type: 'answer', ...tickOf }))
        const ids = pageIds(world, { questionId: tickOf.questionId, letters: choices })
        const { verdict } = await saveOrTell(world.deps, { attemptId, studentId, ...tickOf, choices: ids })
        expect(verdict).toBe(expected)
      }

      const rows = await world.db.answer.findMany({ where: { attemptId } })
      expect(Object.fromEntries(rows.map((row) => [row.questionId, row.choices]))).toEqual(choicesOf(attempt.answers))
      const { attempt: kept } = await loadOwn(world.deps, { attemptId, studentId })
      expect({ ...kept, answers: {}, terms: {} }).toEqual({ ...attempt, answers: {}, terms: {} })
    }),
    { numRuns: 60, seed: 20261122 },
  )
})

const together = fc.array(fc.record({ who: fc.integer({ min: 0, max: 2 }), event: stateEvent }), {
  minLength: 4,
  maxLength: 20,
})

it('decides changes that travel together one after the other, as core does', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(together, async (steps) => {
      const sittings = [await newSitting(), await newSitting(), await newSitting()]
      world.wait(1)
      const played = sittings.map(({ attempt }) => attempt)
      const expected: string[] = []
      for (const { who, event } of steps) {
        const play = () => {
          played[who] = advance(played[who] as Attempt, event, world.now())
        }
        expected.push(await verdictOf(play))
      }
      const idOf = (who: number) => sittings[who]?.attemptId ?? ''
      const verdicts = steps.map(({ who, event }) => verdictOf(() => change(idOf(who), event)))
      expect(await Promise.all(verdicts)).toEqual(expected)

      for (const [who, attempt] of played.entries()) {
        const { studentId = '' } = sittings[who] ?? {}
        const { attempt: kept } = await loadOwn(world.deps, { attemptId: idOf(who), studentId })
        expect({ ...kept, answers: {}, terms: {} }).toEqual({ ...attempt, answers: {}, terms: {} })
        // One line per change that changed something, in the order they came.
        const log = await world.db.attemptEvent.findMany({ where: { attemptId: idOf(who) }, orderBy: { id: 'asc' } })
        const types = log.map(({ type }) => type).filter((type) => type !== 'expire')
        const asked = steps.filter((step) => step.who === who).map(({ event }) => event.type as string)
        expect(isInOrder(types.slice(1), asked)).toBe(true)
      }
    }),
    { numRuns: 30, seed: 20261122 },
  )
})

/** Whether the first list is the second with some left out. */
function isInOrder(some: readonly string[], all: readonly string[]) {
  let at = 0
  for (const one of all) if (one === some[at]) at += 1
  return at === some.length
}

it('shows at the next pulse a time that was corrected, before any timer has moved the deadline', async () => {
  const own = await newSitting()
  world.wait(0.5)
  const { remainingMs } = await readClockOf(world.deps, own)
  expect(remainingMs).toBe(90_000)
  const given = { id: own.studentId }
  const extraTime = { kind: 'minutes' as const, minutes: 5 }
  await world.db.student.update({ where: given, data: { extraTime, updatedAt: world.now() } })
  expect((await readClockOf(world.deps, own)).remainingMs).toBe(remainingMs + 5 * 60_000)

  const other = await newSitting()
  world.wait(0.5)
  const { examId } = await world.db.attempt.findUniqueOrThrow({ where: { id: other.attemptId } })
  const closesAt = new Date(world.now().getTime() + 60_000)
  await world.db.exam.update({ where: { id: examId }, data: { closesAt, termsChangedAt: world.now() } })
  expect((await readClockOf(world.deps, other)).remainingMs).toBe(60_000)
})

it('closes a copy submitted twice at once a single time, and nobody else’s', async () => {
  const [own, other] = [await newSitting(), await newSitting()]
  world.wait(0.5)
  const [at, actor] = [world.now(), { id: own.studentId, name: 'Ana' }]
  const twice = [handIn(world.deps, { ...own, actor }), handIn(world.deps, { ...own, actor })]
  const stolen = handIn(world.deps, { attemptId: other.attemptId, studentId: own.studentId, actor })
  await expect(stolen).rejects.toMatchObject({ code: 'not_found' })
  await Promise.all(twice)
  const closed = await world.db.attempt.findUniqueOrThrow({ where: { id: own.attemptId } })
  expect(closed).toMatchObject({ status: 'submitted', closedAt: at, acceptsUntil: null, termsAt: at })
  const events = await world.db.attemptEvent.findMany({ where: { attemptId: own.attemptId, type: 'submit' } })
  expect(events).toMatchObject([{ at, actorId: own.studentId, actorName: 'Ana', reason: '', detail: {} }])
  const untouched = await world.db.attempt.findUniqueOrThrow({ where: { id: other.attemptId } })
  expect(untouched.status).toBe('in_progress')
})
