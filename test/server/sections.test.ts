import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAttempt } from '#contract/attempts/sitting.ts'
import { exportSections } from '#contract/exports/exports.ts'
import * as corrections from '#contract/grading/corrections.ts'
import { releaseResults, withholdResults } from '#contract/grading/grading.ts'
import * as mine from '#contract/statistics/my-sections.ts'
import { getStatistics } from '#contract/statistics/statistics.ts'
import { renderedPart } from '#server/questions/bank/course-parts.ts'
import { makeExam, secretWords } from '#test/setup/exam.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let course: { id: string }
let trainer: Someone
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const section = (id: string, title: string, objectives: string[] = []) => ({ id, title, headings: [title], objectives })
const outline = {
  sessions: [
    { id: 'un', title: 'Séance 1', labs: [], sections: [section('images', 'Images', ['Lire une image'])] },
    { id: 'deux', title: 'Séance 2', labs: [], sections: [section('reseau', 'Réseau'), section('secrets', 'Secrets')] },
  ],
}
const part = (heading: string, text: string) => ({
  page: 1,
  level: 2 as const,
  heading,
  text,
  notes: 'NOTE-DU-FORMATEUR',
})

beforeEach(async () => {
  course = await world.course()
  await world.db.course.update({ where: { id: course.id }, data: { outline } })
  const parts = [part('Secrets', 'Un secret est monté dans un fichier. ![schéma](image:a)'), part('Réseau', 'Un port.')]
  await world.db.courseMaterial.create({
    data: {
      ...{ courseId: course.id, fileName: 'course.md', title: 'Cours', format: 'markdown', state: 'current' },
      ...{ pages: 1, since: world.now(), at: world.now(), byName: 'Nadia' },
      parts: parts.map((one) => renderedPart({ ...one, role: 'within' })),
    },
  })
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
})

type Answers = Record<string, readonly string[]>
/** Every key is `a`. Two questions on images, the others on secrets, unless told otherwise. */
async function sat(answers: Answers, of = ['images', 'images', 'secrets', 'secrets']) {
  const exam = await markedExam(world, { course, trainer, keys: of.map(() => 'a'), answers })
  for (const [index, id] of exam.questionIds.entries()) {
    const row = await world.db.examQuestion.findUniqueOrThrow({ where: { id } })
    const source = { heading: of[index] === 'images' ? 'Images' : 'Secrets', quote: `citation ${index + 1}` }
    const content = asColumn({ ...row.content, source })
    await world.db.examQuestion.update({ where: { id }, data: { section: of[index] ?? '', content } })
  }
  return exam
}
async function name(exam: { questionIds: readonly string[] }, objectives: readonly string[]) {
  for (const [index, objective] of objectives.entries()) {
    const id = exam.questionIds[index] ?? ''
    const row = await world.db.examQuestion.findUniqueOrThrow({ where: { id } })
    await world.db.examQuestion.update({ where: { id }, data: { content: asColumn({ ...row.content, objective }) } })
  }
}
type Sat = Awaited<ReturnType<typeof sat>>

const classOf = async ({ params }: Sat, blanks?: 'listwise') =>
  (await world.ask(trainer, getStatistics, { params, query: blanks ? { blanks } : {} })).body.sections

