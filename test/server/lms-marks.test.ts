import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { getFinalSheet, setEntry } from '#contract/assessment/final-sheet.ts'
import { finalise, releaseAssessment, reopenSheet } from '#contract/assessment/finalisation.ts'
import * as corrections from '#contract/grading/corrections.ts'
import * as grading from '#contract/grading/grading.ts'
import * as lms from '#contract/lms/marks.ts'
import * as privacy from '#contract/privacy/privacy.ts'
import { runJobs } from '#server/jobs.ts'
import { sendDueMarks } from '#server/lms/send-marks.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { bindCourse, nameThere, registerWith, sendNow } from '#test/setup/lti-course.ts'
import { type LtiPlatform, ltiPlatform } from '#test/setup/lti-platform.ts'
import { learner } from '#test/setup/lti-platform-members.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let platform: LtiPlatform
let platformId: string
let owner: Someone
let course: { id: string }
let contextId: string
let exam: Awaited<ReturnType<typeof markedExam>>

const answers = { 'Ana Roy': ['a', 'b'], 'Bob Lin': ['a', ''], 'Cyd Moa': ['a', 'b'] }
const users = { 'Ana Roy': 'u-ana', 'Bob Lin': 'u-bob' }

beforeAll(async () => {
  world = await createWorld({ settings: { lmsOnThisMachine: true } })
})
beforeEach(async () => {
  world.wait(600)
  await world.db.ltiPlatform.deleteMany()
  platform = await ltiPlatform({
    now: world.now,
    members: Object.values(users).map((user_id) => ({ user_id, roles: [learner] })),
  })
  platformId = (await registerWith(world, platform)).id
  course = await world.course()
  owner = await world.staff('Nadia', { course, role: 'owner' })
  contextId = (await bindCourse(world, platform, { platformId, course })).id
  exam = await markedExam(world, { course, trainer: owner, keys: ['a', 'b'], answers })
  for (const [name, subject] of Object.entries(users))
    await nameThere(world, { platformId, who: exam.students.get(name) as Someone, subject })
  return () => platform.close()
})
afterAll(() => world.close())

const params = () => ({ courseId: course.id })
const release = async () => {
  await runJobs(world.deps)
  const answer = await world.ask(owner, grading.releaseResults, { params: exam.params, body: { what: 'mark' } })
  expect(answer.status).toBe(200)
}
const send = (examId: string | null = exam.id) => sendNow(world, { owner, course, contextId, examId })
const setSending = (sendsByItself: boolean) =>
  world.ask(owner, lms.setMarksSending, { params: params(), body: { contextId, examId: exam.id, sendsByItself } })
async function place() {
  const { body } = await world.ask(owner, lms.getMarksSent, { params: params(), query: { examId: exam.id } })
  return body.places[0] as lms.SendingPlace
}
const states = async () => Object.fromEntries((await place()).people.map((one) => [one.givenName, one.state]))
const column = () => [...platform.gradebook.items.values()]
/** What the gradebook shows of these two, in the only column. */
const shown = () => {
  const [item] = column()
  return Object.values(users).map((user) => item && platform.gradebook.lastOf(item.id, user)?.scoreGiven)
}

