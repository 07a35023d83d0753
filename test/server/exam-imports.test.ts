import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sent } from '#contract/endpoint.ts'
import * as corrections from '#contract/grading/corrections.ts'
import * as contract from '#contract/grading/exam-imports.ts'
import * as grading from '#contract/grading/grading.ts'
import * as statistics from '#contract/statistics/statistics.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let course: { id: string }
let trainer: Someone
let params: { courseId: string }
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  params = { courseId: course.id }
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
})

type Body = Sent<typeof contract.previewExamImport>['body']
const paper = `numéro;nom;prénom;Q1;Q2;Q3
1001;Martin;Zoé;A;BC;D
1002;Petit;Noé;B;B;
1003;Durand;Léo;A;;D
`
const body: Body = {
  responses: { text: paper },
  key: { text: 'Q1;Q2;Q3\nA;BC;D\n' },
  unknown: 'create',
  scale: { kind: 'all_or_nothing' },
}
const preview = (change: Partial<Body> = {}) =>
  world.ask(trainer, contract.previewExamImport, { params, body: { ...body, ...change } })

async function importIt(change: Partial<Body> = {}) {
  const { fingerprint } = (await preview(change)).body
  return world.ask(trainer, contract.importExam, {
    params,
    body: { ...body, ...change, title: 'QCM sur papier', fingerprint: fingerprint ?? 'aucune' },
  })
}
const counts = async () => ({
  exams: await world.db.exam.count({ where: { courseId: course.id } }),
  students: await world.db.student.count({ where: { courseId: course.id } }),
})
const marksOf = async (examId: string) => {
  const { body } = await world.ask(trainer, grading.getResults, { params: { ...params, examId } })
  return Object.fromEntries(body.rows.map(({ familyName, mark }) => [familyName, mark]))
}

it('shows who and what would be written, and writes nothing', async () => {
  await world.db.student.create({
    data: { courseId: course.id, familyName: 'Martin', givenName: 'Zoé', number: '1001' },
  })
  const { body: seen } = await preview()
  expect(seen.faults).toEqual([])
  expect(seen.items).toEqual([
    { name: 'Q1', type: 'single', choices: ['A', 'B'], right: ['A'], blanks: 0 },
    { name: 'Q2', type: 'multiple', choices: ['A', 'B', 'C'], right: ['B', 'C'], blanks: 1 },
    { name: 'Q3', type: 'single', choices: ['A', 'B', 'C', 'D'], right: ['D'], blanks: 1 },
  ])
  expect(seen.people.map(({ line, name, outcome, answered }) => [line, name, outcome, answered])).toEqual([
    [2, 'Martin Zoé', 'known', 3],
    [3, 'Petit Noé', 'new', 2],
    [4, 'Durand Léo', 'new', 2],
  ])
  expect(await counts()).toEqual({ exams: 0, students: 1 })
})

it('makes a closed exam with marks, statistics and corrections like any other', async () => {
  const { body: done } = await importIt()
  expect(done).toMatchObject({ copies: 3, added: 3 })
  expect(await marksOf(done.examId)).toEqual({ Martin: 2000, Petit: 0, Durand: 1333 })
  const at = { params: { ...params, examId: done.examId } }
  const figures = (await world.ask(trainer, statistics.getStatistics, { ...at, query: {} })).body
  expect(figures).toMatchObject({ n: 3, standing: 'none' })
  expect(figures.items.map(({ blanks }) => blanks)).toEqual([0, 1, 1])

  const desk = (await world.ask(trainer, corrections.getCorrections, at)).body
  const change = { kind: 'accept_also' as const, questionId: desk.questions[0]?.id ?? '', choiceIds: ['b'] }
  const decision = { change, policy: { kind: 'full' as const } }
  const { fingerprint } = (await world.ask(trainer, corrections.previewCorrection, { ...at, body: decision })).body
  await world.ask(trainer, corrections.recordCorrection, { ...at, body: { ...decision, reason: 'B', fingerprint } })
  expect(await marksOf(done.examId)).toEqual({ Martin: 2000, Petit: 667, Durand: 1333 })

  const row = (await world.ask(trainer, grading.getResults, at)).body.rows[0]
  const copy = await world.ask(trainer, grading.getCopy, {
    params: { ...at.params, attemptId: row?.attemptId ?? '' },
  })
  expect(copy.body.questions.map(({ choices }) => choices.filter(({ ticked }) => ticked).map(({ id }) => id))).toEqual([
    ['a'],
    [],
    ['d'],
  ])
  expect(row?.durationMs).toBeNull()
  expect(await world.db.auditLine.count({ where: { action: 'exam.import', courseId: course.id } })).toBe(1)
})

it('matches students by number or e-mail, and changes nothing of theirs', async () => {
  const zoe = await world.db.student.create({
    data: { courseId: course.id, familyName: 'Martin-Diaz', givenName: 'Zoé', number: '1001', group: 'A' },
  })
  const noe = await world.db.student.create({
    data: { courseId: course.id, familyName: 'Petit', givenName: 'Noé', email: 'Noe@exemple.fr' },
  })
  const responses = { text: 'copie;Q1;Q2;Q3\n1001;A;BC;D\nnoe@exemple.fr;A;B;D\n' }
  const { body: done } = await importIt({ responses })
  expect(done).toMatchObject({ copies: 2, added: 0 })
  expect(await marksOf(done.examId)).toEqual({ 'Martin-Diaz': 2000, Petit: 1333 })
  expect(await world.db.student.findMany({ where: { courseId: course.id }, orderBy: { familyName: 'asc' } })).toEqual([
    zoe,
    noe,
  ])
})

