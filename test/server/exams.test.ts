import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as composition from '#contract/exams/composition.ts'
import { type ExamDraft, release } from '#contract/exams/exam-draft.ts'
import type { ExamView } from '#contract/exams/exams.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as scalesContract from '#contract/exams/scales.ts'
import { listQuestions } from '#contract/questions/questions.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { openAndCloseDue } from '#server/exams/open-and-close-due.ts'
import { loadBank } from '#server/questions/bank/load-bank.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let courseId: string
let nadia: Someone
let marc: Someone
let claire: Someone
let otherCourseId: string
beforeAll(async () => {
  world = await createWorld()
  courseId = (await ensureShippedCourse(world.deps)).courseId ?? ''
  const other = await world.course('Autre cours')
  otherCourseId = other.id
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  marc = await world.staff('Marc', { course: { id: courseId }, role: 'invigilator' })
  claire = await world.staff('Claire', { course: other, role: 'owner' })
  for (const name of ['Ana Pereira', 'Bao Nguyen']) await world.student({ course: { id: courseId }, name })
}, 90_000)
afterAll(() => world.close())

let exam: ExamView
let params: { courseId: string; examId: string }
beforeEach(async () => {
  exam = (await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'QCM' } })).body
  params = { courseId, examId: exam.id }
})

const update = (change: Partial<ExamDraft>, from = exam) =>
  world.ask(nadia, exams.updateExam, { params, body: { ...settingsOf(from), ...change, revision: from.revision } })
const read = async () => (await world.ask(nadia, exams.getExam, { params })).body
const publish = async () => world.ask(nadia, life.publishExam, { params, body: { revision: (await read()).revision } })
const draw = async () => (await world.ask(nadia, composition.getDraw, { params })).body
const actions = async () =>
  (await world.db.auditLine.findMany({ where: { subject: `exam:${exam.id}` }, orderBy: { id: 'asc' } })).map(
    ({ action }) => action,
  )

it('ships the exam of the course as a draft, once', async () => {
  const { body } = await world.ask(nadia, exams.listExams, { params: { courseId } })
  expect(body.exams.filter(({ title }) => title === 'QCM final')).toMatchObject([
    { status: 'draft', questionCount: 35, limitMinutes: 60 },
  ])
})

it('creates a draft that could be published as it is', async () => {
  expect(exam).toMatchObject({
    title: 'QCM',
    status: 'draft',
    questionCount: 20,
    limitMinutes: 40,
    studentCount: 2,
    startedCount: 0,
    revision: 1,
  })
  expect(exam.joinCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
  const drawn = await draw()
  expect(drawn).toMatchObject({ wanted: 20, shortfalls: [], points: 2000 })
  expect(drawn.questions).toHaveLength(20)
  expect(drawn.robots?.random).toBeLessThan(900)
  expect(await actions()).toEqual(['exam.create'])
})

it('draws the same questions from the same seed, others from another', async () => {
  const first = await draw()
  expect(await draw()).toEqual(first)
  // Eighty bits: nobody can try them all.
  expect(first.seed).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/)
  const { body: redrawn } = await world.ask(nadia, composition.redrawExam, { params, body: { revision: 1 } })
  expect(redrawn.revision).toBe(2)
  const second = await draw()
  expect(second.seed).not.toBe(first.seed)
  expect(second.questions.map(({ key }) => key)).not.toEqual(first.questions.map(({ key }) => key))
})

