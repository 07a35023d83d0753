import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as batches from '#contract/questions/question-batches.ts'
import type { QuestionDraft } from '#contract/questions/question-writing.ts'
import * as writing from '#contract/questions/question-writing.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { judgeBank } from '#server/questions/bank/judge-bank.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import type { Someone } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

// A question whose tree no page may hold: it was published, and then no student could start.
let world: SmallWorld
let nadia: Someone
let courseId: string
let params: { courseId: string }

beforeAll(async () => {
  world = await createSmallWorld()
}, 90_000)
afterAll(() => world.close())
beforeEach(async () => {
  const course = await world.startOver({ 'un/images.yaml': smallSection('images', smallQuestion('img-a')) })
  courseId = course.id
  params = { courseId }
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
}, 60_000)

/** Six kilobytes of JSON, each of whose signs is coloured apart. */
const json = `\`\`\`json\n[${'1,'.repeat(3_000)}1]\n\`\`\``
/** Six kilobytes of bars: a table of a million cells once it is filled. */
const table = `${'|a'.repeat(1_200)}|\n${'|-'.repeat(1_200)}|\n${'|\n'.repeat(600)}`
/** A link said once, and called two thousand times. */
const links = `${'[a] '.repeat(1_400)}\n\n[a]: https://exemple.fr/${'x'.repeat(1_900)}`

const plain = { weight: null, indispensable: false, inacceptable: false }
const draft: QuestionDraft = {
  section: 'reseaux',
  type: 'single',
  objective: '',
  stem: 'Quelle option publie un port ?',
  choices: [
    { text: '`-p 80:80`', correct: true, feedback: '', keepLast: false, ...plain },
    { text: '`-v 80:80`', correct: false, feedback: '', keepLast: false, ...plain },
  ],
  answers: null,
  explanation: 'L’option -p publie un port.',
  difficulty: 'easy',
  level: 'remember',
  purpose: 'exam',
  seconds: 40,
  tags: [],
  source: { heading: 'Réseaux', quote: 'Un port se publie' },
  reference: '',
  verified: { date: '', version: '' },
  enemies: [],
  context: null,
}

it.each([
  ['a block of JSON', json],
  ['a table', table],
])('%s beyond measure is told as it is written, and never saved', async (_name, stem) => {
  const preview = await world.ask(nadia, writing.previewQuestion, { params, body: { ...draft, stem } })
  expect(preview.status).toBe(200)
  expect(preview.body.faults).toContain('too_complex')
  const created = await world.ask(nadia, writing.createQuestion, { params, body: { ...draft, stem } })
  expect(created).toMatchObject({ status: 422, body: { code: 'question_not_ready' } })
  expect(created.body.details).toEqual({ faults: ['too_complex'] })
})

it('a link called two thousand times is shown, or told: never a fault', async () => {
  const preview = await world.ask(nadia, writing.previewQuestion, { params, body: { ...draft, stem: links } })
  expect(preview.status).toBe(200)
})

it('an import leaves it with its reason, and takes the others', async () => {
  const gift = `::Longue::[markdown]${json.replaceAll(/([:=~#{}])/g, '\\$1').replaceAll('\n', '\\n')}{=oui ~non}\n\n::Courte::Deux et deux ?{=4 ~5}\n`
  const settings = { section: 'images', difficulty: 'medium', level: 'apply', seconds: 60 } as const
  const body = { name: 'a.gift', base64: Buffer.from(gift).toString('base64'), ...settings }
  const { body: staged } = await world.ask(nadia, batches.stageImport, { params, body })
  expect(staged.counts).toMatchObject({ added: 1, unusable: 1 })
  expect(staged.unusable).toMatchObject([{ title: 'Longue', reason: 'too_complex' }])
})

it('a file of the bank is told at its place, by the command and on the page; the rest is loaded', async () => {
  const stem = `|\n${json.replace(/^/gm, '      ')}`
  await world.bank.write(
    'un/reseaux.yaml',
    smallSection('reseaux', smallQuestion('res-a', { stem }), smallQuestion('res-b')),
  )
  const { problems } = await judgeBank(world.bank.folder)
  expect(problems).toMatchObject([{ file: 'un/reseaux.yaml', line: 3, code: 'too_complex', key: 'res-a' }])
  expect((await world.load()).problems).toMatchObject([{ code: 'too_complex', key: 'res-a' }])
  expect(await world.db.question.findMany({ where: { courseId, section: 'reseaux' } })).toMatchObject([
    { key: 'res-b' },
  ])
  const { body } = await world.ask(nadia, writing.listStale, { params })
  expect(body.problems).toMatchObject([{ file: 'un/reseaux.yaml', sentence: expect.stringContaining('res-a') }])
})

it('one kept since before these rules is named, and the exam is not published', async () => {
  const flat = {
    type: 'element',
    tag: 'pre',
    children: Array.from({ length: 6_000 }, () => ({ type: 'element', tag: 'br' })),
  }
  const version = await world.db.questionVersion.findFirstOrThrow({ where: { question: { courseId, key: 'img-a' } } })
  const rendered = { ...(version.rendered as Prisma.JsonObject), stem: [flat] } as Prisma.InputJsonValue
  await world.db.questionVersion.update({ where: { id: version.id }, data: { rendered: asColumn(rendered) } })
  await world.student({ course: { id: courseId }, name: 'Ana Pereira' })
  const exam = (await world.ask(nadia, exams.createExam, { params, body: { title: 'QCM' } })).body
  const target = { courseId, examId: exam.id }
  const blueprint = { questionIds: ['img-a'], lines: [] }
  const body = { ...settingsOf(exam), blueprint, revision: exam.revision }
  const updated = (await world.ask(nadia, exams.updateExam, { params: target, body })).body
  expect((await world.ask(nadia, composition.getDraw, { params: target })).body.unshown).toEqual(['img-a'])
  const published = await world.ask(nadia, life.publishExam, { params: target, body: { revision: updated.revision } })
  expect(published).toMatchObject({ status: 422, body: { code: 'question_unshown', details: { keys: ['img-a'] } } })
})
