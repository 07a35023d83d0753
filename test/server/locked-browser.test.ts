import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as browser from '#contract/attempts/locked-browser.ts'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { getMyExam } from '#contract/attempts/my-exams.ts'
import * as room from '#contract/attempts/room.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import { contract } from '#contract/contract.ts'
import type { Endpoint, Sent } from '#contract/endpoint.ts'
import { duplicateExam } from '#contract/exams/exams.ts'
import { getImage } from '#contract/questions/images.ts'
import type { LockedBrowserUse } from '#core/exams/locked-browser.ts'
import { readSebFile } from '#server/exams/read-seb-file.ts'
import { startSession } from '#server/platform/sessions.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { asColumn } from '#test/setup/as-column.ts'
import { askInside as ask, keyHeader, type LockedRoom, openLockedRoom, shows, site } from '#test/setup/locked-room.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

const device = 'laptop01:page0001'
const header = keyHeader

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const openRoom = (use: LockedBrowserUse) => openLockedRoom(world, { use })
type Room = LockedRoom

const start = (room: Room, who = room.ana) =>
  ask(room, who, [sitting.startAttempt, { params: { examId: room.exam.id }, body: { device } }])

/** Routes that read a copy once it is over, at home: what they show, the release decides. */
const afterTheExam = ['getReceipt', 'getMyReview', 'listMyContestations', 'contest', 'getMySections']

const everyEndpoint = Object.values(contract).flatMap((concept) => Object.entries(concept))
const isOfCopy = ({ access, path }: Endpoint) =>
  access === 'student' && (path.includes('/:attemptId') || path.endsWith('/attempt'))
const guarded = everyEndpoint.filter(([, { refusals }]) => refusals?.includes('locked_browser_needed'))

it('asks for the locked browser on every route of a copy that the contract has', () => {
  const names = everyEndpoint.filter(([, endpoint]) => isOfCopy(endpoint)).map(([name]) => name)
  const left = names.filter((name) => !guarded.some(([known]) => known === name))
  expect(left.sort()).toEqual(afterTheExam.toSorted())
})

/** A valid request to each; a route that is new in the contract fails here until it has one. */
async function requestsTo({ where, exam, ana }: Room, attemptId: string) {
  const [questionId = ''] = exam.questionIds
  const choices = pageIds(where, { questionId, letters: ['a'] })
  const tick = { choices, flagged: false, device, epoch: 1, sequence: 1 }
  const message = await where.db.examMessage.create({
    data: { examId: exam.id, text: 'Bonjour', sentAt: where.now(), authorName: 'Nadia' },
  })
  await where.db.messageReading.create({ data: { attemptId, messageId: message.id } })
  const params = { attemptId }
  return {
    who: ana,
    requests: {
      startAttempt: { params: { examId: exam.id }, body: { device } },
      getAttempt: { params },
      getClock: { params },
      sendHeartbeat: { params, body: { unsynced: 0 } },
      followAttempt: { params },
      readMessage: { params: { attemptId, messageId: message.id } },
      saveAnswer: { params: { attemptId, questionId }, body: tick },
      saveAnswers: { params, body: { ticks: [{ ...tick, questionId, sequence: 2 }] } },
      takeOver: { params, body: { device } },
      submitAttempt: { params },
    } as Record<string, { params: Record<string, string>; body?: object }>,
  }
}

