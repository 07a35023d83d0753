import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as monitor from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import type { Sent } from '#contract/endpoint.ts'
import * as contract from '#contract/grading/corrections.ts'
import * as grading from '#contract/grading/grading.ts'
import { runJobs } from '#server/jobs.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let trainer: Someone
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
})
afterAll(() => world.close())

type Marked = Awaited<ReturnType<typeof markedExam>>
type Body = Sent<typeof contract.previewCorrection>['body']
const full = { kind: 'full' } as const
const neverLower = { kind: 'never_lower' } as const

/** A course of its own, so that every student in it has a copy. Ana and Bob tick b, Cleo and Dan c, Eve nothing. */
async function fiveCopies(keys = ['b', 'a'], third = '') {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  const own = (first: string, second: string) => (third === '' ? [first, second] : [first, second, third])
  return markedExam(world, {
    course,
    trainer,
    keys,
    answers: {
      'Ana Un': own('b', 'a'),
      'Bob Deux': own('b', 'c'),
      'Cleo Trois': own('c', 'a'),
      'Dan Quatre': own('c', 'c'),
      'Eve Cinq': own('', 'a'),
    },
  })
}

const first = ({ questionIds }: Marked) => questionIds[0] as string
const keyIsC = (exam: Marked) => ({ kind: 'key' as const, questionId: first(exam), choiceIds: ['c'] })
const preview = (exam: Marked, body: Body) => world.ask(trainer, contract.previewCorrection, { ...exam, body })

/** Previews, then commits what was previewed. */
async function commit(exam: Marked, body: Body, reason = 'Clé saisie par erreur') {
  const seen = await preview(exam, body)
  const { fingerprint } = seen.body
  const done = await world.ask(trainer, contract.recordCorrection, { ...exam, body: { ...body, reason, fingerprint } })
  return { seen: seen.body, done }
}

async function marksOf(exam: Marked) {
  const { body } = await world.ask(trainer, grading.getResults, { params: exam.params })
  return Object.fromEntries(body.rows.map(({ givenName, mark }) => [givenName, mark]))
}

it('shows who gains, who loses and who crosses the line, and changes nothing', async () => {
  const exam = await fiveCopies()
  const change = keyIsC(exam)
  const { body } = await preview(exam, { change, policy: full })
  expect(body.outlook).toEqual({
    copies: 5,
    gain: 2,
    lose: 2,
    kept: 0,
    crossUp: 1,
    crossDown: 1,
    meanBefore: 1000,
    meanAfter: 1000,
  })
  expect(body.policies.map(({ policy, outlook }) => [policy.kind, outlook.lose, outlook.kept])).toEqual([
    ['full', 2, 0],
    ['never_lower', 0, 2],
  ])
  expect(body.rows.find(({ givenName }) => givenName === 'Cleo')).toMatchObject({
    ticked: ['c'],
    before: 1000,
    after: 2000,
  })
  expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 1000, Cleo: 1000, Dan: 0, Eve: 1000 })
  expect(await world.db.markingRun.count({ where: { examId: exam.id } })).toBe(1)
})

it('commits exactly what was previewed, as a new run; the old one stays, with an audit line', async () => {
  const exam = await fiveCopies()
  const change = keyIsC(exam)
  const { seen, done } = await commit(exam, { change, policy: full })
  expect(done.body.number).toBe(2)
  expect(await marksOf(exam)).toEqual(Object.fromEntries(seen.rows.map((row) => [row.givenName, row.after])))
  const runs = await world.db.markingRun.findMany({ where: { examId: exam.id }, include: { marks: true } })
  expect(runs.map(({ marks }) => marks.length)).toEqual([5, 5])
  expect(await world.db.auditLine.findFirstOrThrow({ where: { action: 'exam.correct' } })).toMatchObject({
    actorName: 'Nadia',
    reason: 'Clé saisie par erreur',
    before: { run: 1 },
  })
  const desk = await world.ask(trainer, contract.getCorrections, { params: exam.params })
  expect(desk.body.runs.map(({ number }) => number)).toEqual([2, 1])
  expect(desk.body.questions[0]).toMatchObject({ ruled: { right: ['c'] }, blanks: 1 })
})

