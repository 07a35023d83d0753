import 'fake-indexeddb/auto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getAttempt, getReceipt, startAttempt } from '#contract/attempts/sitting.ts'
import { makeExam } from '#test/setup/exam.ts'
import { type Answer, refusals, strangers } from '#test/setup/middlebox.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { connectWindow, type Network } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { newDevice } from '#web/attempts/sitting/device.ts'
import { SittingEngine } from '#web/attempts/sitting/engine.ts'
import { type OutboxStore, openOutboxStore } from '#web/attempts/sitting/outbox-store.ts'

/**
 * « Enregistré » is only ever said of what the server acknowledged: every refusal it can give, and everything a network
 * can answer in its place, at every moment of a copy.
 */
let world: World
let network: Network
let ana: Someone
let exam: Awaited<ReturnType<typeof makeExam>>
let attemptId: string
let engine: SittingEngine
const device = newDevice()

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  const course = await world.course()
  ana = await world.student({ course, name: 'Ana Kerdoncuff' })
  exam = await makeExam(world, { course, keys: ['a', 'b', 'c'] })
  const { body } = await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device: device.id } })
  attemptId = body.id
  network = connectWindow(world, ana)
  engine = await open()
})
afterEach(() => engine.stop())

const waitMs = () => 15
async function open(store?: OutboxStore) {
  const { body: copy } = await world.ask(ana, getAttempt, { params: { attemptId } })
  return SittingEngine.open({ copy, device, store: store ?? (await openOutboxStore()), waitMs })
}
const until = async (isTrue: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 500; i++) {
    if (await isTrue()) return
    await new Promise((done) => setTimeout(done, 5))
  }
  throw new Error('never')
}
/** What the page sends, and what the author's letters stand for on it. */
const idsOf = (question: number, letter: string) =>
  pageIds(world, { questionId: exam.questionIds[question] ?? '', letters: [letter] })
const choose = (question: number, letter: string) =>
  engine.choose(exam.questionIds[question] ?? '', idsOf(question, letter))
const kind = () => engine.snapshot().save.kind
const savedAsked = () => network.asked.filter((line) => /answers/.test(line)).length
/** The server was asked, so many more times, and what it answered was read. Signed out, a page does not insist. */
async function tried(times: number) {
  if (engine.snapshot().isSignedOut) return
  const before = savedAsked()
  await until(() => savedAsked() >= before + times)
  await new Promise((done) => setTimeout(done, 5))
}
const isSave = (url: string) => url.includes('/answers')
const answerTo = ({ status, headers, body }: Answer) => new Response(status === 204 ? null : body, { status, headers })
const held = async () =>
  Object.fromEntries(
    (await world.db.answer.findMany({ where: { attemptId } })).map(({ questionId, choices }) => [
      exam.questionIds.indexOf(questionId),
      choices.join(''),
    ]),
  )
const filed = () =>
  engine
    .filed()
    .flatMap(({ choices }) => choices)
    .toSorted()
const everything = () => [...idsOf(0, 'a'), ...idsOf(1, 'b'), ...idsOf(2, 'c')].toSorted()

/** Codes with which the server itself asks to wait: nothing is wrong, and nothing is said. */
const silent = ['too_many_requests']

describe.each([...refusals, ...strangers].map((answer) => [answer.name, answer] as const))('« %s »', (name, answer) => {
  it('to a tick, to a submission, to a reload and to a resumption loses nothing and is never called saved', async () => {
    choose(0, 'a')
    await until(() => kind() === 'saved')

    // A tick, and others beside it.
    network.instead = ({ url }) => (isSave(url) ? answerTo(answer) : undefined)
    choose(1, 'b')
    if (name === 'not_signed_in') await until(() => engine.snapshot().isSignedOut)
    else await tried(1)
    const mayBe = silent.includes(name) ? ['saving'] : ['local', 'failing', 'refused', 'saving']
    expect(mayBe).toContain(kind())
    choose(2, 'c')
    await tried(1)
    await until(() => engine.snapshot().isKept)
    expect(engine.snapshot().waiting).toBe(2)
    expect([...engine.snapshot().unsaved].sort()).toEqual([exam.questionIds[1], exam.questionIds[2]].sort())
    expect(filed()).toEqual(everything())

    // A submission: the copy stays open, and says why.
    if (!silent.includes(name)) {
      await expect(engine.submit()).rejects.toThrow()
      expect((await world.ask(ana, getReceipt, { params: { attemptId } })).body.code).toBe('attempt_wrong_state')
      expect(kind()).not.toBe('saved')
    }

    // A reload: both still wait, on this device.
    engine.stop()
    engine = await open()
    expect(engine.snapshot().waiting).toBe(2)
    if (name !== 'not_signed_in') await tried(1)
    expect(kind()).not.toBe('saved')
    expect(filed()).toEqual(everything())
    expect(await held()).toEqual({ 0: 'a' })

    // The obstacle goes away: everything leaves by itself, or at the sign-in that the server asked for.
    network.instead = null
    if (name === 'not_signed_in') await until(() => engine.snapshot().isSignedOut)
    if (name === 'not_signed_in') engine.signedIn()
    await until(() => kind() === 'saved')
    expect(engine.snapshot()).toMatchObject({ waiting: 0, save: { count: 3 } })
    expect(await held()).toEqual({ 0: 'a', 1: 'b', 2: 'c' })
    const receipts: { answeredCount: number }[] = []
    await engine.submit((receipt) => receipts.push(receipt))
    expect(receipts.map(({ answeredCount }) => answeredCount)).toEqual([3])
  })
})