describe('an exam that requires the locked browser', () => {
  let open: Room
  let attemptId: string
  beforeAll(async () => {
    open = await openRoom('required')
    attemptId = (await start(open)).body.id
  })

  it.each(guarded.filter(([name]) => name !== 'getImage'))(
    '%s: refused without the header, with a reason',
    async (name, endpoint) => {
      const { who, requests } = await requestsTo(open, attemptId)
      const input = requests[name]
      expect(input, `${name} needs a request in this test`).toBeDefined()
      const refused = await world.ask(who, endpoint, input as never)
      expect(refused.status).toBe(403)
      expect(refused.body).toMatchObject({
        code: 'locked_browser_needed',
        details: { examId: open.exam.id, fault: 'absent' },
      })
    },
  )

  it.each([
    ['of another address', { at: 'http://elsewhere.example' }, 'wrong_key'],
    ['of https, where the site is known by http', { at: 'https://localhost' }, 'wrong_address'],
    ['of another key', { key: 'ab'.repeat(32) }, 'wrong_key'],
  ] as const)('refuses a header %s', async (_name, shown, fault) => {
    const refused = await ask(open, open.ana, [sitting.getAttempt, { params: { attemptId } }], shown)
    expect(refused.body).toMatchObject({ code: 'locked_browser_needed', details: { fault } })
  })

  it('refuses a header made for another path, or for the settings of another exam', async () => {
    const params = { attemptId }
    const elsewhere = shows(open.key, `/api/attempts/${attemptId}/clock`)
    expect((await world.ask(open.ana, sitting.getAttempt, { params }, elsewhere)).body.code).toBe(
      'locked_browser_needed',
    )
    const other = await openRoom('required')
    expect(other.key).not.toBe(open.key)
    const refused = await ask(open, open.ana, [sitting.getAttempt, { params }], { key: other.key })
    expect(refused.body).toMatchObject({ code: 'locked_browser_needed', details: { fault: 'wrong_key' } })
  })

  it.each(['', 'x'.repeat(64), 'a'.repeat(63), '0'.repeat(5_000)])('refuses the header %#', async (value) => {
    const refused = await world.ask(open.ana, sitting.getAttempt, { params: { attemptId } }, { [header]: value })
    expect(refused.body.code).toBe('locked_browser_needed')
  })

  it('takes the right header on every route, in either case of its letters, the hand-in last', async () => {
    const { who, requests } = await requestsTo(open, attemptId)
    for (const [name, endpoint] of guarded.filter(([guard]) => guard !== 'getImage' && guard !== 'followAttempt')) {
      const input = requests[name] as { params: Record<string, string> }
      const answered = await ask(open, who, [endpoint, input as never])
      expect(answered.status, `${name} ${JSON.stringify(answered.body)}`).toBe(200)
    }
    const upper = shows(open.key, `/api/attempts/${attemptId}/clock`)[header]?.toUpperCase() ?? ''
    const clock = await world.ask(open.ana, sitting.getClock, { params: { attemptId } }, { [header]: upper })
    expect(clock.status).toBe(200)
  })

  it('keeps what was saved, and gives the receipt with the address that quits, outside too', async () => {
    const receipt = await world.ask(open.ana, sitting.getReceipt, { params: { attemptId } })
    expect(receipt.body).toMatchObject({ answeredCount: 1, quitUrl: `${site}/navigateur/${open.exam.id}?quitter=1` })
  })

  it('tells who is not of the course nothing of it', async () => {
    const other = await openRoom('off')
    const params = { examId: open.exam.id }
    expect((await world.ask(other.ana, sitting.startAttempt, { params, body: { device } })).body.code).toBe('not_found')
    expect((await world.ask(other.ana, sitting.getAttempt, { params: { attemptId } })).body.code).toBe('not_found')
  })
})

it('keeps an image of a copy for the locked browser, until the review shows it', async () => {
  const open = await openRoom('required')
  const hash = 'c0ffee'.padEnd(64, '0')
  const image = { courseId: open.course.id, hash, type: 'image/png', width: 1, height: 1, bytes: Buffer.from([1]) }
  await world.db.image.create({ data: { ...image, createdAt: world.now() } })
  const [first = ''] = open.exam.questionIds
  const { asked } = await world.db.examQuestion.findUniqueOrThrow({ where: { id: first } })
  const shown = { type: 'element', tag: 'img', src: `images/${hash}-1x1.png`, children: [] }
  const stem = [...(asked as { stem: object[] }).stem, shown]
  await world.db.examQuestion.update({
    where: { id: first },
    data: { asked: asColumn({ ...(asked as object), stem }) },
  })
  await start(open)
  const params = { hash }
  expect((await world.ask(open.ana, getImage, { params })).body.code).toBe('locked_browser_needed')
  expect((await ask(open, open.ana, [getImage, { params }])).status).toBe(200)
  const release = asColumn({ what: 'review', when: 'after_close', parts: ['answers'] })
  await world.db.exam.update({ where: { id: open.exam.id }, data: { status: 'released', release } })
  expect((await world.ask(open.ana, getImage, { params })).status).toBe(200)
})

