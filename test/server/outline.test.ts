import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getCourse } from '#contract/auth/auth.ts'
import { setCourseLanguage } from '#contract/courses/course-language.ts'
import type { OutlineCommandSent } from '#contract/courses/outline.ts'
import * as contract from '#contract/courses/outline.ts'
import { keepBlueprint } from '#contract/exams/blueprints.ts'
import { createExam, getExam, updateExam } from '#contract/exams/exams.ts'
import { publishExam } from '#contract/exams/life.ts'
import { changeQuestions, undoBatch } from '#contract/questions/question-batches.ts'
import { getBank, listQuestions } from '#contract/questions/questions.ts'
import { placeEveryHomeless } from '#server/questions/editing/place-questions.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { smallOutline, smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import type { Someone } from '#test/setup/world.ts'

let world: SmallWorld
let nadia: Someone
let params: { courseId: string }

beforeAll(async () => {
  world = await createSmallWorld()
}, 90_000)
afterAll(() => world.close())

const ports = { heading: 'Réseaux', quote: 'Un port', stem: 'Quel port ?' }
beforeEach(async () => {
  const course = await world.startOver({
    'un/images.yaml': smallSection('images', smallQuestion('img-a'), smallQuestion('img-b')),
    'un/reseaux.yaml': smallSection('reseaux', smallQuestion('res-a', ports)),
  })
  params = { courseId: course.id }
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
}, 60_000)

const read = async () => (await world.ask(nadia, contract.getOutline, { params })).body
const send = async (command: OutlineCommandSent, revision?: number) =>
  world.ask(nadia, contract.changeOutline, {
    params,
    body: { revision: revision ?? (await read()).revision, command },
  })
const undo = (changeId: string | null) =>
  world.ask(nadia, contract.undoOutlineChange, { params: { ...params, changeId: changeId ?? '' } })
const preview = (command: OutlineCommandSent) =>
  world.ask(nadia, contract.previewOutlineChange, { params, body: { command } })
const titles = async () =>
  (await read()).sessions.map(({ title, sections }) => [title, ...sections.map((section) => section.title)])
const places = async () => {
  const rows = await world.db.question.findMany({
    where: params,
    include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
    orderBy: { key: 'asc' },
  })
  // The question and its current version say the same section.
  return Object.fromEntries(
    rows.map(({ key, section, versions }) => {
      expect(versions[0]?.content.section).toBe(section)
      return [key, section]
    }),
  )
}
const atFirst = { 'img-a': 'images', 'img-b': 'images', 'res-a': 'reseaux' }

describe('the outline', () => {
  it('is changed one command at a time, and read at once by the bank', async () => {
    const session = await send({ kind: 'add_session', title: 'Deuxième séance', date: '2026-10-05' })
    expect(session.body.added.sessions).toEqual(['deuxieme-seance'])
    const { body } = await send({ kind: 'add_section', session: 'deuxieme-seance', title: 'Volumes' })
    expect([body.added.sections, body.questions]).toEqual([['volumes'], 0])
    await send({ kind: 'move_section', section: 'reseaux', session: 'deuxieme-seance', to: 0 })
    expect(await titles()).toEqual([
      ['Première séance', 'Images'],
      ['Deuxième séance', 'Réseaux', 'Volumes'],
    ])
    const bank = (await world.ask(nadia, getBank, { params })).body
    expect(bank.sessions.map(({ sections }) => sections.map(({ id }) => id))).toEqual([
      ['images'],
      ['reseaux', 'volumes'],
    ])
    expect((await read()).sessions[1]).toMatchObject({ date: '2026-10-05', sections: [{ exam: 1 }, { exam: 0 }] })
  })

  it('is refused to the second of two trainers, who are told what it is now', async () => {
    const { revision } = await read()
    await send({ kind: 'edit_session', session: 'un', title: 'Les conteneurs', labs: [] }, revision)
    const late = await send({ kind: 'add_section', session: 'un', title: 'Volumes' }, revision)
    expect([late.status, late.body.code, late.body.details]).toEqual([
      409,
      'outline_changed',
      { revision: revision + 1 },
    ])
    expect(await titles()).toEqual([['Les conteneurs', 'Images', 'Réseaux']])
  })

  it('refuses two sections of one name in a session, and a date that is none', async () => {
    const twice = await send({ kind: 'add_section', session: 'un', title: ' images ' })
    expect([twice.status, twice.body.code]).toEqual([409, 'outline_title_taken'])
    expect((await send({ kind: 'add_session', title: 'X', date: '2026-02-31' })).status).toBe(400)
    expect((await send({ kind: 'delete_section', section: 'absente', questionsTo: 'images' })).status).toBe(404)
  })
})

