import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as grading from '#contract/grading/grading.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { take } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let folder = ''
let world: World
let courseId = ''
let nadia: Someone
let ana: Someone
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terms-'))
  await mkdir(join(folder, 'un'))
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
  world = await createWorld({ settings: { questionsDir: folder } })
  courseId = (await ensureShippedCourse(world.deps)).courseId ?? ''
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  ana = await world.student({ course: { id: courseId }, name: 'Ana Pereira' })
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const question = (id: string, choices: string) => `  - id: ${id}
    type: multiple
    difficulty: easy
    level: remember
    seconds: 40
    source: { heading: Images, quote: une image }
    stem: Que contient l’image ${id} ?
    explanation: Une image est une pile de couches.
    choices:
${choices}`
const files = {
  'course.yaml': `id: petit-cours
title: Petit cours
summary: Deux sections.
language: fr
sessions:
  - id: un
    title: Première séance
    sections:
      - { id: images, title: Images, headings: [Images], objectives: [Lire une image] }
      - { id: reseaux, title: Réseaux, headings: [Réseaux], objectives: [Publier un port] }
`,
  'course.md': '# Images\n\nune image\n\n# Réseaux\n\nune image\n',
  'un/images.yaml': `section: images
questions:
${question('poids', '      - { text: Couches, correct: true, weight: 1/4 }\n      - { text: Noyau, weight: -1 }\n      - { text: Fichiers, correct: true, weight: 0.75 }\n')}${question('simple', '      - { text: Couches, correct: true }\n      - { text: Noyau }\n')}`,
  'un/reseaux.yaml': `section: reseaux
questions:
${question('importance', '      - { text: Couches, correct: true, indispensable: true }\n      - { text: Noyau, inacceptable: true }\n      - { text: Fichiers, correct: true }\n')}`,
}

/** Published, taken by Ana, closed: the questions with what she earned. */
async function sit(ticks: Readonly<Record<string, string>>) {
  const { body: exam } = await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'QCM' } })
  const params = { courseId, examId: exam.id }
  const { body: saved } = await world.ask(nadia, exams.updateExam, {
    params,
    body: {
      ...settingsOf(exam),
      revision: exam.revision,
      blueprint: { questionIds: ['poids', 'simple', 'importance'], lines: [] },
      shuffleQuestions: false,
      questionPoints: 200,
      scale: { kind: 'negative', wrong: '-1/4', blank: '0' },
      exceptions: [
        {
          of: { kind: 'question', question: 'poids' },
          scale: { kind: 'choice_weights', floorAtZero: true },
          points: 400,
        },
        { of: { kind: 'section', section: 'reseaux' }, scale: { kind: 'discordance' }, points: 100 },
      ],
    },
  })
  // A draft keeps the order of what it had drawn before.
  const { body: arranged } = await world.ask(nadia, composition.arrangeDraw, {
    params,
    body: { revision: saved.revision, order: ['poids', 'simple', 'importance'], locked: [], refused: [] },
  })
  const drawn = await world.ask(nadia, composition.getDraw, { params })
  const sample = await world.ask(nadia, composition.previewExam, { params, query: {} })
  await world.ask(nadia, life.publishExam, { params, body: { revision: arranged.revision } })
  await world.ask(nadia, life.openExam, { params })
  const rules = (await world.ask(ana, myExams.getMyExam, { params: { examId: exam.id } })).body
  const frozen = await world.db.examQuestion.findMany({ where: { examId: exam.id }, orderBy: { position: 'asc' } })
  const attemptId = await take(world, {
    who: ana,
    exam: { id: exam.id, questionIds: frozen.map(({ id }) => id) },
    ticked: frozen.map(({ questionKey }) => ticks[questionKey] ?? ''),
  })
  await world.ask(nadia, life.closeExam, { params })
  const copy = await world.ask(nadia, grading.getCopy, { params: { ...params, attemptId } })
  return { drawn: drawn.body, sample: sample.body, rules, copy: copy.body, frozen }
}

it('marks each question by its own scale and points, and says before the start what a wrong answer costs', async () => {
  const { drawn, sample, rules, copy, frozen } = await sit({ poids: 'a', simple: 'b', importance: 'ac' })
  expect(frozen.map(({ points, scale }) => [points, (scale as { kind: string } | null)?.kind])).toEqual([
    [400, 'choice_weights'],
    [200, undefined],
    [100, 'discordance'],
  ])
  expect(drawn).toMatchObject({ points: 700 })
  expect(drawn.questions.map(({ points }) => points)).toEqual([400, 200, 100])
  expect(sample.questions.map(({ points }) => points)).toEqual([400, 200, 100])
  expect(copy.questions.map(({ earned, working }) => [working.code, earned])).toEqual([
    ['choice_weights', 100],
    ['negative', -50],
    ['discordance', 100],
  ])
  expect(rules.scales).toEqual([
    {
      kind: 'choice_weights',
      questionCount: 1,
      wrong: null,
      blank: null,
      wrongPoints: null,
      certainty: [],
      canLose: false,
    },
    { kind: 'negative', questionCount: 1, wrong: '-1/4', blank: '0', wrongPoints: -50, certainty: [], canLose: true },
    {
      kind: 'discordance',
      questionCount: 1,
      wrong: null,
      blank: null,
      wrongPoints: null,
      certainty: [],
      canLose: false,
    },
  ])
  expect(JSON.stringify([rules, sample])).not.toMatch(/weight":|indispensable|inacceptable/)
})

it('gives nothing without the indispensable choice, nor with the inacceptable one', async () => {
  const missed = await sit({ importance: 'c' })
  expect(missed.copy.questions[2]).toMatchObject({ earned: 0, working: { code: 'indispensable_left_out' } })
  const ticked = await sit({ importance: 'abc' })
  expect(ticked.copy.questions[2]).toMatchObject({ earned: 0, working: { code: 'inacceptable_ticked' } })
})

it('refuses a right choice said inacceptable, with its place in the file', async () => {
  const path = join(folder, 'un/reseaux.yaml')
  const wrong = files['un/reseaux.yaml'].replace('indispensable: true', 'inacceptable: true')
  await writeFile(path, wrong)
  const { problems } = await readBank(folder)
  expect(problems.map(({ code, file, line }) => [code, file, line])).toEqual([
    ['importance_misplaced', 'un/reseaux.yaml', 12],
  ])
  await writeFile(path, files['un/reseaux.yaml'])
})