it('lets others in where the locked browser is recommended, and marks them', async () => {
  const open = await openRoom('recommended')
  const bo = await world.student({ course: open.course, name: 'Bo Legoff' })
  expect((await start(open)).status).toBe(200)
  const params = { examId: open.exam.id }
  expect((await world.ask(bo, sitting.startAttempt, { params, body: { device } })).status).toBe(200)
  const { body } = await world.ask(open.trainer, monitorExam, { params: open.params })
  expect(body.lockedBrowser).toMatchObject({ use: 'recommended', quitPassword: expect.stringMatching(/^[a-z]{12}$/) })
  const of = (who: Someone) => body.attempts.find(({ studentId }) => studentId === who.id)?.browser
  expect(of(open.ana)).toMatchObject({ standing: 'inside', fault: null, outsideAt: null })
  expect(of(bo)).toMatchObject({ standing: 'outside', fault: 'absent', outsideAt: expect.any(String) })
  const minutes = await world.ask(open.trainer, room.getMinutes, { params: open.params, query: {} })
  expect(minutes.body.browser).toEqual({ use: 'recommended', inside: 1, outside: 1, excused: 0, refused: 0 })
})

it('asks nothing of an exam without it, nor of one whose mode is off', async () => {
  const open = await openRoom('off')
  const params = { examId: open.exam.id }
  expect((await world.ask(open.ana, sitting.startAttempt, { params, body: { device } })).status).toBe(200)
  expect((await world.ask(open.ana, getMyExam, { params })).body.lockedBrowser).toBe('off')
  const { body } = await world.ask(open.trainer, monitorExam, { params: open.params })
  expect(body.lockedBrowser).toBeNull()
  expect(body.attempts[0]?.browser).toBeNull()
})

describe('the JavaScript interface of macOS and iOS', () => {
  const page = (open: Room) => `${site}/examens/${open.exam.id}`
  const prove = (open: Room, who: Someone, body: Sent<typeof browser.proveBrowser>['body']) =>
    open.where.ask(who, browser.proveBrowser, { params: { examId: open.exam.id }, body })
  const begin = (open: Room, who: Someone) =>
    open.where.ask(who, sitting.startAttempt, { params: { examId: open.exam.id }, body: { device } })

  it('opens the copy for the session of the page, and for no other', async () => {
    const open = await openRoom('required')
    expect((await begin(open, open.ana)).body.code).toBe('locked_browser_needed')
    // The second address is that of the page when it was loaded: older versions hash that one.
    const body = { pages: [`${site}/copies/x/questions/1#haut`, page(open)], hash: sha256(`${page(open)}${open.key}`) }
    expect((await prove(open, open.ana, body)).body).toEqual({ fault: null })
    const started = await begin(open, open.ana)
    expect(started.status).toBe(200)
    const bo = await world.student({ course: open.course, name: 'Bo Legoff' })
    expect((await begin(open, bo)).body.code).toBe('locked_browser_needed')
    const params = { attemptId: started.body.id }
    expect((await world.ask(open.ana, sitting.getClock, { params })).status).toBe(200)
    const { token } = await startSession(world.deps, { studentId: open.ana.id, userAgent: 'elsewhere' })
    const elsewhere = await world.ask({ ...open.ana, token }, sitting.getClock, { params })
    expect(elsewhere.body.code).toBe('locked_browser_needed')
    world.wait(13 * 60)
    expect((await world.ask(open.ana, sitting.getClock, { params })).body.code).toBe('locked_browser_needed')
  })

  it('counts for this site, this exam and this key only', async () => {
    const open = await openRoom('required')
    const other = await openRoom('required')
    const elsewhere = 'http://elsewhere.example/'
    const told = async (pages: string[], hash: string | null) =>
      (await prove(open, open.ana, { pages, hash })).body.fault
    expect(await told([page(open)], null)).toBe('absent')
    expect(await told([elsewhere], sha256(`${elsewhere}${open.key}`))).toBe('wrong_address')
    expect(await told([page(open)], sha256(`${page(open)}${other.key}`))).toBe('wrong_key')
    expect(await told(['no address'], 'ab'.repeat(32))).toBe('wrong_key')
    expect((await begin(open, open.ana)).body.code).toBe('locked_browser_needed')
    expect((await prove(open, other.ana, { pages: [page(open)], hash: null })).body.code).toBe('not_found')
  })

  it('no longer counts once its key is not accepted any more', async () => {
    const open = await openRoom('required')
    await prove(open, open.ana, { pages: [page(open)], hash: sha256(`${page(open)}${open.key}`) })
    const given = { name: 'école.seb', key: 'cd'.repeat(32) }
    await world.ask(open.trainer, browser.addBrowserFile, { params: open.params, body: given })
    expect((await begin(open, open.ana)).body.code).toBe('locked_browser_needed')
  })
})

