import 'fake-indexeddb/auto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAttempt } from '#contract/attempts/sitting.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { connectWindow, type Network } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { Outbox } from '#web/attempts/sitting/outbox.ts'
import { inMemory, type OutboxEntry, openOutboxStore } from '#web/attempts/sitting/outbox-store.ts'

let world: World
let network: Network
let ana: Someone
let attemptId: string
let questionIds: string[]
let told: string[]
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const device = '0123456789abcdef:0000000000000001'
beforeEach(async () => {
  const course = await world.course()
  ana = await world.student({ course, name: 'Ana Kerdoncuff' })
  const exam = await makeExam(world, { course, keys: ['a', 'b', 'ac'] })
  const { body } = await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device } })
  attemptId = body.id
  questionIds = exam.questionIds
  network = connectWindow(world, ana)
  told = []
})

const idsOf = (question: number, letters: string[]) =>
  pageIds(world, { questionId: questionIds[question] ?? '', letters })
const entry = (question: number, letters: string[], sequence: number): OutboxEntry => ({
  attemptId,
  questionId: questionIds[question] ?? '',
  choices: idsOf(question, letters),
  flagged: false,
  device,
  epoch: 1,
  sequence,
})
const answers = async () =>
  Object.fromEntries(
    (await world.db.answer.findMany({ where: { attemptId } })).map(({ questionId, choices }) => [
      questionIds.indexOf(questionId),
      choices.join(''),
    ]),
  )

async function openOutbox(store = inMemory()) {
  const outbox = new Outbox({
    attemptId,
    store,
    onAcknowledged: (savedAt) => told.push(`saved ${savedAt !== ''}`),
    onRefused: (code) => told.push(code),
    onUnreachable: () => told.push('unreachable'),
    onChange: () => undefined,
  })
  outbox.restore(await store.list(attemptId))
  return outbox
}
const until = async (isTrue: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 500; i++) {
    if (await isTrue()) return
    await new Promise((done) => setTimeout(done, 10))
  }
  throw new Error('never')
}

describe('the store', () => {
  it.each(['durable', 'in memory'])(
    'keeps the newest tick of each question, and removes only that very tick (%s)',
    async (kind) => {
      const store = kind === 'durable' ? await openOutboxStore() : inMemory()
      expect(store.isDurable).toBe(kind === 'durable')
      const [old, newer, other] = [entry(0, ['a'], 1), entry(0, ['b'], 2), entry(1, ['c'], 3)]
      await store.put(newer)
      await store.put(old)
      await store.put(other)
      expect(await store.list(attemptId)).toEqual(expect.arrayContaining([newer, other]))
      await store.remove(old)
      expect(await store.list(attemptId)).toHaveLength(2)
      await store.remove(newer)
      expect(await store.list(attemptId)).toEqual([other])
      expect(await store.list('another copy')).toEqual([])
    },
  )
})