describe('marks of an exam', () => {
  it('leave once they are released, to a column found or made, only for those the platform knows', async () => {
    expect((await place()).people.map(({ mark }) => mark)).toEqual([null, null, null])
    await send()
    expect([column(), platform.gradebook.scores]).toEqual([[], []])
    await release()
    expect(await states()).toEqual({ Ana: 'to_send', Bob: 'to_send', Cyd: 'unknown' })
    expect((await send()).body).toEqual({ toSend: 2 })
    expect(column()).toMatchObject([
      { label: exam.title, scoreMaximum: 20, resourceId: `bareme-exam-${exam.id}`, tag: 'bareme' },
    ])
    expect(shown()).toEqual([20, 10])
    expect(await states()).toEqual({ Ana: 'sent', Bob: 'sent', Cyd: 'unknown' })
    expect(platform.gradebook.scores[0]?.score).toMatchObject({
      ...{ scoreMaximum: 20, activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
    })
  })

  it('are sent once: what the platform acknowledged is not sent again', async () => {
    await release()
    await send()
    await send()
    world.wait(10)
    await sendDueMarks(world.deps)
    expect(platform.gradebook.scores).toHaveLength(2)
    // The column that an earlier try has made is found, not made twice.
    await world.db.ltiColumn.deleteMany()
    await send()
    expect(column()).toHaveLength(1)
    expect(platform.gradebook.scores).toHaveLength(4)
  })

  it('go to the column of the activity that opens the exam, when the platform made one', async () => {
    const item = platform.gradebook.addItem({ label: 'Activité', scoreMaximum: 100, resourceLinkId: 'lien-1' })
    await world.db.ltiLink.create({
      data: {
        ...{ contextId, resourceLinkId: 'lien-1', title: 'Activité', examId: exam.id, lineItemUrl: item.id },
        createdAt: world.now(),
      },
    })
    await release()
    await send()
    expect(column()).toHaveLength(1)
    expect(platform.gradebook.lastOf(item.id, 'u-bob')).toMatchObject({ scoreGiven: 10, scoreMaximum: 20 })
  })

  it('are found among many columns, page after page', async () => {
    for (let at = 0; at < 45; at += 1) platform.gradebook.addItem({ label: `Autre ${at}`, scoreMaximum: 10 })
    const mine = platform.gradebook.addItem({
      ...{ label: 'Ancien titre', scoreMaximum: 20, resourceId: `bareme-exam-${exam.id}` },
    })
    await release()
    await send()
    expect(platform.gradebook.lastOf(mine.id, 'u-ana')?.scoreGiven).toBe(20)
    expect(column()).toHaveLength(46)
  })

  it('leave by themselves when the exam is set so, and only what changed after a correction', async () => {
    await setSending(true)
    await sendDueMarks(world.deps)
    expect(platform.gradebook.scores).toEqual([])
    await release()
    world.wait(2)
    await sendDueMarks(world.deps)
    expect(shown()).toEqual([20, 10])
    await correct({ kind: 'neutralise', questionId: exam.questionIds[1] ?? '', how: 'full' })
    world.wait(2)
    await sendDueMarks(world.deps)
    expect(shown()).toEqual([20, 20])
    expect(platform.gradebook.scores.slice(2).map(({ score }) => score.userId)).toEqual(['u-bob'])
    expect(await world.db.auditLine.count({ where: { action: 'lms.sending', courseId: course.id } })).toBe(1)
  })

  it('are taken back over there when they are withheld here, and come again', async () => {
    await release()
    await send()
    await world.ask(owner, grading.withholdResults, { params: exam.params })
    expect(await states()).toEqual({ Ana: 'to_empty', Bob: 'to_empty', Cyd: 'none' })
    await send()
    expect(shown()).toEqual([undefined, undefined])
    expect(platform.gradebook.scores.at(-1)?.score).toMatchObject({ gradingProgress: 'NotReady' })
    expect(await states()).toEqual({ Ana: 'none', Bob: 'none', Cyd: 'none' })
    await world.ask(owner, grading.releaseResults, { params: exam.params, body: { what: 'mark' } })
    await send()
    expect(shown()).toEqual([20, 10])
  })

  it('of a group that waits do not leave', async () => {
    const ana = exam.students.get('Ana Roy') as Someone
    await world.db.student.update({ where: { id: ana.id }, data: { group: 'G2' } })
    await runJobs(world.deps)
    await world.ask(owner, grading.releaseResults, { params: exam.params, body: { what: 'mark', heldGroups: ['G2'] } })
    await send()
    expect(platform.gradebook.scores.map(({ score }) => score.userId)).toEqual(['u-bob'])
  })
})

async function correct(change: z.input<typeof corrections.previewCorrection.body>['change']) {
  const body = { change, policy: { kind: 'full' as const } }
  const preview = await world.ask(owner, corrections.previewCorrection, { params: exam.params, body })
  const { fingerprint } = preview.body
  const made = { ...body, reason: 'Énoncé ambigu', fingerprint }
  const answer = await world.ask(owner, corrections.recordCorrection, { params: exam.params, body: made })
  expect(answer.status).toBe(200)
}

describe('a platform that fails', () => {
  it('is asked again with a new token when it says that the token is over', async () => {
    await release()
    platform.fail('scores', { kind: 'expired' })
    await send()
    expect(shown()).toEqual([20, 10])
    // A token is worth an hour: two scores, a list and a column were asked for with one, and another after the refusal.
    expect(platform.asked.filter(({ path }) => path === '/token')).toHaveLength(2)
  })

  it('is asked for a token once, and again when it ends', async () => {
    await release()
    await send()
    await world.ask(owner, grading.withholdResults, { params: exam.params })
    await send()
    expect(platform.asked.filter(({ path }) => path === '/token')).toHaveLength(1)
    world.wait(61)
    await world.ask(owner, grading.releaseResults, { params: exam.params, body: { what: 'mark' } })
    await send()
    expect(platform.asked.filter(({ path }) => path === '/token')).toHaveLength(2)
    expect(shown()).toEqual([20, 10])
  })

  it('is left in peace for as long as it asks', async () => {
    await release()
    platform.fail('scores', { kind: 'limited', seconds: 300 }, { times: 2 })
    await send()
    expect(await place()).toMatchObject({ isWaiting: true, failure: 'limited', answer: '429' })
    world.wait(4)
    await sendDueMarks(world.deps)
    expect(platform.gradebook.scores).toEqual([])
    world.wait(2)
    await sendDueMarks(world.deps)
    expect(shown()).toEqual([20, 10])
    expect(await place()).toMatchObject({ isWaiting: false, failure: null })
  })

  it.each([
    [{ kind: 'broken' } as const, 'broken', '500'],
    [{ kind: 'broken', status: 503 } as const, 'broken', '503'],
    [{ kind: 'garbled' } as const, 'unreadable', '200'],
    [{ kind: 'huge' } as const, 'unreadable', 'size'],
    [{ kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' } as const, 'host_refused', '302'],
  ])('waits longer and longer, says why, and ends well: %o', async (fault, failure, answer) => {
    await release()
    platform.fail('lineItems', fault, { times: 2 })
    await send()
    expect(await place()).toMatchObject({ isWaiting: true, failure, answer })
    world.wait(1)
    await sendDueMarks(world.deps)
    world.wait(1)
    await sendDueMarks(world.deps)
    expect(platform.gradebook.scores).toEqual([])
    world.wait(5)
    await sendDueMarks(world.deps)
    expect(shown()).toEqual([20, 10])
  })

  it('that breaks off before it answers has the same mark again, later in time', async () => {
    await release()
    platform.fail('scores', { kind: 'cut' }, { times: 2 })
    await send()
    expect((await place()).failure).toBe('unreachable')
    world.wait(2)
    await sendDueMarks(world.deps)
    const ana = platform.gradebook.scores.map(({ score }) => score).filter(({ userId }) => userId === 'u-ana')
    expect(ana.map(({ scoreGiven }) => scoreGiven)).toEqual([20, 20])
    expect(await states()).toEqual({ Ana: 'sent', Bob: 'sent', Cyd: 'unknown' })
  })

  it('that does not know us any more says so', async () => {
    await release()
    platform.trust({
      ...{ clientId: 'bareme-tool', initiateLogin: '', redirectUris: [] },
      jwks: async () => ({ keys: [] }),
    })
    await send()
    expect(await place()).toMatchObject({ failure: 'token_refused', answer: '401' })
  })

  it('is never asked on a host that is not its own, whatever it answers', async () => {
    const other = await ltiPlatform({ now: world.now })
    await release()
    platform.fail('lineItems', {
      kind: 'says',
      body: [{ id: `${other.issuer}/x`, resourceId: `bareme-exam-${exam.id}` }],
    })
    await send()
    expect(await place()).toMatchObject({ failure: 'host_refused' })
    expect(other.asked).toEqual([])
    await other.close()
  })

  it('that lets no column be made is told, unless there is one', async () => {
    await release()
    const readOnly = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly'
    const score = 'https://purl.imsglobal.org/spec/lti-ags/scope/score'
    await world.db.ltiContext.update({ where: { id: contextId }, data: { scopes: [readOnly, score] } })
    await send()
    expect((await place()).failure).toBe('no_column')
    platform.gradebook.addItem({ label: 'À la main', scoreMaximum: 20, resourceId: `bareme-exam-${exam.id}` })
    await send()
    expect(shown()).toEqual([20, 10])
  })
})

describe('a column', () => {
  it('that was deleted over there is made again, with all its marks', async () => {
    await release()
    await send()
    const [old] = column()
    platform.gradebook.remove(old?.id ?? '')
    await world.ask(owner, grading.withholdResults, { params: exam.params })
    await send()
    await world.ask(owner, grading.releaseResults, { params: exam.params, body: { what: 'mark' } })
    await send()
    expect(column()).toHaveLength(1)
    expect(shown()).toEqual([20, 10])
  })

  it('refuses a student who left the course there, once, and takes the others', async () => {
    platform.people.set([{ user_id: 'u-bob', roles: [learner] }])
    await setSending(true)
    await release()
    world.wait(2)
    await sendDueMarks(world.deps)
    expect(await states()).toEqual({ Ana: 'refused', Bob: 'sent', Cyd: 'unknown' })
    expect((await place()).people.find(({ givenName }) => givenName === 'Ana')).toMatchObject({
      ...{ failure: 'unknown_user', answer: '404' },
    })
    const tries = () => platform.asked.filter(({ path }) => path.endsWith('/scores')).length
    const before = tries()
    world.wait(60)
    await sendDueMarks(world.deps)
    expect(tries()).toBe(before)
    // A person tries again, once the student is back.
    platform.people.set(Object.values(users).map((user_id) => ({ user_id, roles: [learner] })))
    await send()
    expect(shown()).toEqual([20, 10])
  })

  it('is filled by one server at a time; another takes it over from one that died', async () => {
    await release()
    await world.ask(owner, lms.sendMarks, { params: params(), body: { contextId, examId: exam.id } })
    await Promise.all([sendDueMarks(world.deps), sendDueMarks({ ...world.deps })])
    expect(platform.gradebook.scores).toHaveLength(2)
    const lost = new Date(world.now().getTime() + 60_000)
    await world.db.ltiColumn.updateMany({ data: { claimedUntil: lost, askedAt: world.now(), nextAt: world.now() } })
    await world.db.ltiScore.updateMany({ data: { sentAt: null, sentMark: null } })
    await sendDueMarks(world.deps)
    expect(platform.gradebook.scores).toHaveLength(2)
    world.wait(2)
    await sendDueMarks(world.deps)
    expect(platform.gradebook.scores).toHaveLength(4)
  })

  it('of an archived course, or of a platform that was disabled, is left alone', async () => {
    await release()
    await world.ask(owner, lms.sendMarks, { params: params(), body: { contextId, examId: exam.id } })
    await world.db.ltiPlatform.updateMany({ data: { disabledAt: world.now() } })
    await sendDueMarks(world.deps)
    await world.db.ltiPlatform.updateMany({ data: { disabledAt: null } })
    await world.db.course.update({ where: { id: course.id }, data: { archivedAt: world.now() } })
    await sendDueMarks(world.deps)
    expect(platform.asked).toEqual([])
    await world.db.course.update({ where: { id: course.id }, data: { archivedAt: null } })
    await sendDueMarks(world.deps)
    expect(shown()).toEqual([20, 10])
  })

  it('of another course is out of reach, and trainers only read', async () => {
    const trainer = await world.staff('Tom', { course, role: 'trainer' })
    const elsewhere = await world.course()
    const stranger = await world.staff('Zoé', { course: elsewhere, role: 'owner' })
    const body = { contextId, examId: exam.id }
    expect((await world.ask(trainer, lms.sendMarks, { params: params(), body })).status).toBe(403)
    expect((await world.ask(trainer, lms.getMarksSent, { params: params(), query: {} })).status).toBe(200)
    const theirs = { params: { courseId: elsewhere.id } }
    expect((await world.ask(stranger, lms.sendMarks, { ...theirs, body })).status).toBe(404)
    expect((await world.ask(stranger, lms.getMarksSent, { ...theirs, query: { examId: exam.id } })).status).toBe(404)
    const inTheirs = (await bindCourse(world, platform, { platformId, course: elsewhere, contextId: 'autre' })).id
    const crossed = { contextId: inTheirs, examId: exam.id }
    expect((await world.ask(stranger, lms.sendMarks, { ...theirs, body: crossed })).status).toBe(404)
  })
})

describe('the final marks of a course', () => {
  it('leave once the sheet is finalised and released, without who is blocked, and are emptied when it is reopened', async () => {
    const end = await endOfCourse(world)
    const boss = await world.staff('Zoé', { course: end.course, role: 'owner' })
    const inCourse = { owner: boss, course: end.course, examId: null }
    const bound = await bindCourse(world, platform, { platformId, course: end.course, contextId: 'final' })
    for (const [who, subject] of [[end.elise, 'u-ana'] as const, [end.fatou, 'u-bob'] as const])
      await nameThere(world, { platformId, who, subject })
    const sendFinal = () => sendNow(world, { ...inCourse, contextId: bound.id })
    await sendFinal()
    expect(platform.gradebook.scores).toEqual([])
    for (const component of ['qcm', 'projet'])
      await world.ask(end.nadia, setEntry, {
        params: { ...end.params, studentId: end.kevin.id, component },
        body: { status: 'abi', mark: null, retake: null, reason: 'Sans nouvelles' },
      })
    const { fingerprint } = (await world.ask(end.nadia, getFinalSheet, { params: end.params })).body
    await world.ask(end.nadia, finalise, { params: end.params, body: { fingerprint, released: false } })
    await sendFinal()
    expect(platform.gradebook.scores).toEqual([])
    await world.ask(end.nadia, releaseAssessment, { params: end.params, body: { released: true } })
    await sendFinal()
    const [item] = column()
    expect(item).toMatchObject({ resourceId: `bareme-final-${end.course.id}`, scoreMaximum: 20 })
    const given = () => Object.values(users).map((user) => platform.gradebook.lastOf(item?.id ?? '', user)?.scoreGiven)
    const { lines } = (await world.ask(end.nadia, getFinalSheet, { params: end.params })).body
    const grades = lines.flatMap(({ result }) => (result.status === 'graded' ? [result.grade / 100] : []))
    expect([given(), platform.gradebook.scores.length]).toEqual([grades, 2])
    await world.ask(end.nadia, reopenSheet, { params: { ...end.params, number: '1' }, body: { reason: 'Erreur' } })
    await sendFinal()
    expect(given()).toEqual([undefined, undefined])
    expect(JSON.stringify(platform.asked)).not.toContain('Sans nouvelles')
  })
})

describe('a student', () => {
  it('who is erased leaves nothing of it here, and nothing more leaves for them', async () => {
    await release()
    await send()
    const ana = exam.students.get('Ana Roy') as Someone
    const asked = { who: { kind: 'student' as const, studentId: ana.id }, how: 'anonymise' as const }
    const preview = await world.ask(owner, privacy.previewErasure, { params: params(), body: asked })
    const { fingerprint, confirmation } = preview.body
    const body = { ...asked, fingerprint, confirmation, reason: 'Demande écrite' }
    expect((await world.ask(owner, privacy.eraseStudents, { params: params(), body })).status).toBe(200)
    expect(await world.db.ltiScore.count({ where: { studentId: ana.id } })).toBe(0)
    await send()
    expect(platform.gradebook.scores).toHaveLength(2)
  })

  it('entered twice and made one keeps the name the platform gave to either entry', async () => {
    const ana = exam.students.get('Ana Roy') as Someone
    const twin = await world.student({ course, name: 'Anna Roy' })
    await world.db.externalIdentity.updateMany({ where: { studentId: ana.id }, data: { studentId: twin.id } })
    await world.db.student.update({ where: { id: twin.id }, data: { mergedIntoId: ana.id } })
    await release()
    await send()
    expect(shown()).toEqual([20, 10])
  })

  it('under zero is told, not written as something else', async () => {
    await world.db.exam.update({
      where: { id: exam.id },
      data: { markRule: { outOf: 2000, grain: 1, rounding: 'nearest' } },
    })
    await release()
    const ana = exam.copies['Ana Roy'] ?? ''
    await world.db.$executeRaw`update "Mark" set mark = -50 where "attemptId" = ${ana}::uuid`
    await send()
    expect(shown()).toEqual([undefined, 10])
    expect((await place()).people.find(({ givenName }) => givenName === 'Ana')).toMatchObject({
      ...{ state: 'refused', failure: 'negative', mark: -50 },
    })
  })
})

it('a class of three hundred leaves four at a time', async () => {
  await release()
  const copied = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id }, include: { marks: true } })
  const many = Array.from({ length: 297 }, (_, at) => `u${at}`)
  platform.people.set([...Object.values(users), ...many].map((user_id) => ({ user_id, roles: [learner] })))
  const students = await world.db.student.createManyAndReturn({
    data: many.map((name) => ({ courseId: course.id, familyName: name, givenName: 'A', extraTime: { kind: 'none' } })),
    select: { id: true },
  })
  const { id: _id, marks, paper, ...attempt } = copied
  const attempts = await world.db.attempt.createManyAndReturn({
    data: students.map(({ id }) => ({ ...attempt, paper: paper as never, studentId: id })),
    select: { id: true },
  })
  const [mark] = marks
  await world.db.mark.createMany({
    data: attempts.map(({ id }) => ({ ...(mark as object), attemptId: id })) as never,
  })
  await world.db.externalIdentity.createMany({
    data: students.map(({ id }, at) => ({ source: `lti:${platformId}`, subject: `u${at}`, studentId: id })),
  })
  await send()
  expect(platform.gradebook.scores).toHaveLength(299)
  expect(platform.mostAtOnce()).toBeLessThanOrEqual(4)
  expect(platform.asked.filter(({ path }) => path === '/token')).toHaveLength(1)
}, 60_000)