describe('the settings of an exam', () => {
  it('gives the file that SEB opens, whose key is the one it accepts, to students without a session too', async () => {
    const open = await openRoom('required')
    const staff = await world.ask(open.trainer, browser.getBrowserFile, { params: open.params })
    const anyone = await world.ask(nobody, browser.getBrowserSettings, { params: { examId: open.exam.id }, query: {} })
    expect(anyone.headers['content-type']).toBe('application/seb')
    expect(anyone.bytes.equals(staff.bytes)).toBe(true)
    expect(readSebFile({ base64: anyone.bytes })).toMatchObject({ key: open.key, sendsKeys: true })
    const { quitPassword } = await world.db.exam.findUniqueOrThrow({ where: { id: open.exam.id } })
    expect(anyone.bytes.toString()).toContain(sha256(quitPassword))
    expect(anyone.bytes.toString()).not.toContain(quitPassword)
    expect(anyone.bytes.toString()).not.toContain(open.exam.joinCode)
  })

  it('says nothing of a draft, nor of an exam that does not ask for it', async () => {
    const open = await openRoom('off')
    const params = { examId: open.exam.id }
    const body = { pages: [site], hash: null }
    expect((await world.ask(nobody, browser.getBrowserSettings, { params, query: {} })).status).toBe(404)
    await world.ask(open.trainer, browser.setLockedBrowser, { params: open.params, body: { use: 'required' } })
    expect((await world.ask(nobody, browser.tryBrowser, { params, body })).status).toBe(200)
    await world.db.exam.update({ where: { id: open.exam.id }, data: { status: 'draft' } })
    expect((await world.ask(nobody, browser.getBrowserSettings, { params, query: {} })).status).toBe(404)
    expect((await world.ask(nobody, browser.tryBrowser, { params, body })).status).toBe(404)
  })

  it('accepts the files of the school instead of ours, several, and keys that were typed', async () => {
    const open = await openRoom('required')
    const list = (quit: string) =>
      Buffer.from(
        `<?xml version="1.0"?><plist version="1.0"><dict><key>quitURL</key><string>${quit}</string><key>sendBrowserExamKey</key><true/></dict></plist>`,
      ).toString('base64')
    const add = (body: Sent<typeof browser.addBrowserFile>['body']) =>
      world.ask(open.trainer, browser.addBrowserFile, { params: open.params, body })
    const first = await add({ name: 'salle 1.seb', base64: list('https://ecole.fr/fin') })
    const second = await add({ name: 'salle 2.seb', base64: list('https://ecole.fr/autre') })
    const typed = await add({ name: 'chiffré.seb', key: 'AB'.repeat(32) })
    expect([first.body.fault, second.body.fault, typed.body.fault]).toEqual([null, null, null])
    expect((await start(open)).body.code).toBe('locked_browser_needed')
    for (const key of [first.body.key, second.body.key, typed.body.key])
      expect(
        (
          await ask(open, open.ana, [sitting.startAttempt, { params: { examId: open.exam.id }, body: { device } }], {
            key: key ?? '',
          })
        ).status,
      ).toBe(200)
    const tried = await world.ask(nobody, browser.tryBrowser, {
      params: { examId: open.exam.id },
      body: { pages: [site], hash: null },
    })
    expect(tried.body.files.map(({ name }) => name)).toEqual(['salle 1.seb', 'salle 2.seb'])
    const got = await world.ask(nobody, browser.getBrowserSettings, {
      params: { examId: open.exam.id },
      query: { key: second.body.key ?? '' },
    })
    expect(got.bytes.toString()).toContain('https://ecole.fr/autre')
    const read = await world.ask(open.trainer, browser.getLockedBrowser, { params: open.params })
    expect(read.body.files.map(({ name, hasFile }) => [name, hasFile])).toEqual([
      ['chiffré.seb', false],
      ['salle 1.seb', true],
      ['salle 2.seb', true],
    ])
  })

  it('says why a file is no use: encrypted, another format, no key', async () => {
    const open = await openRoom('required')
    const add = async (body: Sent<typeof browser.addBrowserFile>['body']) =>
      (await world.ask(open.trainer, browser.addBrowserFile, { params: open.params, body })).body.fault
    const bytes = (text: string) => Buffer.from(text).toString('base64')
    expect(await add({ name: 'a', base64: bytes(`pswd${'x'.repeat(50)}`) })).toBe('encrypted')
    expect(await add({ name: 'a', base64: bytes('PK') })).toBe('not_seb')
    expect(await add({ name: 'a', key: 'abc' })).toBe('not_a_key')
    expect(await world.db.lockedBrowserFile.count({ where: { examId: open.exam.id } })).toBe(0)
  })

  it('once a copy was started, keeps nobody out who is in: looser, or one more key', async () => {
    const open = await openRoom('required')
    const { params } = open
    const set = (body: Sent<typeof browser.setLockedBrowser>['body']) =>
      world.ask(open.trainer, browser.setLockedBrowser, { params, body })
    const add = (key: string) =>
      world.ask(open.trainer, browser.addBrowserFile, { params, body: { name: 'école', key } })
    await add('ab'.repeat(32))
    await ask(open, open.ana, [sitting.startAttempt, { params: { examId: open.exam.id }, body: { device } }], {
      key: 'ab'.repeat(32),
    })
    expect((await add('cd'.repeat(32))).body.fault).toBeNull()
    const remove = (key: string) => world.ask(open.trainer, browser.removeBrowserFile, { params: { ...params, key } })
    expect((await remove('ab'.repeat(32))).body.code).toBe('exam_wrong_state')
    expect((await set({ use: 'recommended' })).status).toBe(200)
    expect((await set({ use: 'required' })).body.code).toBe('exam_wrong_state')
    expect((await set({ use: 'off' })).status).toBe(200)
    await world.db.exam.update({ where: { id: open.exam.id }, data: { status: 'closed' } })
    expect((await set({ use: 'off' })).body.code).toBe('exam_wrong_state')
  })

  it('changes no password of ours once a copy was started, since the key would be another', async () => {
    const open = await openRoom('required')
    const set = (quitPassword: string) =>
      world.ask(open.trainer, browser.setLockedBrowser, {
        params: open.params,
        body: { use: 'required', quitPassword },
      })
    const chosen = await set('mot de la salle')
    expect(chosen.body).toMatchObject({ quitPassword: 'mot de la salle' })
    expect(chosen.body.key).not.toBe(open.key)
    await start({ ...open, key: chosen.body.key })
    expect((await set('un autre mot')).body.code).toBe('exam_wrong_state')
    expect(
      JSON.stringify(await world.db.auditLine.findMany({ select: { before: true, after: true, reason: true } })),
    ).not.toContain('mot de la salle')
  })

  it('is duplicated with the exam: the use and the files, under another password', async () => {
    const open = await openRoom('required')
    await world.ask(open.trainer, browser.addBrowserFile, {
      params: open.params,
      body: { name: 'é', key: 'ab'.repeat(32) },
    })
    const body = { title: 'Copie', isRetake: false }
    const copy = await world.ask(open.trainer, duplicateExam, { params: open.params, body })
    const params = { courseId: open.course.id, examId: copy.body.id }
    const read = await world.ask(open.trainer, browser.getLockedBrowser, { params })
    expect(read.body).toMatchObject({ use: 'required', files: [{ key: 'ab'.repeat(32), name: 'é' }] })
    const before = await world.ask(open.trainer, browser.getLockedBrowser, { params: open.params })
    expect(read.body.quitPassword).not.toBe(before.body.quitPassword)
  })
})