describe('the outbox', () => {
  it('sends a tick at once, and forgets it when the server has it', async () => {
    const store = await openOutboxStore()
    const outbox = await openOutbox(store)
    outbox.add(entry(0, ['b'], 1))
    expect(outbox.isSending).toBe(true)
    await until(() => outbox.waiting.length === 0)
    expect(await answers()).toEqual({ 0: 'b' })
    await until(async () => (await store.list(attemptId)).length === 0)
    expect(told).toEqual(['saved true'])
  })

  it('sends together what was ticked while a request was on its way, only the last word of each question', async () => {
    const outbox = await openOutbox()
    outbox.add(entry(0, ['a'], 1))
    outbox.add(entry(0, ['b'], 2))
    outbox.add(entry(0, ['c'], 3))
    outbox.add(entry(1, ['d'], 4))
    await until(() => outbox.waiting.length === 0)
    expect(await answers()).toEqual({ 0: 'c', 1: 'd' })
    expect(network.asked.map((line) => line.split(' ')[0])).toEqual(['PUT', 'POST'])
  })

  it('keeps everything while the network is down, and sends it when it is back', async () => {
    const store = await openOutboxStore()
    const outbox = await openOutbox(store)
    network.isDown = true
    outbox.add(entry(0, ['a'], 1))
    outbox.add(entry(1, ['b'], 2))
    await until(() => outbox.trouble !== null)
    expect(outbox.trouble).toEqual({ kind: 'unreachable' })
    expect(told).toEqual(['unreachable'])
    await until(async () => (await store.list(attemptId)).length === 2)
    expect(await answers()).toEqual({})
    network.isDown = false
    await until(() => outbox.waiting.length === 0)
    expect(outbox.trouble).toBeNull()
    expect(await answers()).toEqual({ 0: 'a', 1: 'b' })
  })

  it('keeps a tick whose acknowledgement was lost; sent again, it is the same answer', async () => {
    const outbox = await openOutbox()
    network.losesReplies = true
    outbox.add(entry(0, ['b'], 1))
    await until(() => outbox.trouble !== null)
    expect(outbox.waiting).toHaveLength(1)
    expect(await answers()).toEqual({ 0: 'b' })
    network.losesReplies = false
    outbox.retryNow()
    await until(() => outbox.waiting.length === 0)
    expect(await world.db.answerEvent.count({ where: { attemptId } })).toBe(1)
  })

  it('gives the next page what this one could not send', async () => {
    const store = await openOutboxStore()
    network.isDown = true
    const lost = await openOutbox(store)
    lost.add(entry(2, ['a', 'c'], 1))
    await until(async () => (await store.list(attemptId)).length === 1)
    lost.stop()
    network.isDown = false
    const next = await openOutbox(store)
    await until(() => next.waiting.length === 0)
    expect(await answers()).toEqual({ 2: 'ac' })
  })

  it('does not let one bad tick keep the others', async () => {
    const outbox = await openOutbox()
    network.isDown = true
    outbox.add(entry(0, ['nowhere'], 1))
    outbox.add(entry(1, ['b'], 2))
    await until(() => outbox.trouble !== null)
    network.isDown = false
    outbox.retryNow()
    await until(() => outbox.waiting.length === 1)
    expect(await answers()).toEqual({ 1: 'b' })
    await until(() => told.includes('choice_not_in_question'))
    // Kept and said, never dropped; another tick of the question takes its place at once.
    expect([outbox.waiting.map(({ choices }) => choices), outbox.refused]).toEqual([
      [idsOf(0, ['nowhere'])],
      'choice_not_in_question',
    ])
    outbox.add(entry(0, ['a'], 3))
    await until(() => outbox.waiting.length === 0)
    expect(outbox.refused).toBeNull()
    expect(await answers()).toEqual({ 0: 'a', 1: 'b' })
  })

  it('stops at a signed-out session without losing anything, and goes on once signed in', async () => {
    const outbox = await openOutbox()
    network.who = { token: 'x'.repeat(40), id: '', name: '' }
    outbox.add(entry(0, ['b'], 1))
    await until(() => outbox.hold !== null)
    expect(outbox.hold).toBe('not_signed_in')
    expect(outbox.waiting).toHaveLength(1)
    network.who = ana
    outbox.release()
    await until(() => outbox.waiting.length === 0)
    expect(await answers()).toEqual({ 0: 'b' })
  })

  it('is told when the time is up, and keeps what came too late', async () => {
    const outbox = await openOutbox()
    world.wait(61)
    outbox.add(entry(0, ['b'], 1))
    await until(() => outbox.hold !== null)
    expect(outbox.hold).toBe('time_is_up')
    expect(outbox.waiting).toHaveLength(1)
    expect(await answers()).toEqual({})
  })

  it('sends once more when the page goes away, without waiting its turn', async () => {
    const outbox = await openOutbox()
    network.isDown = true
    outbox.add(entry(0, ['b'], 1))
    await until(() => outbox.trouble !== null)
    network.isDown = false
    outbox.sendOnExit()
    await until(async () => (await answers())[0] === 'b')
    // Nobody is there to read the reply: the entry waits for the next page.
    expect(outbox.waiting).toHaveLength(1)
    outbox.stop()
  })
})