describe.each(strangers.map((answer) => [answer.name, answer] as const))('« %s » to everything', (_name, answer) => {
  it('leaves the copy open, its answers here, its time running, and is forgotten once it is gone', async () => {
    network.instead = () => answerTo(answer)
    choose(0, 'a')
    await tried(1)
    window.dispatchEvent(new Event('online'))
    await expect(engine.submit()).rejects.toThrow()
    expect(engine.snapshot()).toMatchObject({ lock: null, waiting: 1, isSignedOut: false })
    expect(engine.leftMs()).toBeGreaterThan(3_590_000)
    expect(kind()).not.toBe('saved')
    network.instead = null
    window.dispatchEvent(new Event('online'))
    await until(() => kind() === 'saved')
    expect(await held()).toEqual({ 0: 'a' })
  })
})

describe('an acknowledgement', () => {
  it.each([
    ['another tick of the question', { sequence: 999 }],
    ['another question', { questionId: '00000000-0000-4000-8000-000000000000' }],
    ['another copy', { attemptId: '00000000-0000-4000-8000-000000000000' }],
  ])('of %s is none', async (_what, wrong) => {
    let replies = 0
    const { questionIds } = exam
    network.instead = ({ url, body }) => {
      if (!isSave(url) || replies > 3) return undefined
      replies += 1
      const { sequence } = JSON.parse(body) as { sequence: number }
      const right = { attemptId, questionId: questionIds[0], sequence, savedAt: '2026-12-08T09:00:00.000Z' }
      const reply = { ...right, clock: engine.snapshot().clock, ...wrong }
      return new Response(JSON.stringify(reply), { status: 200, headers: { 'x-bareme': '1' } })
    }
    choose(0, 'a')
    await tried(3)
    expect(engine.snapshot().waiting).toBe(1)
    await until(() => kind() === 'saved')
    expect(replies).toBe(4)
    expect(await held()).toEqual({ 0: 'a' })
  })
})

describe('a browser that does not write', () => {
  const failing = (store: OutboxStore): OutboxStore => ({
    ...store,
    put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
  })

  it('is said as soon as something waits, the tick leaves when it can, and no word of « this device » before', async () => {
    engine.stop()
    engine = await open(failing(await openOutboxStore()))
    network.isDown = true
    choose(0, 'a')
    await until(() => kind() === 'local')
    expect(engine.snapshot()).toMatchObject({ isKept: false, save: { kind: 'local', isWritten: false } })
    network.isDown = false
    await until(() => kind() === 'saved')
    expect(engine.snapshot().isKept).toBe(true)
  })

  it('that really has no room left keeps the tick in the page, for the next view of it', async () => {
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    try {
      network.isDown = true
      choose(0, 'a')
      await until(() => kind() === 'local')
      expect(engine.snapshot().isKept).toBe(false)
      engine.stop()
      engine = await open()
      expect(engine.snapshot()).toMatchObject({ waiting: 1 })
    } finally {
      IDBObjectStore.prototype.put = put
    }
  })

  it('that opens no database says so from the start', async () => {
    const { open: openDatabase } = IDBFactory.prototype
    const { openOutboxStore: openAnew } = await freshModules()
    IDBFactory.prototype.open = () => {
      throw new DOMException('blocked', 'SecurityError')
    }
    try {
      expect((await openAnew()).isDurable).toBe(false)
    } finally {
      IDBFactory.prototype.open = openDatabase
    }
  })
})

async function freshModules() {
  const { vi } = await import('vitest')
  vi.resetModules()
  return import('#web/attempts/sitting/outbox-store.ts')
}

describe('what the copy has become', () => {
  const late = async () => {
    world.wait(61)
    choose(0, 'a')
    await until(() => engine.snapshot().lock === 'closed')
  }

  it('closes the page, and what came too late stays on this device for the file', async () => {
    await late()
    const store = await openOutboxStore()
    await until(async () => (await store.list(attemptId)).some(({ isLate }) => isLate === true))
    expect(filed()).toEqual(idsOf(0, 'a'))
    expect(await world.db.answerEvent.count({ where: { attemptId, late: true } })).toBe(1)
  })

  it('a refusal that the clock does not confirm holds nothing for ever', async () => {
    let refused = 0
    network.instead = ({ url }) => {
      if (!isSave(url) || refused === 3) return undefined
      refused += 1
      return new Response('{"code":"attempt_paused"}', { status: 409, headers: { 'x-bareme': '1' } })
    }
    choose(0, 'a')
    await until(() => kind() === 'saved')
    expect(refused).toBe(3)
  })
})

it('too many saves in a second are sent again when the server says, without a word', async () => {
  const seen = new Set<string>()
  const stop = engine.subscribe(() => seen.add(kind()))
  let refused = 0
  network.instead = ({ url }) => {
    if (!isSave(url) || refused === 4) return undefined
    refused += 1
    return new Response('{"code":"too_fast"}', { status: 429, headers: { 'x-bareme': '1', 'retry-after': '0.02' } })
  }
  choose(0, 'a')
  choose(1, 'b')
  const submitted = engine.submit()
  await submitted
  stop()
  expect([...seen].filter((each) => each !== 'none')).toEqual(['saving', 'saved'])
  expect(refused).toBe(4)
  expect(await held()).toEqual({ 0: 'a', 1: 'b' })
})