it('never lowers a mark already known when asked not to', async () => {
  const exam = await fiveCopies()
  const change = keyIsC(exam)
  const { seen } = await commit(exam, { change, policy: neverLower })
  expect(seen.rows.find(({ givenName }) => givenName === 'Ana')).toMatchObject({
    before: 2000,
    after: 2000,
    computed: 1000,
  })
  expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 1000, Cleo: 2000, Dan: 1000, Eve: 1000 })
})

it('changes only those who ticked the choice when asked so', async () => {
  const exam = await fiveCopies()
  const change = keyIsC(exam)
  await commit(exam, { change, policy: { kind: 'only_ticked', choiceId: 'c' } })
  expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 1000, Cleo: 2000, Dan: 1000, Eve: 1000 })
  // A later change of the points is for everybody, and still tells them apart.
  await commit(exam, { change: { kind: 'points', questionId: first(exam), points: 300 }, policy: full })
  expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 1500, Cleo: 2000, Dan: 1500, Eve: 500 })
})

describe('each correction', () => {
  it('accepts another answer too', async () => {
    const exam = await fiveCopies()
    await commit(exam, { change: { kind: 'accept_also', questionId: first(exam), choiceIds: ['c'] }, policy: full })
    expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 1000, Cleo: 2000, Dan: 1000, Eve: 1000 })
  })

  it('marks a multiple response under both keys and keeps the better', async () => {
    const exam = await fiveCopies(['ac', 'a'])
    expect(await marksOf(exam)).toEqual({ Ana: 1000, Bob: 0, Cleo: 1500, Dan: 500, Eve: 1000 })
    await commit(exam, { change: { kind: 'accept_also', questionId: first(exam), choiceIds: ['b'] }, policy: full })
    expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 1000, Cleo: 1500, Dan: 500, Eve: 1000 })
  })

  it('gives the points to all, blanks included', async () => {
    const exam = await fiveCopies()
    await commit(exam, { change: { kind: 'neutralise', questionId: first(exam), how: 'full' }, policy: full })
    expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 1000, Cleo: 2000, Dan: 1000, Eve: 2000 })
  })

  it('takes the question out of the total', async () => {
    const exam = await fiveCopies()
    await commit(exam, { change: { kind: 'neutralise', questionId: first(exam), how: 'removed' }, policy: full })
    expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 0, Cleo: 2000, Dan: 0, Eve: 2000 })
  })

  it('changes the scale', async () => {
    const exam = await fiveCopies()
    const scale = { kind: 'negative', wrong: '-1/2', blank: '0' } as const
    await commit(exam, { change: { kind: 'scale', scale }, policy: full })
    expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 500, Cleo: 500, Dan: 0, Eve: 1000 })
  })

  it('voids a copy: no mark, out of the figures, nothing shown to its student', async () => {
    const exam = await fiveCopies()
    const attemptId = exam.copies['Dan Quatre'] as string
    await commit(exam, { change: { kind: 'void', attemptId }, policy: full }, 'fraude constatée')
    expect(await marksOf(exam)).toEqual({ Ana: 2000, Bob: 1000, Cleo: 1000, Dan: null, Eve: 1000 })
    const results = await world.ask(trainer, grading.getResults, { params: exam.params })
    expect(results.body.distribution.n).toBe(4)
    expect(results.body.unmarkedCount).toBe(0)
    await world.ask(trainer, grading.releaseResults, { params: exam.params, body: {} })
    const dan = exam.students.get('Dan Quatre') as Someone
    expect((await world.ask(dan, grading.getMyReview, { params: { attemptId } })).body.code).toBe('not_released')
    expect((await world.ask(dan, myExams.listMyExams, {})).body.exams[0]).toMatchObject({ mark: null })
  })

  it('adjusts one mark by hand, inside the scale, and the student reads why', async () => {
    const exam = await fiveCopies()
    const attemptId = exam.copies['Bob Deux'] as string
    await commit(exam, { change: { kind: 'adjust', attemptId, by: 150 }, policy: full }, 'réponse orale retenue')
    expect(await marksOf(exam)).toMatchObject({ Bob: 1150, Ana: 2000 })
    await commit(exam, { change: { kind: 'adjust', attemptId, by: 5000 }, policy: full })
    expect(await marksOf(exam)).toMatchObject({ Bob: 2000 })
    await commit(exam, { change: { kind: 'adjust', attemptId, by: 150 }, policy: full }, 'réponse orale retenue')
    await world.ask(trainer, grading.releaseResults, { params: exam.params, body: {} })
    const bob = exam.students.get('Bob Deux') as Someone
    const review = await world.ask(bob, grading.getMyReview, { params: { attemptId } })
    expect(review.body).toMatchObject({ mark: 1150, adjustment: { by: 150, reason: 'réponse orale retenue' } })
  })

  it('is undone by a new run that has the former rules', async () => {
    const exam = await fiveCopies()
    const before = await marksOf(exam)
    await commit(exam, { change: { kind: 'neutralise', questionId: first(exam), how: 'full' }, policy: full })
    const { done } = await commit(exam, { change: { kind: 'restore', runNumber: 1 }, policy: full }, 'trop généreux')
    expect(done.body.number).toBe(3)
    expect(await marksOf(exam)).toEqual(before)
    expect(
      (await world.ask(trainer, contract.getCorrections, { params: exam.params })).body.questions[0],
    ).toMatchObject({
      ruled: { neutral: null },
    })
  })
})

