import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as sittingContract from '#contract/attempts/sitting.ts'
import { closeExam } from '#contract/exams/life.ts'
import { importCopyFile, previewCopyFile } from '#contract/grading/copy-files.ts'
import * as grading from '#contract/grading/grading.ts'
import { writeCopyFile } from '#core/attempts/copy-file.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { signCopy } from '#web/attempts/sitting/sign-copy.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const device = 'laptop01:page0001'
let course: { id: string }
let ana: Someone
let nadia: Someone
let exam: Awaited<ReturnType<typeof makeExam>>
let params: { courseId: string; examId: string }
/** The question whose keys are a and c. */
let third: string
beforeEach(async () => {
  course = await world.course()
  ana = await world.student({ course, name: 'Ana Kerdoncuff' })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const release = { what: 'review' as const, when: 'by_hand' as const }
  const parts = { points: true, answers: true, key: false, explanations: false }
  exam = await makeExam(world, { course, release: { ...release, parts } })
  params = { courseId: course.id, examId: exam.id }
  third = exam.questionIds[2] ?? ''
})

const start = async () =>
  (await world.ask(ana, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device } })).body
const tickOf = (choices: string[], sequence: number) => ({ choices, flagged: false, device, epoch: 1, sequence })
const save = (attemptId: string, choices: string[], sequence = 1) =>
  world.ask(ana, sittingContract.saveAnswer, {
    params: { attemptId, questionId: third },
    body: tickOf(choices, sequence),
  })
const heldBy = async (attemptId: string) =>
  (await world.ask(ana, sittingContract.getAttempt, { params: { attemptId } })).body.answers.map(
    ({ choices }) => choices,
  )
const keptIn = async (attemptId: string) =>
  (await world.db.answer.findMany({ where: { attemptId } })).map(({ choices }) => choices)
type Sitting = Awaited<ReturnType<typeof start>>
const idsIn = ({ questions }: Sitting, questionId = third) =>
  questions.find(({ id }) => id === questionId)?.choices.map(({ id }) => id) ?? []

function fileOf({ id: attemptId, fileKey }: Sitting, choices: string[], sequence = 5) {
  const answers = [{ questionId: third, ...tickOf(choices, sequence) }]
  const body = { attemptId, examId: exam.id, examTitle: exam.title, studentName: ana.name, answers }
  return writeCopyFile(body, (text) => signCopy(fileKey, text))
}
const preview = (content: string) => world.ask(nadia, previewCopyFile, { params, body: { content } })
async function take(content: string) {
  const { fingerprint } = (await preview(content)).body
  return world.ask(nadia, importCopyFile, { params, body: { content, fingerprint, reason: 'Réseau coupé.' } })
}

describe('a copy as its student has it', () => {
  it('calls each choice by an id of its question alone, the same at each reading and for each student', async () => {
    const sitting = await start()
    const ids = exam.questionIds.flatMap((questionId) => idsIn(sitting, questionId))
    expect(new Set(ids).size).toBe(12)
    expect(ids.every((id) => /^[0-9a-f]{12}$/.test(id))).toBe(true)
    expect(
      idsIn((await world.ask(ana, sittingContract.getAttempt, { params: { attemptId: sitting.id } })).body),
    ).toEqual(idsIn(sitting))
    const bao = await world.student({ course, name: 'Bao Nguyen' })
    const other = await world.ask(bao, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device } })
    expect(idsIn(other.body).sort()).toEqual(idsIn(sitting).sort())
  })

  it('is kept by the letters of the author, and gives them back to the trainer alone', async () => {
    const sitting = await start()
    await save(sitting.id, pageIds(world, { questionId: third, letters: ['c', 'a'] }))
    expect(await keptIn(sitting.id)).toEqual([['a', 'c']])
    // In the order of the ids: that of the letters would be the author’s.
    expect(await heldBy(sitting.id)).toEqual([pageIds(world, { questionId: third, letters: ['a', 'c'] }).sort()])

    await world.ask(ana, sittingContract.submitAttempt, { params: { attemptId: sitting.id } })
    await world.ask(nadia, closeExam, { params })
    const copy = await world.ask(nadia, grading.getCopy, { params: { ...params, attemptId: sitting.id } })
    const seen = copy.body.questions.find(({ id }) => id === third)
    expect(seen?.choices.filter(({ ticked }) => ticked).map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'c']))

    await world.ask(nadia, grading.releaseResults, { params, body: {} })
    const review = (await world.ask(ana, grading.getMyReview, { params: { attemptId: sitting.id } })).body
    if (review.what !== 'review') throw new Error('the copy is not shown')
    // The key is held back: nothing may say where the author put it.
    expect(review.questions.find(({ id }) => id === third)?.choices.map(({ id }) => id)).toEqual(idsIn(sitting))
    expect(seen?.earned).toBe(100)
  })

  it('takes no letter: kept, then read back under its id, it would say which one it is', async () => {
    const sitting = await start()
    expect((await save(sitting.id, ['a'])).body.code).toBe('choice_not_in_question')
    const { body } = await world.ask(ana, sittingContract.saveAnswers, {
      params: { attemptId: sitting.id },
      body: { ticks: [{ questionId: third, ...tickOf(['a'], 2) }] },
    })
    expect(body.refusals).toMatchObject([{ code: 'choice_not_in_question' }])
    expect((await preview(fileOf(sitting, ['a']))).body.code).toBe('choice_not_in_question')
    expect(await keptIn(sitting.id)).toEqual([])
  })
})

describe('a copy started when choices were called by their letters', () => {
  beforeEach(() => world.db.attempt.updateMany({ where: { examId: exam.id }, data: { isLettered: true } }))

  it('goes on with them: what its page sends, reads back and files is taken as before', async () => {
    const sitting = await start()
    expect(idsIn(sitting).sort()).toEqual(['a', 'b', 'c', 'd'])
    expect((await save(sitting.id, ['c', 'a'])).status).toBe(200)
    expect(await heldBy(sitting.id)).toEqual([['a', 'c']])
    const another = pageIds(world, { questionId: third, letters: ['b'] })
    expect((await save(sitting.id, another, 2)).body.code).toBe('choice_not_in_question')
    expect(await take(fileOf(sitting, ['b']))).toMatchObject({ status: 200, body: { changedCount: 1 } })
    expect(await keptIn(sitting.id)).toEqual([['b']])
  })
})