describe('what a class earned, by section', () => {
  it('is in the order of the course, in points, with what was not asked and what the outline says of each', async () => {
    const exam = await sat({ 'Ana Un': ['a', 'a', 'a', 'b'], 'Bob Deux': ['a', 'b', 'b', ''] })
    expect(await classOf(exam)).toMatchObject([
      {
        ...{
          id: 'images',
          title: 'Images',
          sessionTitle: 'Séance 1',
          objectives: [{ text: 'Lire une image', result: null }],
        },
        ...{ positions: [1, 2], items: 2, n: 2, answers: 4, earned: 150, maximum: 200 },
        ...{ share: { value: 0.75 }, verdict: 'too_few' },
      },
      { id: 'reseau', positions: [], items: 0, n: 0, share: { value: null, reason: 'no_item' }, verdict: 'not_asked' },
      { id: 'secrets', sessionTitle: 'Séance 2', positions: [3, 4], earned: 50, maximum: 200, share: { value: 0.25 } },
    ])
    // Bob left a blank.
    expect(await classOf(exam, 'listwise')).toMatchObject([{ n: 1 }, { n: 0 }, { n: 1, share: { value: 0.5 } }])
  })

  it('is also said of each objective that a question names, those that the outline has lost included', async () => {
    const exam = await sat({ 'Ana Un': ['a', 'a', 'b', 'b'], 'Bob Deux': ['a', 'b', 'a', 'b'] })
    await name(exam, ['Lire une image', 'Ancien objectif', 'Monter un secret'])
    const [images, , secrets] = await classOf(exam)
    expect(images?.objectives).toMatchObject([
      { text: 'Lire une image', result: { positions: [1], n: 2, share: { value: 1 }, earned: 100, maximum: 100 } },
      { text: 'Ancien objectif', result: { positions: [2], n: 2, share: { value: 0.5 }, verdict: 'too_few' } },
    ])
    expect(secrets?.objectives).toMatchObject([{ text: 'Monter un secret', result: { positions: [3] } }])
    const query = { profile: 'excel_fr' } as const
    const { bytes } = await world.ask(trainer, exportSections, { params: exam.params, query })
    const lines = bytes.toString().split('\r\n')
    expect(lines[0]).toMatch(/"?Objectif"?;"?Objectifs"?/)
    expect(lines.filter((line) => line.includes('Images')).map((line) => line.split(';')[2])).toEqual([
      '""',
      '"Lire une image"',
      '"Ancien objectif"',
    ])
    // A student reads those of the questions that lost points, in the sections to review.
    const ana = exam.students.get('Ana Un') ?? nobody
    await world.ask(trainer, releaseResults, { params: exam.params, body: { what: 'review', parts: everything } })
    const own = (await world.ask(ana, mine.getMySections, { params: { attemptId: exam.copies['Ana Un'] ?? '' } })).body
    expect(own.sections.map(({ objectives }) => objectives)).toEqual([[], ['Monter un secret']])
  })

  it('leaves out what a correction removed, and the voided copies', async () => {
    const exam = await sat({ 'Ana Un': ['a', 'b', 'a', 'b'], 'Bob Deux': ['a', 'b', 'a', 'a'] })
    const record = async (change: (typeof corrections.previewCorrection.body)['_input']['change']) => {
      const body = { change, policy: { kind: 'full' as const } }
      const asked = { params: exam.params, body }
      const { fingerprint } = (await world.ask(trainer, corrections.previewCorrection, asked)).body
      const recorded = { params: exam.params, body: { ...body, reason: 'ambigu', fingerprint } }
      expect((await world.ask(trainer, corrections.recordCorrection, recorded)).status).toBe(200)
    }
    await record({ kind: 'neutralise', questionId: exam.questionIds[1] ?? '', how: 'removed' })
    expect((await classOf(exam))[0]).toMatchObject({ positions: [1, 2], items: 1, answers: 2, share: { value: 1 } })
    await record({ kind: 'void', attemptId: exam.copies['Bob Deux'] ?? '' })
    expect((await classOf(exam))[2]).toMatchObject({ n: 1, share: { value: 0.5 } })
  })

  it('follows a question whose section is gone to the one the bank gives it; without any, it comes last', async () => {
    const exam = await sat({ 'Ana Un': ['a', 'a', 'b', 'b'] }, ['fusionnee', 'fusionnee', 'disparue', ''])
    const question = await world.db.question.create({ data: { courseId: course.id, key: 'q', section: 'secrets' } })
    await world.db.examQuestion.update({
      where: { id: exam.questionIds[0] ?? '' },
      data: { questionId: question.id },
    })
    const found = (await classOf(exam)).filter(({ positions }) => positions.length > 0)
    expect(found.map(({ id, title, positions }) => [id, title, positions])).toEqual([
      ['secrets', 'Secrets', [1]],
      ['fusionnee', 'fusionnee', [2]],
      ['disparue', 'disparue', [3]],
      ['sans-section', '', [4]],
    ])
  })
})

const everything = { points: true, answers: true, key: true, explanations: true }