it('shows the student the corrected mark, and when it was corrected', async () => {
  const exam = await fiveCopies()
  await world.ask(trainer, grading.releaseResults, { params: exam.params, body: {} })
  const cleo = exam.students.get('Cleo Trois') as Someone
  const params = { attemptId: exam.copies['Cleo Trois'] as string }
  expect((await world.ask(cleo, grading.getMyReview, { params })).body).toMatchObject({ mark: 1000, correctedAt: null })
  await commit(exam, { change: { kind: 'key', questionId: first(exam), choiceIds: ['c'] }, policy: full })
  const review = (await world.ask(cleo, grading.getMyReview, { params })).body
  expect(review).toMatchObject({ mark: 2000, correctedAt: world.now().toISOString() })
  if (review.what !== 'review') throw new Error('the whole copy was released')
  const question = review.questions.find(({ id }) => id === first(exam))
  const [asked] = pageIds(world, { questionId: first(exam), letters: ['c'] })
  expect(question?.choices.find(({ id }) => id === asked)?.correct).toBe(true)
})

it('keeps a record that can be printed and checked', async () => {
  const exam = await fiveCopies()
  await commit(exam, { change: { kind: 'key', questionId: first(exam), choiceIds: ['c'] }, policy: neverLower })
  const ask = () =>
    world.ask(trainer, contract.getCorrectionRecord, { params: { ...exam.params, number: '2' as never } })
  const record = (await ask()).body
  expect(record).toMatchObject({
    byName: 'Nadia',
    reason: 'Clé saisie par erreur',
    isCurrent: true,
    correction: {
      policy: neverLower,
      question: { position: 1, before: { right: ['b'] }, after: { right: ['c'] } },
      outlook: { gain: 2, lose: 0, kept: 2 },
    },
  })
  expect(record.rows.map(({ givenName, before, after }) => [givenName, before, after])).toEqual([
    ['Eve', 1000, 1000],
    ['Bob', 1000, 1000],
    ['Dan', 0, 1000],
    ['Cleo', 1000, 2000],
    ['Ana', 2000, 2000],
  ])
  expect(record.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  expect((await ask()).body.code).toBe(record.code)
  const none = await world.ask(trainer, contract.getCorrectionRecord, {
    params: { ...exam.params, number: '9' as never },
  })
  expect(none.status).toBe(404)
})

it('lets two trainers at once make one correction, and tells the other', async () => {
  const exam = await fiveCopies()
  const other = await world.staff('Karim', { course, role: 'trainer' })
  const change = keyIsC(exam)
  const seen = (await preview(exam, { change, policy: full })).body
  const send = (who: Someone, reason: string) =>
    world.ask(who, contract.recordCorrection, {
      params: exam.params,
      body: { change, policy: full, reason, fingerprint: seen.fingerprint },
    })
  const answers = await Promise.all([send(trainer, 'un'), send(other, 'deux'), send(trainer, 'trois')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('changed_meanwhile')
  expect(await world.db.markingRun.count({ where: { examId: exam.id } })).toBe(2)
  expect(await marksOf(exam)).toEqual({ Ana: 1000, Bob: 0, Cleo: 2000, Dan: 1000, Eve: 1000 })
})

it('marks by the corrected rules a copy closed later, even while the correction is being made', async () => {
  const exam = await fiveCopies()
  const attemptId = exam.copies['Dan Quatre'] as string
  await world.ask(trainer, monitor.changeAttempts, {
    params: exam.params,
    body: { attemptIds: [attemptId], reason: 'rendue par erreur', intervention: { type: 'reopen', minutes: 5 } },
  })
  const change = keyIsC(exam)
  const seen = (await preview(exam, { change, policy: full })).body
  expect(seen.outlook.copies).toBe(4)
  await world.ask(trainer, monitor.changeAttempts, {
    params: exam.params,
    body: { attemptIds: [attemptId], reason: 'fin', intervention: { type: 'force_submit' } },
  })
  const record = world.ask(trainer, contract.recordCorrection, {
    params: exam.params,
    body: { change, policy: full, reason: 'clé', fingerprint: seen.fingerprint },
  })
  const [answer] = await Promise.all([record, runJobs(world.deps), runJobs(world.deps)])
  await runJobs(world.deps)
  // Marked first, the copy changed what the preview rested on; marked after, it was marked by the new key. Never lost.
  const expected = answer.status === 200 ? 1000 : 0
  expect(await marksOf(exam)).toMatchObject({ Dan: expected })
  const newest = await world.db.markingRun.findFirstOrThrow({
    where: { examId: exam.id },
    orderBy: { number: 'desc' },
    include: { marks: true },
  })
  expect(newest.marks).toHaveLength(5)
})

describe('refuses, and changes nothing', () => {
  it.each([
    ['a key without a right choice', { kind: 'key', choiceIds: [] }, 'no_right_choice'],
    ['a key that names a choice that does not exist', { kind: 'key', choiceIds: ['z'] }, 'unknown_choice'],
    ['two right choices as the key of a single choice', { kind: 'key', choiceIds: ['a', 'c'] }, 'one_right_choice'],
  ] as const)('%s', async (_, change, reason) => {
    const exam = await fiveCopies()
    const { status, body } = await preview(exam, {
      change: { ...change, choiceIds: [...change.choiceIds], questionId: first(exam) },
      policy: full,
    })
    expect([status, body.code, body.details]).toMatchObject([422, 'correction_impossible', { reason }])
  })

  it('the question of another exam, the copy of another exam, a run that does not exist', async () => {
    const other = await fiveCopies()
    const exam = await fiveCopies()
    const reasons = await Promise.all(
      (
        [
          { kind: 'key', questionId: first(other), choiceIds: ['a'] },
          { kind: 'void', attemptId: other.copies['Ana Un'] as string },
          { kind: 'restore', runNumber: 7 },
        ] as const
      ).map(async (change) => (await preview(exam, { change: change as Body['change'], policy: full })).body.details),
    )
    expect(reasons).toMatchObject([
      { reason: 'unknown_question' },
      { reason: 'unknown_copy' },
      { reason: 'unknown_run' },
    ])
  })

  it('a correction that leaves nothing to earn, or that changes nothing', async () => {
    const exam = await fiveCopies(['b'])
    const removed = { kind: 'neutralise', questionId: first(exam), how: 'removed' } as const
    const { seen, done } = await commit(exam, { change: removed, policy: full })
    expect(seen.fault).toBe('nothing_left')
    expect(done.body).toMatchObject({ code: 'correction_impossible', details: { reason: 'nothing_left', copies: 5 } })
    const same = await commit(exam, {
      change: { kind: 'key', questionId: first(exam), choiceIds: ['b'] },
      policy: full,
    })
    expect([same.seen.fault, same.done.body.code]).toEqual(['nothing_changes', 'correction_impossible'])
    expect(await world.db.markingRun.count({ where: { examId: exam.id } })).toBe(1)
  })

  it('a scale that gives points for being wrong', async () => {
    const exam = await fiveCopies()
    const scale = { kind: 'negative', wrong: '1/2', blank: '0' } as const
    expect((await preview(exam, { change: { kind: 'scale', scale }, policy: full })).body.code).toBe('invalid_request')
  })

  it('whoever is not a trainer of this course', async () => {
    const exam = await fiveCopies()
    const stranger = await world.staff('Zoé', { course: await world.course(), role: 'owner' })
    const invigilator = await world.staff('Marc', { course, role: 'invigilator' })
    const body: Body = { change: { kind: 'void', attemptId: exam.copies['Ana Un'] as string }, policy: full }
    const asked = (who: Someone) => world.ask(who, contract.previewCorrection, { params: exam.params, body })
    expect((await asked(stranger)).status).toBe(404)
    expect((await asked(invigilator)).status).toBe(403)
    expect((await asked(exam.students.get('Ana Un') as Someone)).status).toBe(403)
  })
})