it('keeps the questions that were drawn when one is added, and lets a trainer lock, replace and move them', async () => {
  const keysOf = ({ questions }: { questions: { key: string }[] }) => questions.map(({ key }) => key)
  const first = keysOf(await draw())
  const [line, ...others] = exam.blueprint.lines
  if (!line) throw new Error('a plan has lines')
  const more = { questionIds: [], lines: [{ ...line, count: line.count + 1 }, ...others] }
  const { body: raised } = await update({ blueprint: more })
  const second = keysOf(await draw())
  expect(second).toHaveLength(first.length + 1)
  expect(second.filter((key) => first.includes(key))).toEqual(first)
  const listed = await world.ask(nadia, listQuestions, { params: { courseId }, query: { purpose: 'exam' } })
  const outside = listed.body.questions.find(({ key }) => !second.includes(key)) as { key: string }
  const { body: fixed } = await update({ blueprint: { ...more, questionIds: [outside.key] } }, raised)
  const third = keysOf(await draw())
  expect(third.filter((key) => second.includes(key)).length).toBeGreaterThanOrEqual(second.length - 1)

  const arrange = (body: { order: string[]; locked: string[]; refused: string[] }, revision: number) =>
    world.ask(nadia, composition.arrangeDraw, { params, body: { ...body, revision } })
  const order = [...third.slice(1), third[0] as string]
  const locked = third.slice(2, 4)
  const moved = await arrange({ order, locked, refused: [] }, fixed.revision)
  expect(keysOf(await draw())).toEqual(order)
  expect((await arrange({ order, locked, refused: [] }, fixed.revision)).body.code).toBe('changed_meanwhile')

  // One that a line drew, not the one that every copy has.
  const gone = order.findLast((key) => key !== outside.key && !locked.includes(key)) as string
  const replaced = await arrange({ order, locked, refused: [gone] }, moved.body.revision)
  const now = await draw()
  expect(now.refused).toEqual([gone])
  expect(keysOf(now).map((key, rank) => (key === order[rank] ? key : gone))).toEqual(order)

  // Taken back.
  const back = await arrange({ order, locked, refused: [] }, replaced.body.revision)
  expect(keysOf(await draw())).toEqual(order)
  await world.ask(nadia, composition.redrawExam, { params, body: { revision: back.body.revision } })
  const again = await draw()
  expect(keysOf(again)).toEqual(expect.arrayContaining([...locked, outside.key]))
  expect(again.locked.toSorted()).toEqual(locked.toSorted())
  expect(keysOf(again).toSorted()).not.toEqual(order.toSorted())
  expect(await actions()).toEqual(expect.arrayContaining(['exam.arrange', 'exam.redraw']))

  const { revision } = await read()
  await publish()
  expect((await arrange({ order, locked, refused: [] }, revision)).body.code).toBe('exam_not_editable')
})

it('takes an opening by hand back, while nobody has started and no hour would open it again', async () => {
  await publish()
  await world.ask(nadia, life.openExam, { params })
  expect((await world.ask(nadia, life.cancelOpening, { params })).body).toMatchObject({
    ...{ status: 'published', openedAt: null },
  })
  await world.ask(nadia, life.openExam, { params })
  await world.db.exam.update({ where: { id: exam.id }, data: { opensAt: world.now() } })
  expect((await world.ask(nadia, life.cancelOpening, { params })).body.code).toBe('exam_wrong_state')
  await world.db.exam.update({ where: { id: exam.id }, data: { opensAt: null } })
  const { id } = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id } })
  await world.db.attempt.update({ where: { id }, data: { status: 'in_progress', startedAt: world.now() } })
  expect((await world.ask(nadia, life.cancelOpening, { params })).body.code).toBe('exam_wrong_state')
  await world.db.attempt.update({ where: { id }, data: { status: 'ready', startedAt: null } })
  expect(await actions()).toContain('exam.cancel_opening')
})

it('saves every setting of a draft and says what changed in the journal', async () => {
  const change = {
    title: 'QCM de décembre',
    instructions: 'Sans *document*.',
    limitMinutes: 45,
    questionPoints: 50,
    opensAt: '2026-12-08T10:00:00.000Z',
    closesAt: '2026-12-08T11:00:00.000Z',
    shuffleChoices: false,
    scale: { kind: 'all_or_nothing' as const },
    markRule: { outOf: 2000, grain: 50 as const, rounding: 'up' as const, floor: 500, ceiling: 1900 },
    release: release.parse({ what: 'mark', when: 'at_close' }),
  }
  const { body } = await update(change)
  expect(body).toMatchObject({ ...change, revision: 2 })
  expect(await read()).toEqual(body)
  const line = await world.db.auditLine.findFirstOrThrow({
    where: { subject: `exam:${exam.id}`, action: 'exam.update' },
  })
  expect(Object.keys(line.after as object).sort()).toEqual(Object.keys(change).sort())
  // The same again is no change.
  expect((await update(change, body)).body.revision).toBe(2)
})

