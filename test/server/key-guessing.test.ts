import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import { exportMyData } from '#contract/exports/personal-data.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import * as practice from '#contract/questions/practice.ts'
import * as batches from '#contract/questions/question-batches.ts'
import { chanceFrom, shuffled } from '#core/seed.ts'
import { unzip } from '#server/platform/unzip.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { leaksIn, type Puzzle, puzzleOf, puzzlesIn } from '#test/setup/guess-key.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

/**
 * A bank as teachers often have it: the right answer is the first of its file, everywhere. Whatever a student receives
 * of shuffled questions, no id, order or length in it may say which choice that was.
 */
const seed = 'clés 2026'
const chance = chanceFrom(seed)
const syllables = ['ba', 'do', 'ki', 'lu', 'me', 'no', 'pi', 'ra', 'su', 'ti', 've', 'zo']
const rightWords = new Set<string>()
const used = new Set<string>()
function words(isRight: boolean): string {
  const text = Array.from({ length: 4 + chance(12) }, () => syllables[chance(12)]).join('')
  if (used.has(text)) return words(isRight)
  used.add(text)
  if (isRight) rightWords.add(text)
  return text
}
const single = (n: number) =>
  `::Question ${n}::Que dit ${words(false)} ? {=${words(true)} ~${words(false)} ~${words(false)} ~${words(false)}}`
const several = (n: number) =>
  `::Question ${n}::Que disent ${words(false)} ? {${[true, true, false, false].map((is) => `~%${is ? '' : '-'}50%${words(is)}`).join(' ')}}`
/** Other words each time: the same ones seen twice would be learnt by heart. */
const newBank = () => Array.from({ length: 180 }, (_, n) => (n % 3 === 2 ? several(n) : single(n))).join('\n\n')

const isRight = (text: string) => rightWords.has(text)
const device = 'laptop01:page0001'
const examCount = 2
/** Of so many questions, each choice is ticked in turn. */
const eachIn = 90

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

async function courseWithBank() {
  const course = await world.course()
  const outline = { sessions: [{ id: 'un', title: 'Un', sections: [{ id: 'images', title: 'Images' }] }] }
  await world.db.course.update({ where: { id: course.id }, data: { outline: asColumn(outline) } })
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const params = { courseId: course.id }
  const body = { name: 'banque.gift', base64: Buffer.from(newBank()).toString('base64') }
  const settings = { section: 'images', difficulty: 'medium', level: 'apply', seconds: 60 } as const
  const staged = (await world.ask(nadia, batches.stageImport, { params, body: { ...body, ...settings } })).body
  expect(staged.counts).toMatchObject({ added: 180, unusable: 0 })
  const batch = { params: { ...params, batchId: staged.batchId }, body: { leave: [] } }
  expect((await world.ask(nadia, batches.confirmImport, batch)).status).toBe(200)
  return { course, nadia, params }
}

async function openExam({ nadia, params }: Awaited<ReturnType<typeof courseWithBank>>) {
  const { body: draft } = await world.ask(nadia, exams.createExam, { params, body: { title: 'QCM' } })
  const place = { params: { ...params, examId: draft.id } }
  const blueprint = { questionIds: [], lines: [{ count: 180 }] }
  const settings = { ...settingsOf(draft), blueprint, limitMinutes: 300 }
  const { body: ready } = await world.ask(nadia, exams.updateExam, {
    ...place,
    body: { ...settings, revision: draft.revision },
  })
  expect((await world.ask(nadia, life.publishExam, { ...place, body: { revision: ready.revision } })).status).toBe(200)
  expect((await world.ask(nadia, life.openExam, place)).status).toBe(200)
  return place.params
}

/** Everything a student can ask for while nothing is released, by the name of its endpoint. */
async function sit(ana: Someone, examId: string, isEach: boolean) {
  const exam = { params: { examId } }
  const started = await world.ask(ana, sitting.startAttempt, { ...exam, body: { device } })
  const params = { attemptId: started.body.id }
  const saves = await tickEverything(ana, started.body, isEach)
  const replies: [string, { status: number; body: unknown }][] = [
    ['listMyExams', await world.ask(ana, myExams.listMyExams, {})],
    ['getMyExam', await world.ask(ana, myExams.getMyExam, exam)],
    ['startAttempt', started],
    ['startAttempt again', await world.ask(ana, sitting.startAttempt, { ...exam, body: { device } })],
    ['getAttempt', await world.ask(ana, sitting.getAttempt, { params })],
    ['getClock', await world.ask(ana, sitting.getClock, { params })],
    ['sendHeartbeat', await world.ask(ana, sitting.sendHeartbeat, { params, body: { unsynced: 0 } })],
    ['takeOver', await world.ask(ana, sitting.takeOver, { params, body: { device } })],
    ['submitAttempt', await world.ask(ana, sitting.submitAttempt, { params })],
    ['getReceipt', await world.ask(ana, sitting.getReceipt, { params })],
    ['getAttempt once closed', await world.ask(ana, sitting.getAttempt, { params })],
    ['exportMyData', await readMyData(ana)],
  ]
  for (const [, { status }] of replies) expect(status).toBe(200)
  return { started: started.body, replies, saves, attemptId: started.body.id }
}

type Sitting = Awaited<ReturnType<typeof sit>>['started']