describe('questions', () => {
  it('go where a deletion sends them, as it said before, and come back with it', async () => {
    const command = { kind: 'delete_section', section: 'images', questionsTo: 'reseaux' } as const
    expect((await preview(command)).body).toEqual({
      questions: { exam: 2, practice: 0, archived: 0 },
      waiting: 0,
      sections: ['Images'],
      drafts: [],
      plans: [],
      published: 0,
    })
    expect(await places()).toEqual(atFirst)
    const before = await titles()
    const { body } = await send(command)
    expect([body.questions, await places()]).toEqual([
      2,
      { 'img-a': 'reseaux', 'img-b': 'reseaux', 'res-a': 'reseaux' },
    ])
    expect((await read()).changes).toMatchObject([
      { kind: 'delete_section', label: 'Images', questions: 2, canUndo: true },
    ])
    expect((await undo(body.changeId)).status).toBe(200)
    expect([await places(), await titles(), (await read()).changes]).toEqual([atFirst, before, []])
    // The versions it wrote are gone with it.
    expect(await world.db.questionVersion.count({ where: { question: params } })).toBe(3)
  })

  it('wait without a section: listed, counted, never drawn, archived ones too', async () => {
    await world.db.question.updateMany({ where: { key: 'img-b' }, data: { archivedAt: world.now() } })
    await send({ kind: 'empty' })
    const outline = await read()
    expect([outline.sessions, outline.waiting]).toEqual([[], { exam: 2, practice: 0 }])
    expect(await places()).toEqual({ 'img-a': 'sans-section', 'img-b': 'sans-section', 'res-a': 'sans-section' })
    const listed = await world.ask(nadia, listQuestions, { params, query: { section: 'sans-section' } })
    expect(listed.body.total).toBe(2)
    const bank = (await world.ask(nadia, getBank, { params })).body
    expect([bank.total, bank.unplaced]).toEqual([2, { counts: { easy: 2, medium: 0, hard: 0 }, practice: 0 }])

    // Placed again by the bulk action of the bank; and may be sent back there.
    await send({ kind: 'add_session', title: 'Nouvelle' })
    await send({ kind: 'add_section', session: 'nouvelle', title: 'Tout' })
    const place = (section: string) =>
      world.ask(nadia, changeQuestions, { params, body: { which: { filters: {} }, change: { kind: 'move', section } } })
    expect((await place('tout')).body.changed).toBe(2)
    expect((await place('sans-section')).body.changed).toBe(2)
  })

  it('are split by choice, and stay where somebody put them since when the split is undone', async () => {
    const { body } = await send({
      kind: 'split_section',
      section: 'images',
      title: 'Couches',
      headings: ['Images'],
      objectives: [],
      questions: ['img-a'],
    })
    expect(await places()).toEqual({ ...atFirst, 'img-a': 'couches' })
    const move = { which: { ids: [await idOf('img-a')] }, change: { kind: 'move' as const, section: 'reseaux' } }
    await world.ask(nadia, changeQuestions, { params, body: move })
    expect((await undo(body.changeId)).status).toBe(200)
    expect(await places()).toEqual({ ...atFirst, 'img-a': 'reseaux' })
  })

  it('keep a change from being undone when they came to its section since', async () => {
    const { body } = await send({ kind: 'add_section', session: 'un', title: 'Volumes' })
    const move = { which: { ids: [await idOf('res-a')] }, change: { kind: 'move' as const, section: 'volumes' } }
    const batch = await world.ask(nadia, changeQuestions, { params, body: move })
    const refused = await undo(body.changeId)
    expect([refused.body.code, refused.body.details]).toEqual(['outline_in_use', { questions: 1 }])
    await world.ask(nadia, undoBatch, { params: { ...params, batchId: batch.body.id } })
    expect((await undo(body.changeId)).status).toBe(200)
  })

  it('that a batch puts back into a section that is gone wait instead', async () => {
    const move = { which: { ids: [await idOf('res-a')] }, change: { kind: 'move' as const, section: 'images' } }
    const batch = await world.ask(nadia, changeQuestions, { params, body: move })
    await send({ kind: 'delete_section', section: 'reseaux', questionsTo: 'images' })
    await world.ask(nadia, undoBatch, { params: { ...params, batchId: batch.body.id } })
    expect(await places()).toEqual({ ...atFirst, 'res-a': 'sans-section' })
  })
})