it('lets the second of two trainers read first, and loses nothing', async () => {
  const both = await Promise.all([update({ title: 'De Nadia' }), update({ title: 'De Marc' })])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(both.find(({ status }) => status === 409)?.body.code).toBe('changed_meanwhile')
  expect(await read()).toMatchObject({ revision: 2, title: both.find(({ status }) => status === 200)?.body.title })
  expect((await world.ask(nadia, life.publishExam, { params, body: { revision: 1 } })).body.code).toBe(
    'changed_meanwhile',
  )
})

it('refuses a body with an unknown field, a scale nobody knows, a time zone that does not exist', async () => {
  const body = { ...settingsOf(exam), revision: 1 }
  for (const bad of [
    { ...body, status: 'open' },
    { ...body, scale: { kind: 'generous' } },
    { ...body, timeZone: 'Paris' },
    { ...body, limitMinutes: 0 },
    { ...body, markRule: { ...body.markRule, floor: 1500, ceiling: 1000 } },
  ]) {
    const answer = await world.ask(nadia, exams.updateExam, { params, body: bad as typeof body })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
  }
  expect(await read()).toEqual(exam)
})

it('shows a sample copy in the shape a student gets, without a key anywhere', async () => {
  const { body } = await world.ask(nadia, composition.previewExam, { params, query: {} })
  expect(body.questions).toHaveLength(20)
  for (const question of body.questions) {
    // A document read for several questions is shown to the student too.
    const keys = Object.keys(question).filter((key) => key !== 'context')
    const own = { ordering: ['parts'], matching: ['parts'], exact_answer: ['typed'] }
    const more = Object.entries(own).flatMap(([type, names]) => (type === question.type ? names : []))
    expect(keys.sort()).toEqual(['choices', 'id', 'points', 'stem', 'type', ...more].sort())
    const named = question.type === 'cloze' ? ['id', 'part', 'text'] : ['id', 'text']
    for (const choice of question.choices) expect(Object.keys(choice).sort()).toEqual(named)
  }
  expect(JSON.stringify(body)).not.toMatch(/"(correct|explanation|feedback|weight|key)":/)
})

it('keeps the choices that must stay last at the end, and « Vrai, Faux » in order', async () => {
  await update({ blueprint: { questionIds: [], lines: [{ type: 'true_false', count: 5 }] } })
  const { body } = await world.ask(nadia, composition.previewExam, { params, query: {} })
  expect(body.questions.map(({ choices }) => choices.map(({ id }) => id))).toEqual(
    Array.from({ length: 5 }, () => ['a', 'b']),
  )
})

it('freezes what is asked: the bank may change afterwards', async () => {
  const before = await draw()
  const { body } = await publish()
  expect(body).toMatchObject({ status: 'published', questionCount: 20, revision: 2 })
  expect(await actions()).toEqual(['exam.create', 'exam.publish'])
  const kept = await world.db.examQuestion.findMany({ where: { examId: exam.id }, orderBy: { position: 'asc' } })
  expect(kept.map(({ questionKey }) => questionKey)).toEqual(before.questions.map(({ key }) => key))
  expect(JSON.stringify(kept.map(({ asked }) => asked))).not.toMatch(/"(correct|explanation|feedback)"/)

  const bank = await readBank(world.deps.settings.questionsDir)
  const rewritten = bank.questions
    .slice(0, 100)
    .map((one) => ({ ...one, question: { ...one.question, stem: 'Réécrite ?', explanation: 'Autre.' } }))
  await loadBank(world.deps, { courseId, bank: { ...bank, questions: rewritten }, actor: { id: null, name: 'test' } })
  expect(await world.db.examQuestion.findMany({ where: { examId: exam.id }, orderBy: { position: 'asc' } })).toEqual(
    kept,
  )
  const after = await draw()
  expect(after.questions.map(({ key, opening }) => [key, opening])).toEqual(
    before.questions.map(({ key, opening }) => [key, opening]),
  )
  await loadBank(world.deps, { courseId, bank, actor: { id: null, name: 'test' } })
})

