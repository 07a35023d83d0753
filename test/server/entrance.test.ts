import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveAnswer, startAttempt } from '#contract/attempts/sitting.ts'
import { signInStudent } from '#contract/auth/auth.ts'
import { getStatistics } from '#contract/statistics/statistics.ts'
import { Entrance, entranceOf, entrancesOf } from '#server/platform/entrance.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

const told = { code: 'wait_turn' }

/** Work that lasts until it is ended, so that the order in which it begins is seen. */
function crowd(entrance: Entrance) {
  const begun: string[] = []
  const inside: { key: string; leave: () => void }[] = []
  const come = (key: string) =>
    entrance.pass(
      () => key,
      () => {
        begun.push(key)
        return new Promise<void>((leave) => inside.push({ key, leave }))
      },
    )
  const end = (left: string) => {
    for (const { key, leave } of inside) if (key === left) leave()
  }
  return { begun, come, end }
}

describe('the entrance', () => {
  const narrow = (firstHoldMs: number) =>
    new Entrance({ isPoolFull: () => false, least: 1, most: 1, firstHoldMs, holdMs: 60_000 })

  it('lets in at once while there is room', async () => {
    const entrance = narrow(60_000)
    await expect(
      entrance.pass(
        () => 'a',
        async () => 1,
      ),
    ).resolves.toBe(1)
    expect(entrance.waiting).toBe(0)
  })

  it('serves in the order of arrival, and a page that comes again has the place it had', async () => {
    const entrance = narrow(30)
    const { begun, come, end } = crowd(entrance)
    const first = come('a')
    const [early, late] = await Promise.allSettled([come('b'), come('c')])
    expect(early).toMatchObject({ reason: { ...told, details: { seconds: 1, retryAfterSeconds: 1 } } })
    expect(late).toMatchObject({ reason: told })
    // Come back in another order, one of them with two pages.
    const again = [come('c'), come('b'), come('b')]
    end('a')
    await first
    await expect.poll(() => begun).toEqual(['a', 'b', 'b'])
    end('b')
    await expect.poll(() => begun).toEqual(['a', 'b', 'b', 'c'])
    end('c')
    await again[0]
    expect(entrance.waiting).toBe(0)
  })

  it('keeps four places for the pages of one person, and tells the others at once to come back', async () => {
    const entrance = narrow(60_000)
    const { begun, come, end } = crowd(entrance)
    const first = come('a')
    const pages = Array.from({ length: 6 }, () => come('b').catch((error: unknown) => error))
    expect(await Promise.all(pages.slice(4))).toMatchObject([told, told])
    end('a')
    await first
    await expect.poll(() => begun).toEqual(['a', 'b', 'b', 'b', 'b'])
    end('b')
    await Promise.all(pages)
    expect(entrance.waiting).toBe(0)
  })

  it('tells of a longer wait to those who came after more people', async () => {
    const entrance = narrow(250)
    const { come } = crowd(entrance)
    void come('first')
    const waits = Array.from({ length: 40 }, (_, i) => come(`${i}`).catch((error: unknown) => error))
    const said = (await Promise.all(waits)) as { details: { seconds: number } }[]
    expect(said[0]?.details.seconds).toBe(1)
    expect(said.at(-1)?.details.seconds).toBeGreaterThan(20)
  })

  it('lets the next one in after work that failed', async () => {
    const entrance = narrow(60_000)
    const fails = entrance.pass(
      () => 'a',
      () => Promise.reject(new Error('no')),
    )
    const next = entrance.pass(
      () => 'b',
      async () => 2,
    )
    await expect(fails).rejects.toThrow('no')
    await expect(next).resolves.toBe(2)
  })
})