it('leaves out who is not in the class when asked so, and says who', async () => {
  await world.db.student.create({
    data: { courseId: course.id, familyName: 'Martin', givenName: 'Zoé', number: '1001' },
  })
  const { body: seen } = await preview({ unknown: 'leave' })
  expect(seen.people.map(({ outcome }) => outcome)).toEqual(['known', 'left', 'left'])
  expect((await importIt({ unknown: 'leave' })).body).toMatchObject({ copies: 1, added: 0 })
})

it('says everything that must be mended, with line and column, and imports nothing', async () => {
  const responses = { text: paper.replace('B;B;', 'B;?;').replace('Léo;A;;D', 'Léo;é;;D') }
  const { body: seen } = await preview({ responses })
  expect(seen).toMatchObject({
    fingerprint: null,
    faultCount: 2,
    faults: [
      { code: 'cell_unreadable', line: 4, item: 'Q1', cell: 'é' },
      { code: 'cell_unreadable', line: 3, item: 'Q2', cell: '?' },
    ],
  })
  expect((await importIt({ responses })).body.code).toBe('nothing_to_import')
  expect(await counts()).toEqual({ exams: 0, students: 0 })
})

it.each([
  ['titles and nobody', 'id;Q1\n', 'Q1;A', 'no_student'],
  ['a column of names alone', 'id\nana\n', 'Q1;A', 'no_item'],
  ['two columns of one title', 'id;Q1;Q1\nana;A;B\n', 'Q1;A', 'item_twice'],
  ['a line that is too short', 'id;Q1;Q2\nana;A\n', 'Q1;A\nQ2;B', 'ragged_row'],
  ['a key that forgets a question', 'id;Q1;Q2\nana;A;B\n', 'Q1;A', 'key_missing'],
  ['a key that is no letter', 'id;Q1\nana;A\n', 'Q1;%', 'key_cell_unreadable'],
])('%s: said, and nothing is imported', async (_, responses, key, code) => {
  const file = { responses: { text: responses }, key: { text: key } }
  expect((await preview(file)).body).toMatchObject({ fingerprint: null, faults: [{ code }] })
  expect((await importIt(file)).body.code).toBe('nothing_to_import')
  expect(await counts()).toEqual({ exams: 0, students: 0 })
})

it('takes no scale by certainty: nobody said any', async () => {
  const level = { right: '1', wrong: '0' }
  const scale = { kind: 'certainty' as const, levels: [level, level, level] }
  expect((await preview({ scale })).body.code).toBe('invalid_request')
})

it('refuses a file whose quotes do not close, a workbook, and a class that changed since the preview', async () => {
  expect((await preview({ responses: { text: 'id;Q1\n"1;A\n' } })).body.code).toBe('unreadable_file')
  const workbook = Buffer.from('PK\u0003\u0004 classeur').toString('base64')
  expect((await preview({ responses: { base64: workbook } })).body.code).toBe('unreadable_file')
  const { fingerprint } = (await preview()).body
  await world.db.student.create({
    data: { courseId: course.id, familyName: 'Petit', givenName: 'Noé', number: '1002' },
  })
  const late = await world.ask(trainer, contract.importExam, {
    params,
    body: { ...body, title: 'QCM', fingerprint: fingerprint ?? '' },
  })
  expect(late.body.code).toBe('preview_outdated')
})

it('reads a file of Excel on a French Windows', async () => {
  const bytes = Buffer.from(paper.replaceAll('\n', '\r\n'), 'latin1').toString('base64')
  const { body: seen } = await preview({ responses: { base64: bytes } })
  expect(seen.encoding).toBe('windows-1252')
  expect(seen.people[0]?.name).toBe('Martin Zoé')
})

it('is undone with the students it brought, until something rests on it', async () => {
  const first = (await importIt()).body
  const undo = (examId: string) => world.ask(trainer, contract.undoExamImport, { params: { ...params, examId } })
  expect((await undo(first.examId)).status).toBe(200)
  expect(await counts()).toEqual({ exams: 0, students: 0 })
  expect((await undo(first.examId)).status).toBe(404)

  const second = (await importIt()).body
  await world.ask(trainer, grading.releaseResults, { params: { ...params, examId: second.examId }, body: {} })
  expect((await undo(second.examId)).body.code).toBe('import_in_use')
  expect(await counts()).toEqual({ exams: 1, students: 3 })
})

it('takes back no exam that was taken here', async () => {
  const exam = await world.db.exam.create({
    data: {
      courseId: course.id,
      title: 'Ici',
      joinCode: 'ICI001',
      limitMinutes: 60,
      blueprint: asColumn({}),
      seed: '',
      scale: asColumn({}),
      markRule: asColumn({}),
      release: asColumn({}),
    },
  })
  const answer = await world.ask(trainer, contract.undoExamImport, { params: { ...params, examId: exam.id } })
  expect(answer.status).toBe(404)
})