it('draws one copy per student, the same questions in their own order, once', async () => {
  await publish()
  const copies = await world.db.attempt.findMany({ where: { examId: exam.id } })
  expect(copies).toHaveLength(2)
  const papers = copies.map(({ paper }) => paper as { questionId: string; choiceIds: string[] }[])
  const ids = papers.map((paper) => paper.map(({ questionId }) => questionId))
  expect(ids[0]).not.toEqual(ids[1])
  expect([...(ids[0] ?? [])].sort()).toEqual([...(ids[1] ?? [])].sort())
  expect(copies.every(({ status, startedAt }) => status === 'ready' && startedAt === null)).toBe(true)

  // Added to the class in between: drawn at the opening, the others untouched.
  const late = await world.student({ course: { id: courseId }, name: 'Chloé Roux' })
  await world.ask(nadia, life.openExam, { params })
  const after = await world.db.attempt.findMany({ where: { examId: exam.id } })
  expect(after).toHaveLength(3)
  expect(
    after
      .filter(({ studentId }) => studentId !== late.id)
      .map(({ seed }) => seed)
      .sort(),
  ).toEqual(copies.map(({ seed }) => seed).sort())
  await world.db.student.delete({ where: { id: late.id } })
})

it('is published once by ten clicks', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => world.ask(nadia, life.publishExam, { params, body: { revision: 1 } })),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(await world.db.examQuestion.count({ where: { examId: exam.id } })).toBe(20)
  expect(await world.db.attempt.count({ where: { examId: exam.id } })).toBe(2)
  expect(await actions()).toEqual(['exam.create', 'exam.publish'])
})

it('refuses to publish what the bank cannot honour, and says which line', async () => {
  await update({
    blueprint: {
      questionIds: ['inconnue'],
      lines: [
        { section: 'compose', count: 2 },
        { section: 'registres', difficulty: 'hard', count: 40 },
      ],
    },
  })
  const drawn = await draw()
  expect(drawn.shortfalls).toMatchObject([
    { kind: 'question', questionId: 'inconnue' },
    { kind: 'line', line: 1, wanted: 40 },
  ])
  const answer = await publish()
  expect([answer.status, answer.body.code]).toEqual([422, 'blueprint_not_honoured'])
  expect(await read()).toMatchObject({ status: 'draft' })
  expect(await world.db.examQuestion.count({ where: { examId: exam.id } })).toBe(0)
})

it('refuses to publish an exam without questions', async () => {
  await update({ blueprint: { questionIds: [], lines: [] } })
  expect((await publish()).body.code).toBe('exam_without_questions')
})

it.each([
  [
    'closes before it opens',
    { opensAt: '2026-12-09T12:00:00.000Z', closesAt: '2026-12-09T11:00:00.000Z' },
    'closes_before_it_opens',
  ],
  ['closed already', { opensAt: null, closesAt: '2026-12-01T11:00:00.000Z' }, 'closes_in_the_past'],
  [
    'leaves less than the duration',
    { opensAt: '2026-12-09T10:00:00.000Z', closesAt: '2026-12-09T10:39:00.000Z' },
    'shorter_than_the_duration',
  ],
])('refuses to publish an exam that %s', async (_what, times, reason) => {
  await update(times)
  const answer = await publish()
  expect([answer.status, answer.body.code, answer.body.details]).toEqual([422, 'exam_dates_inconsistent', { reason }])
  expect((await read()).status).toBe('draft')
})