describe('starts in a rush', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
    for (const { bounds } of Object.values(entrancesOf(world.deps)))
      Object.assign(bounds, { least: 1, most: 1, firstHoldMs: 50 })
  })
  afterAll(() => world.close())

  const laptop = 'laptop01:page0001'
  const startOf = (who: Someone, examId: string) =>
    world.ask(who, startAttempt, { params: { examId }, body: { device: laptop } })

  it('wait their turn while saves go on, and their time begins when they are served', async () => {
    const course = await world.course()
    const [ana, bo, chloe] = [
      await world.student({ course, name: 'Ana Un' }),
      await world.student({ course, name: 'Bo Deux' }),
      await world.student({ course, name: 'Chloé Trois' }),
    ]
    const exam = await makeExam(world, { course })
    const { body: sat } = await startOf(ana, exam.id)
    // Somebody is busy with the copy of Bo: his start is served, and lasts.
    const blocker = await world.pool.connect()
    await blocker.query('begin')
    await blocker.query('select from "Attempt" where "studentId" = $1 for update', [bo.id])
    const bos = startOf(bo, exam.id)
    await expect.poll(() => entranceOf(world.deps).inside).toBe(1)
    const waiting = await startOf(chloe, exam.id)
    expect(waiting.status).toBe(503)
    expect(waiting.body).toMatchObject({ ...told, details: { seconds: 1 } })
    expect(waiting.headers['retry-after']).toBe('1')
    expect(await world.db.attempt.count({ where: { studentId: chloe.id, status: 'ready' } })).toBe(1)

    const [questionId = ''] = exam.questionIds
    const tick = { choices: pageIds(world, { questionId, letters: ['a'] }), flagged: false, device: laptop }
    const saved = await world.ask(ana, saveAnswer, {
      params: { attemptId: sat.id, questionId },
      body: { ...tick, epoch: 1, sequence: 1 },
    })
    expect(saved.status).toBe(200)

    await blocker.query('commit')
    blocker.release()
    expect((await bos).status).toBe(200)
    world.wait(10)
    const { status, body } = await startOf(chloe, exam.id)
    expect(status).toBe(200)
    expect(body.clock.remainingMs).toBe(3_600_000)
  })

  it('do not wait for those who type codes, who wait in a line of their own', async () => {
    const course = await world.course()
    const ana = await world.student({ course, name: 'Ana Un' })
    const bo = await world.student({ course, name: 'Bo Deux', code: 'K7QF2M8X' })
    const exam = await makeExam(world, { course })
    // Whoever enters with a right code is served, and lasts.
    const blocker = await world.pool.connect()
    await blocker.query('begin')
    await blocker.query('lock table "Session" in share mode')
    const enter = (personalCode: string) =>
      world.ask(nobody, signInStudent, { body: { joinCode: exam.joinCode, personalCode } })
    const entering = enter('K7QF2M8X')
    await expect.poll(() => entranceOf(world.deps, 'codes').inside).toBe(1)
    expect((await enter('AAAAAAAA')).body).toMatchObject(told)
    expect((await startOf(ana, exam.id)).status).toBe(200)
    await blocker.query('commit')
    blocker.release()
    expect((await entering).body.session).toMatchObject({ name: bo.name })
  })

  it('come before the statistics of a trainer', async () => {
    const course = await world.course()
    const nadia = await world.staff('Nadia', { course, role: 'trainer' })
    const ana = await world.student({ course, name: 'Ana Un' })
    const bo = await world.student({ course, name: 'Bo Deux' })
    const exam = await makeExam(world, { course })
    const blocker = await world.pool.connect()
    await blocker.query('begin')
    await blocker.query('select from "Attempt" where "studentId" = $1 for update', [ana.id])
    const starting = startOf(ana, exam.id)
    await expect.poll(() => entranceOf(world.deps).inside).toBe(1)
    await startOf(bo, exam.id)
    const before = world.slept.length
    const { status } = await world.ask(nadia, getStatistics, {
      params: { courseId: course.id, examId: exam.id },
      query: {},
    })
    expect(status).toBeLessThan(500)
    expect(world.slept.slice(before).filter((ms) => ms === 250).length).toBeGreaterThan(0)
    await blocker.query('commit')
    blocker.release()
    await starting
    await startOf(bo, exam.id)
  })
})