describe('what a student should read again', () => {
  let exam: Sat
  let ana: Someone
  let bob: Someone
  beforeEach(async () => {
    exam = await sat({ 'Ana Un': ['a', 'a', 'b', 'b'], 'Bob Deux': ['a', 'b', 'a', 'a'] })
    ana = exam.students.get('Ana Un') ?? nobody
    bob = exam.students.get('Bob Deux') ?? nobody
  })
  const own = (who = ana, copy = 'Ana Un') =>
    world.ask(who, mine.getMySections, { params: { attemptId: exam.copies[copy] ?? '' } })
  const all = async (who = ana) => (await world.ask(who, mine.getMyCourseSections, {})).body.sections
  const release = (change: Partial<typeof everything> = {}, what: 'mark' | 'review' = 'review') =>
    world.ask(trainer, releaseResults, { params: exam.params, body: { what, parts: { ...everything, ...change } } })

  it('does not exist before the release, nor once it is taken back, nor for a group that waits', async () => {
    const isNothing = async () => {
      expect((await own()).body).toEqual({ code: 'not_released' })
      expect(await all()).toEqual([])
    }
    await isNothing()
    await release()
    expect((await own()).status).toBe(200)
    await world.ask(trainer, withholdResults, { params: exam.params })
    await isNothing()
    await world.db.student.update({ where: { id: ana.id }, data: { group: 'B' } })
    await world.ask(trainer, releaseResults, { params: exam.params, body: { what: 'review', heldGroups: ['B'] } })
    await isNothing()
    expect((await own(bob, 'Bob Deux')).status).toBe(200)
  })

  it('is hers alone', async () => {
    await release()
    expect((await own(bob)).body).toEqual({ code: 'not_found' })
    expect((await own(nobody)).status).toBe(401)
    expect((await own(trainer)).status).toBe(403)
    expect((await all(bob)).map(({ id, review }) => [id, review])).toEqual([
      ['images', 'no'],
      ['secrets', 'no'],
    ])
  })

  it('has the sections in the order of the course, and for the weak ones their passages, without notes nor keys', async () => {
    await release()
    const { body } = await own()
    expect(body.sections).toMatchObject([
      { id: 'images', review: 'no', questions: 2, missed: 0, earned: 200, maximum: 200, passages: [] },
      {
        ...{ id: 'secrets', title: 'Secrets', sessionTitle: 'Séance 2', examTitle: exam.title, practice: 0 },
        ...{ review: 'yes', questions: 2, missed: 2, earned: 0, maximum: 200 },
        passages: [{ heading: 'Secrets', quotes: ['citation 3', 'citation 4'] }],
      },
    ])
    const text = JSON.stringify(body)
    expect(text).toContain('monté dans un fichier')
    expect(text).toContain('schéma')
    for (const word of [...secretWords, 'NOTE-DU-FORMATEUR', '/api/images/']) expect(text).not.toContain(word)
    expect(await all()).toEqual(body.sections)
  })

  it('is as little as the release shows', async () => {
    await release({ explanations: false })
    expect((await own()).body.sections.map(({ review, passages }) => [review, passages])).toEqual([
      ['no', []],
      ['yes', []],
    ])
    await release({ points: false })
    expect((await own()).body).toEqual({ sections: [] })
    await release({}, 'mark')
    expect((await own()).body).toEqual({ sections: [] })
    expect(await all()).toEqual([])
  })

  it('keeps the text of the course away while an exam is being taken', async () => {
    await release()
    const next = await makeExam(world, { course })
    await world.ask(ana, startAttempt, { params: { examId: next.id }, body: { device: 'laptop01:page0001' } })
    const { body } = await own()
    expect(body.sections[1]?.passages).toEqual([
      { heading: 'Secrets', quotes: ['citation 3', 'citation 4'], content: null },
    ])
  })

  it('over two exams is what the later one says', async () => {
    await release()
    const later = await sat({ 'Eve Trois': ['a'] }, ['secrets'])
    await world.db.attempt.update({
      where: { id: later.copies['Eve Trois'] ?? '' },
      data: { closedAt: new Date(world.now().getTime() + 60_000) },
    })
    await world.db.attempt.deleteMany({ where: { examId: later.id, studentId: ana.id } })
    await world.db.attempt.update({ where: { id: later.copies['Eve Trois'] ?? '' }, data: { studentId: ana.id } })
    await world.ask(trainer, releaseResults, { params: later.params, body: { what: 'review', parts: everything } })
    expect((await all()).map(({ id, review, examTitle }) => [id, review, examTitle])).toEqual([
      ['images', 'no', exam.title],
      ['secrets', 'no', later.title],
    ])
  })
})