it('changes nothing of a published exam, and makes it a draft again while nobody started', async () => {
  await publish()
  const published = await read()
  for (const answer of [
    await update({ title: 'Autre' }, published),
    await world.ask(nadia, composition.redrawExam, { params, body: { revision: published.revision } }),
    await world.ask(nadia, exams.deleteExam, { params }),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([409, 'exam_not_editable'])
  }
  expect(await read()).toEqual(published)

  expect((await world.ask(nadia, life.withdrawExam, { params })).body).toMatchObject({
    status: 'draft',
    publishedAt: null,
  })
  expect(await world.db.examQuestion.count({ where: { examId: exam.id } })).toBe(0)
  expect(await world.db.attempt.count({ where: { examId: exam.id } })).toBe(0)
  await publish()
  await world.db.attempt.updateMany({
    where: { examId: exam.id },
    data: { status: 'in_progress', startedAt: world.now() },
  })
  expect((await world.ask(nadia, life.withdrawExam, { params })).body.code).toBe('exam_not_editable')
})

it('opens, closes, and says no to a step out of order', async () => {
  expect((await world.ask(nadia, life.openExam, { params })).body.code).toBe('exam_wrong_state')
  expect((await world.ask(nadia, life.closeExam, { params })).body.code).toBe('exam_not_open')
  await update({ opensAt: '2026-12-20T10:00:00.000Z', closesAt: '2026-12-20T12:00:00.000Z' })
  await publish()
  // Opened by hand before its time: it opens now for everybody.
  expect((await world.ask(nadia, life.openExam, { params })).body).toMatchObject({
    status: 'open',
    opensAt: world.now().toISOString(),
  })
  expect((await world.ask(nadia, life.openExam, { params })).status).toBe(200)
  expect((await world.ask(nadia, life.closeExam, { params })).body).toMatchObject({
    status: 'closed',
    closedAt: world.now().toISOString(),
  })
  expect(await actions()).toEqual(['exam.create', 'exam.update', 'exam.publish', 'exam.open', 'exam.close'])
})

it('opens and closes by the clock, after the last student’s own time', async () => {
  const third = await world.student({
    course: { id: courseId },
    name: 'Dina Haddad',
    extraTime: { kind: 'ratio', numerator: 4, denominator: 3 },
  })
  const opens = new Date(world.now().getTime() + 10 * 60_000)
  await update({ opensAt: opens.toISOString(), closesAt: new Date(opens.getTime() + 60 * 60_000).toISOString() })
  await publish()
  expect(await openAndCloseDue(world.deps)).toEqual({ opened: [], closed: [] })
  world.wait(10)
  expect((await openAndCloseDue(world.deps)).opened).toContain(exam.id)
  // The class closes at 60 minutes, Dina 40/3 minutes later, and the grace after that.
  world.wait(73)
  expect((await openAndCloseDue(world.deps)).closed).not.toContain(exam.id)
  world.wait(1)
  expect((await openAndCloseDue(world.deps)).closed).toContain(exam.id)
  expect(await read()).toMatchObject({ status: 'closed' })
  const last = await world.db.auditLine.findFirstOrThrow({
    where: { subject: `exam:${exam.id}` },
    orderBy: { id: 'desc' },
  })
  expect([last.action, last.actorName, last.actorId]).toEqual(['exam.close', 'Barème', null])
  await world.db.student.delete({ where: { id: third.id } })
})

it('gives another join code, the former one being of no use', async () => {
  const { body } = await world.ask(nadia, life.renewJoinCode, { params })
  expect(body.joinCode).not.toBe(exam.joinCode)
  expect(await world.db.exam.count({ where: { joinCode: exam.joinCode } })).toBe(0)
  expect(await actions()).toContain('exam.renew_join_code')
})

it('deletes a draft and leaves its line in the journal', async () => {
  expect((await world.ask(nadia, exams.deleteExam, { params })).body).toEqual({ done: true })
  expect((await world.ask(nadia, exams.getExam, { params })).status).toBe(404)
  expect(await actions()).toEqual(['exam.create', 'exam.delete'])
})

it('does not exist for the staff of another course, and an invigilator only reads it', async () => {
  const body = { ...settingsOf(exam), revision: 1 }
  const revision = { revision: 1 }
  const statusesOf = async (who: Someone, where: typeof params) => ({
    list: (await world.ask(who, exams.listExams, { params: where })).status,
    read: (await world.ask(who, exams.getExam, { params: where })).status,
    create: (await world.ask(who, exams.createExam, { params: where, body: { title: 'X' } })).status,
    update: (await world.ask(who, exams.updateExam, { params: where, body })).status,
    redraw: (await world.ask(who, composition.redrawExam, { params: where, body: revision })).status,
    draw: (await world.ask(who, composition.getDraw, { params: where })).status,
    preview: (await world.ask(who, composition.previewExam, { params: where, query: {} })).status,
    publish: (await world.ask(who, life.publishExam, { params: where, body: revision })).status,
    withdraw: (await world.ask(who, life.withdrawExam, { params: where })).status,
    open: (await world.ask(who, life.openExam, { params: where })).status,
    close: (await world.ask(who, life.closeExam, { params: where })).status,
    code: (await world.ask(who, life.renewJoinCode, { params: where })).status,
    delete: (await world.ask(who, exams.deleteExam, { params: where })).status,
  })
  const all = (status: number) => Object.fromEntries(Object.keys(invigilator).map((name) => [name, status]))
  const invigilator = await statusesOf(marc, params)
  expect(invigilator).toEqual({ ...all(403), list: 200, read: 200 })
  expect(await statusesOf(claire, params)).toEqual(all(404))
  // Through her own course, the exam of another one: only what is hers answers.
  expect(await statusesOf(claire, { ...params, courseId: otherCourseId })).toEqual({
    ...all(404),
    list: 200,
    create: 200,
  })
  expect(await read()).toEqual(exam)
})

it('draws as well from five thousand questions', async () => {
  const big = await world.course('Grande banque')
  const { outline } = await world.db.course.findUniqueOrThrow({ where: { id: courseId } })
  await world.db.course.update({ where: { id: big.id }, data: { outline: asColumn(outline) } })
  await world.db.$executeRaw`
    with copies as (
      insert into "Question" (id, "courseId", key, section)
      select gen_random_uuid(), ${big.id}::uuid, key || '/' || copy, section
      from "Question", generate_series(1, 16) as copy where "courseId" = ${courseId}::uuid
      returning id, key
    )
    insert into "QuestionVersion" (id, "questionId", number, hash, content, rendered, origin)
    select gen_random_uuid(), copies.id, 1, v.hash, v.content, v.rendered, v.origin
    from copies join "Question" q on q.key = split_part(copies.key, '/', 1) and q."courseId" = ${courseId}::uuid
    join "QuestionVersion" v on v."questionId" = q.id and v.number = 1`
  expect(await world.db.question.count({ where: { courseId: big.id } })).toBeGreaterThan(5_000)
  const someone = await world.staff('Lou', { course: big, role: 'trainer' })
  const { body } = await world.ask(someone, exams.createExam, {
    params: { courseId: big.id },
    body: { title: 'Grand' },
  })
  const { body: drawn } = await world.ask(someone, composition.getDraw, {
    params: { courseId: big.id, examId: body.id },
  })
  expect(drawn.questions).toHaveLength(20)
}, 60_000)

it('tries scales before anybody sits: all or nothing gives a guesser less than each choice does', async () => {
  // The scales differ on multiple responses only: a draw without any would tell nothing.
  await update({ blueprint: { questionIds: [], lines: [{ type: 'multiple', count: 5 }] } })
  const scales = [
    { kind: 'all_or_nothing' as const },
    { kind: 'each_choice' as const },
    { kind: 'balanced' as const, floorAtZero: false },
  ]
  const { body } = await world.ask(nadia, scalesContract.simulateScales, { params, body: { scales } })
  const [strict, generous, balanced] = body.simulations
  expect(strict?.random).toBeLessThan(generous?.random ?? 0)
  expect(balanced?.tickAll).toBe(0)
  expect(strict?.half).toBeGreaterThan(strict?.random ?? 0)
  expect((await world.ask(claire, scalesContract.simulateScales, { params, body: { scales } })).status).toBe(404)
})

it('takes any scale of the guide, and refuses one that cannot mark', async () => {
  const negative = { kind: 'negative' as const, wrong: '-1/3', blank: '0' }
  expect((await update({ scale: negative })).body).toMatchObject({ scale: negative })
  const generous = { ...negative, wrong: '1/3' }
  expect((await update({ scale: generous }, await read())).body.code).toBe('invalid_request')
})