describe('an exception for one student', () => {
  it('opens the exam to them alone, is in the minutes, and may be withdrawn', async () => {
    const open = await openRoom('required')
    const surveillante = await world.staff('Sam', { course: open.course, role: 'invigilator' })
    const bo = await world.student({ course: open.course, name: 'Bo Legoff' })
    const begin = (who: Someone) =>
      world.ask(who, sitting.startAttempt, { params: { examId: open.exam.id }, body: { device } })
    expect((await begin(bo)).body.code).toBe('locked_browser_needed')
    const set = (isExcused: boolean, reason: string) =>
      world.ask(surveillante, browser.setBrowserPass, {
        params: { ...open.params, studentId: bo.id },
        body: { isExcused, reason },
      })
    expect((await set(true, 'Son ordinateur ne démarre plus')).status).toBe(200)
    expect((await set(true, 'Encore')).status).toBe(200)
    const started = await begin(bo)
    expect(started.status).toBe(200)
    expect((await begin(open.ana)).body.code).toBe('locked_browser_needed')

    const monitor = await world.ask(surveillante, monitorExam, { params: open.params })
    const line = monitor.body.attempts.find(({ studentId }) => studentId === bo.id)
    expect(line).toMatchObject({
      browser: { standing: 'excused', fault: 'absent', refusedAt: expect.any(String) },
      browserPass: { reason: 'Son ordinateur ne démarre plus', byName: 'Sam' },
    })
    expect(monitor.body.attempts.find(({ studentId }) => studentId === open.ana.id)?.browser?.standing).toBe('refused')

    expect((await set(false, 'Ordinateur de prêt')).status).toBe(200)
    const params = { attemptId: started.body.id }
    expect((await world.ask(bo, sitting.getClock, { params })).body.code).toBe('locked_browser_needed')
    const { body } = await world.ask(open.trainer, room.getMinutes, { params: open.params, query: {} })
    expect(body.log.filter(({ type }) => type.startsWith('browser_pass'))).toMatchObject([
      { type: 'browser_pass', by: 'Sam', text: 'Son ordinateur ne démarre plus', names: ['Legoff Bo'] },
      { type: 'browser_pass_withdrawn', by: 'Sam', names: ['Legoff Bo'] },
    ])
    const lines = await world.db.auditLine.findMany({ where: { action: { startsWith: 'exam.browser_pass' } } })
    expect(lines.map(({ reason }) => reason)).toEqual(['Son ordinateur ne démarre plus', 'Ordinateur de prêt'])
  })

  it('is refused for who is not of the exam, and where no locked browser is asked for', async () => {
    const open = await openRoom('required')
    const other = await openRoom('off')
    const set = (params: Room['params'], studentId: string, who: Someone) =>
      world.ask(who, browser.setBrowserPass, {
        params: { ...params, studentId },
        body: { isExcused: true, reason: 'x' },
      })
    expect((await set(open.params, other.ana.id, open.trainer)).body.code).toBe('not_found')
    expect((await set(other.params, other.ana.id, other.trainer)).body.code).toBe('exam_wrong_state')
  })
})

it('costs a save no query: what the exam asks is remembered, and told by the database when it changes', async () => {
  const open = await openRoom('required')
  const { body: copy } = await start(open)
  const { requests } = await requestsTo(open, copy.id)
  const save = () => ask(open, open.ana, [sitting.saveAnswer, requests['saveAnswer'] as never])
  await save()
  const queries: string[] = []
  const { query } = world.pool
  const spy = (asked: unknown, ...rest: unknown[]) => {
    queries.push(String((asked as { name?: string }).name))
    return (query as (...all: unknown[]) => unknown).call(world.pool, asked, ...rest)
  }
  world.pool.query = spy as typeof query
  try {
    expect((await save()).status).toBe(200)
  } finally {
    world.pool.query = query
  }
  expect(queries).toEqual(['save'])
})