/** Each choice of the first questions, if wanted, in an order that means nothing; then all that may be ticked together. */
async function tickEverything(ana: Someone, { id: attemptId, questions }: Sitting, isEach: boolean): Promise<Puzzle[]> {
  let sequence = 0
  const tickOf = (choices: string[]) => {
    sequence += 1
    return { choices, flagged: false, device, epoch: 1, sequence }
  }
  const tick = async (questionId: string, choices: string[]) => {
    const body = tickOf(choices)
    const reply = await patiently(() => world.ask(ana, sitting.saveAnswer, { params: { attemptId, questionId }, body }))
    expect(reply.status).toBe(200)
    return { ...reply.body, sequence: 0 }
  }
  const puzzles: Puzzle[] = []
  for (const [index, { id, choices }] of questions.slice(0, isEach ? eachIn : 0).entries()) {
    const right = new WeakSet<object>()
    const replies: object[] = []
    for (const choice of shuffled(choices, chance)) {
      const reply = await tick(id, [choice.id])
      replies.push(reply)
      if (isRight(textOf(choice))) right.add(reply)
    }
    puzzles.push(puzzleOf(replies, { question: {}, index, isRight: (reply) => right.has(reply) }))
  }
  const ticks = questions.map(({ id, type, choices }) => {
    const all = shuffled(choices, chance).map((choice) => choice.id)
    return { questionId: id, ...tickOf(type === 'multiple' ? all : all.slice(0, 1)) }
  })
  const { body } = await patiently(() =>
    world.ask(ana, sitting.saveAnswers, { params: { attemptId }, body: { ticks } }),
  )
  expect(body.refusals).toEqual([])
  return puzzles
}

/** As fast as a copy may save, by the clock that runs (server/attempts/sitting/save-limits.ts), and no faster. */
async function patiently<R extends { status: number }>(save: () => Promise<R>): Promise<R> {
  let reply = await save()
  for (; reply.status === 429; reply = await save()) await setTimeout(50)
  return reply
}

const textOf = ({ text }: Sitting['questions'][number]['choices'][number]) => plainText(text)

async function readMyData(ana: Someone) {
  const { status, bytes } = await world.ask(ana, exportMyData, {})
  const { files } = await unzip(bytes)
  return { status, body: JSON.parse(Buffer.from(files?.get('donnees.json') ?? []).toString()) as unknown }
}

/** What is held of an answer is a list of ids: their order, and what they are. */
function heldPuzzles(reply: unknown, { questions }: Sitting): Puzzle[] {
  const { answers = [] } = reply as { answers?: { questionId: string; choices: string[] }[] }
  const right = new Set(
    questions.flatMap(({ choices }) => choices.flatMap((choice) => (isRight(textOf(choice)) ? choice.id : []))),
  )
  return answers
    .filter(({ choices }) => choices.length > 1)
    .map(({ questionId, choices }, index) =>
      puzzleOf(choices, { question: { questionId }, index, isRight: (id) => right.has(id) }),
    )
}

it('sends nothing of a shuffled exam from which the key could be guessed', { timeout: 240_000 }, async () => {
  const puzzles = new Map<string, Puzzle[]>()
  const add = (name: string, more: Puzzle[]) => puzzles.set(name, [...(puzzles.get(name) ?? []), ...more])
  for (let n = 0; n < examCount; n += 1) {
    const held = await courseWithBank()
    const ana = await world.student({ course: held.course, name: 'Ana Curious' })
    const { examId } = await openExam(held)
    const { started, replies, saves } = await sit(ana, examId, n === 0)
    add('saveAnswer', saves)
    for (const [name, { body }] of replies) {
      add(name, puzzlesIn(body, isRight))
      add(`${name}, answers`, heldPuzzles(body, started))
    }
  }
  // Two exams of 180 questions were read, and sixty of each that take several answers.
  for (const name of ['startAttempt', 'getAttempt']) expect(puzzles.get(name)).toHaveLength(360)
  expect(puzzles.get('saveAnswer')).toHaveLength(eachIn)
  expect(puzzles.get('getAttempt, answers')).toHaveLength(120)
  const leaks = [...puzzles].flatMap(([name, all]) => leaksIn(all, seed).map((leak) => `${name}: ${leak}`))
  expect(leaks).toEqual([])
})

it('would see the letters of the author, wherever they are', async () => {
  // As the trainer has them, shuffled as a copy is: the letter alone says everything.
  const rows = await world.db.examQuestion.findMany({ select: { id: true, asked: true } })
  const asked = rows.map(({ id, asked: one }) => {
    const { choices, ...question } = one as unknown as Sitting['questions'][number]
    return { ...question, id, choices: shuffled(choices, chance) }
  })
  expect(leaksIn(puzzlesIn(asked, isRight), seed)).toContain('it.id: 360 of 360')
})

it('sends nothing of a practice question from which its key could be guessed', { timeout: 240_000 }, async () => {
  const { course } = await courseWithBank()
  await world.pool.query(
    `update "QuestionVersion" set content = jsonb_set(content, '{purpose}', '"practice"')
     where "questionId" in (select id from "Question" where "courseId" = $1)`,
    [course.id],
  )
  const who = await world.student({ course, name: 'Bao Learner' })
  const { body } = await world.ask(who, practice.listPractice, {})
  const questions = []
  for (const questionId of body.sections.flatMap(({ questionIds }) => questionIds)) {
    questions.push((await world.ask(who, practice.getPracticeQuestion, { params: { questionId } })).body)
  }
  const puzzles = puzzlesIn(questions, isRight)
  expect(puzzles).toHaveLength(180)
  expect(leaksIn(puzzles, seed)).toEqual([])
})