describe('exams', () => {
  it('in preparation follow a merged section, published ones do not change, and the undo puts the plan back', async () => {
    const olga = await world.staff('Olga', { course: { id: params.courseId }, role: 'owner' })
    const exam = (await world.ask(olga, createExam, { params, body: { title: 'QCM' } })).body
    const at = { ...params, examId: exam.id }
    const lines = [
      { section: 'images', count: 1 },
      { section: 'reseaux', count: 1 },
    ]
    const draft = { ...settingsOf(exam), blueprint: { questionIds: [], lines } }
    await world.ask(olga, updateExam, { params: at, body: { revision: exam.revision, ...draft } })
    await world.ask(olga, keepBlueprint, { params, body: { name: 'Court', blueprint: draft.blueprint } })

    const command = { kind: 'merge_sections', section: 'images', into: 'reseaux' } as const
    expect((await preview(command)).body).toMatchObject({
      drafts: expect.arrayContaining([{ title: 'QCM', follows: true }]),
      plans: [{ name: 'Court', follows: true }],
    })
    const { body } = await send(command)
    const linesNow = async () => (await world.ask(olga, getExam, { params: at })).body.blueprint.lines
    expect(await linesNow()).toEqual([
      { section: 'reseaux', count: 1 },
      { section: 'reseaux', count: 1 },
    ])
    expect((await world.db.namedBlueprint.findFirstOrThrow({ where: params })).blueprint.lines[0]?.section).toBe(
      'reseaux',
    )
    await undo(body.changeId)
    expect(await linesNow()).toEqual(lines)

    const { revision } = (await world.ask(olga, getExam, { params: at })).body
    expect((await world.ask(olga, publishExam, { params: at, body: { revision } })).status).toBe(200)
    const asked = () => world.db.examQuestion.findMany({ where: { examId: exam.id }, orderBy: { position: 'asc' } })
    const frozen = await asked()
    expect((await preview(command)).body.published).toBe(1)
    await send(command)
    expect([await asked(), await linesNow()]).toEqual([frozen, lines])
  })
})

describe('course.yaml', () => {
  const file = async (from: string, to: string) => {
    await world.bank.write('course.yaml', smallOutline.replace(from, to))
    await world.load()
  }
  const rename = (title: string) =>
    send({ kind: 'edit_section', section: 'images', title, headings: ['Images'], objectives: ['Lire une image'] })
  const resolve = async (keep: 'course' | 'file') =>
    world.ask(nadia, contract.resolveCourseFile, { params, body: { revision: (await read()).revision, keep } })

  it('never undoes what was changed in the browser', async () => {
    await rename('Les images')
    await world.load()
    expect(await titles()).toEqual([['Première séance', 'Les images', 'Réseaux']])
    expect((await read()).file).toBeNull()
  })

  it('is followed when it alone changed; questions of a section it drops wait when they have no file either', async () => {
    await file('- { id: reseaux, title: Réseaux,', '- { id: ports, title: Ports,')
    expect(await titles()).toEqual([['Première séance', 'Images', 'Ports']])
    expect(await places()).toEqual({ ...atFirst, 'res-a': 'sans-section' })
    expect(await world.db.question.count({ where: { ...params, archivedAt: null } })).toBe(3)
  })

  it('emptied by mistake waits for a decision, and takes no question away', async () => {
    await world.bank.write('course.yaml', smallOutline.slice(0, smallOutline.indexOf('sessions:')))
    await world.load()
    expect([await titles(), await places()]).toEqual([[['Première séance', 'Images', 'Réseaux']], atFirst])
    expect((await read()).file?.outline?.every(({ kind }) => kind === 'removed')).toBe(true)
    expect(await world.db.question.count({ where: { ...params, archivedAt: null } })).toBe(3)
  })

  it('waits as a difference when both changed, and the choice is remembered', async () => {
    await rename('Les images')
    await file('title: Réseaux', 'title: Ports')
    const { file: waiting } = await read()
    expect(await titles()).toEqual([['Première séance', 'Les images', 'Réseaux']])
    expect(waiting?.outline?.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: '    Les images' },
      { kind: 'added', text: '    Images' },
      { kind: 'removed', text: '    Réseaux' },
      { kind: 'added', text: '    Ports' },
    ])
    expect((await resolve('course')).status).toBe(200)
    await world.load()
    expect([await titles(), (await read()).file]).toEqual([[['Première séance', 'Les images', 'Réseaux']], null])
    expect((await resolve('file')).body.code).toBe('outline_changed')
  })

  it('is taken on request, as one change that can be undone', async () => {
    await send({ kind: 'delete_section', section: 'reseaux', questionsTo: 'images' })
    await file('id: images, title: Images', 'id: images, title: Les couches')
    const { body } = await resolve('file')
    expect(await titles()).toEqual([['Première séance', 'Les couches', 'Réseaux']])
    expect((await read()).changes[0]).toMatchObject({ kind: 'take_file', label: 'course.yaml', canUndo: true })
    await undo(body.changeId)
    expect(await titles()).toEqual([['Première séance', 'Images']])
    await world.load()
    expect((await read()).file).toBeNull()
  })

  it('says its title and its language too, field by field', async () => {
    await world.db.course.update({ where: { id: params.courseId }, data: { title: 'À moi' } })
    await file('title: Petit cours\nsummary: Deux sections.', 'title: Autre cours\nsummary: Autrement.')
    const course = await world.db.course.findUniqueOrThrow({ where: { id: params.courseId } })
    expect([course.title, course.summary]).toEqual(['À moi', 'Autrement.'])
    expect((await read()).file).toEqual({
      outline: null,
      course: [{ field: 'title', here: 'À moi', file: 'Autre cours' }],
    })
    await resolve('file')
    expect((await world.db.course.findFirstOrThrow()).title).toBe('Autre cours')
  })
})

describe('the language of the course', () => {
  const statement = `  - id: vrai-a
    type: true_false
    difficulty: easy
    level: remember
    seconds: 30
    source: { heading: Images, quote: une pile de couches }
    stem: Une image contient un noyau.
    answer: false
    explanation: Une image est une pile de couches, sans noyau.
`

  it('changes the words of true and false, in questions alone, and stays when the files are read again', async () => {
    await world.bank.write('un/images.yaml', smallSection('images', smallQuestion('img-a'), statement))
    await world.load()
    const olga = await world.staff('Olga', { course: { id: params.courseId }, role: 'owner' })
    const set = (language: 'fr' | 'en') => world.ask(olga, setCourseLanguage, { params, body: { language } })
    const shown = async () => {
      const { versions } = await world.db.question.findFirstOrThrow({
        where: { ...params, key: 'vrai-a' },
        include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
      })
      return [versions[0]?.number, versions[0]?.content.choices.map(({ text, correct }) => [text, correct])]
    }
    expect((await set('en')).body).toEqual({ questions: 1 })
    const english = [
      2,
      [
        ['True', false],
        ['False', true],
      ],
    ]
    expect(await shown()).toEqual(english)
    expect((await set('en')).body).toEqual({ questions: 0 })
    await world.load()
    expect([await shown(), (await read()).file]).toEqual([english, null])
    expect((await world.ask(olga, getCourse, { params })).body.language).toBe('en')
  })
})

const idOf = async (key: string) => (await world.db.question.findFirstOrThrow({ where: { ...params, key } })).id

it('at a start, a question whose section is gone waits without one, and says so', async () => {
  const [{ outline } = { outline: { sessions: [] } }] = await world.db.course.findMany({
    where: { id: params.courseId },
    select: { outline: true },
  })
  const [session] = outline.sessions
  if (!session) throw new Error('the small bank has a session')
  const sections = (session.sections ?? []).filter(({ id }) => id !== 'reseaux')
  await world.db.course.update({
    where: { id: params.courseId },
    data: { outline: { sessions: [{ ...session, sections }] } },
  })
  await placeEveryHomeless(world.deps)
  expect(await places()).toEqual({ 'img-a': 'images', 'img-b': 'images', 'res-a': 'sans-section' })
  expect((await read()).waiting).toEqual({ exam: 1, practice: 0 })
  // Once is enough.
  const versions = await world.db.questionVersion.count()
  await placeEveryHomeless(world.deps)
  expect(await world.db.questionVersion.count()).toBe(versions)
})

it('a deletion says how many questions wait without a section, at once and in the list of changes', async () => {
  const deleted = await send({ kind: 'delete_section', section: 'images', questionsTo: 'sans-section' })
  expect(deleted.body).toMatchObject({ questions: 2, waiting: 2 })
  expect((await read()).changes[0]).toMatchObject({ kind: 'delete_section', questions: 2, waiting: 2 })
  const moved = await send({ kind: 'add_section', session: 'un', title: 'Volumes' })
  expect(moved.body).toMatchObject({ questions: 0, waiting: 0 })
})
