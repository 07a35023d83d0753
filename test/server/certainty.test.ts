import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as sittingContract from '#contract/attempts/sitting.ts'
import { closeExam } from '#contract/exams/life.ts'
import { exportAnswers } from '#contract/exports/exports.ts'
import { importCopyFile, previewCopyFile } from '#contract/grading/copy-files.ts'
import { previewCorrection, recordCorrection } from '#contract/grading/corrections.ts'
import * as grading from '#contract/grading/grading.ts'
import { getJournal } from '#contract/grading/journal.ts'
import { getStatistics } from '#contract/statistics/statistics.ts'
import { writeCopyFile } from '#core/attempts/copy-file.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { signCopy } from '#web/attempts/sitting/sign-copy.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const certainty = { kind: 'certainty' as const, levels: gardnerMedwin.map((level) => ({ ...level })) }
const device = 'laptop01:page0001'
let course: { id: string }
let ana: Someone
let nadia: Someone
let exam: Awaited<ReturnType<typeof makeExam>>
let params: { courseId: string; examId: string }
let attemptId: string
let sitting: Awaited<ReturnType<typeof start>>

const start = async () =>
  (await world.ask(ana, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device } })).body

beforeEach(async () => {
  course = await world.course()
  ana = await world.student({ course, name: 'Ana Kerdoncuff' })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  exam = await makeExam(world, { course, keys: ['a', 'b', 'ac', 'd'], scale: certainty })
  params = { courseId: course.id, examId: exam.id }
  sitting = await start()
  attemptId = sitting.id
})

const idsOf = (question: number, letters: string[]) =>
  pageIds(world, { questionId: exam.questionIds[question] ?? '', letters })
const save = (question: number, choices: string[], sequence: number) =>
  world.ask(ana, sittingContract.saveAnswer, {
    params: { attemptId, questionId: exam.questionIds[question] ?? '' },
    body: { choices: idsOf(question, choices), flagged: false, device, epoch: 1, sequence },
  })
const close = async () => {
  await world.ask(ana, sittingContract.submitAttempt, { params: { attemptId } })
  await world.ask(nadia, closeExam, { params })
}
const copy = async () => (await world.ask(nadia, grading.getCopy, { params: { ...params, attemptId } })).body
const inOrder = <T extends { id: string }>(questions: readonly T[]) =>
  exam.questionIds.map((id) => questions.find((question) => question.id === id) as T)

describe('before the answers', () => {
  it('the student is told what each degree is worth, and each question says that it asks', async () => {
    const { body } = await world.ask(ana, myExams.getMyExam, { params: { examId: exam.id } })
    expect(body.scales).toMatchObject([
      {
        kind: 'certainty',
        canLose: true,
        certainty: [
          { right: '1/3', wrong: '0' },
          { right: '2/3', wrong: '-2/3' },
          { right: '1', wrong: '-2' },
        ],
      },
    ])
    expect(sitting.questions.map((question) => question.certainty)).toEqual([3, 3, 3, 3])
  })

  it('a question with another scale of its own does not ask, and takes no answer that says it', async () => {
    const ben = await world.student({ course, name: 'Ben Azzouz' })
    const mixed = await makeExam(world, { course, keys: ['a', 'b'], scale: certainty })
    const [asks = '', other = ''] = mixed.questionIds
    await world.db.examQuestion.update({ where: { id: other }, data: { scale: { kind: 'all_or_nothing' } } })
    const { body } = await world.ask(ben, sittingContract.startAttempt, {
      params: { examId: mixed.id },
      body: { device },
    })
    expect(Object.fromEntries(body.questions.map((question) => [question.id, question.certainty]))).toEqual({
      [asks]: 3,
      [other]: undefined,
    })
    const refused = await world.ask(ben, sittingContract.saveAnswer, {
      params: { attemptId: body.id, questionId: other },
      body: {
        choices: pageIds(world, { questionId: other, letters: ['a', '~2'] }),
        flagged: false,
        device,
        epoch: 1,
        sequence: 1,
      },
    })
    expect(refused.body.code).toBe('choice_not_in_question')
  })
})

describe('said with the answer', () => {
  it('travels with it: replayed, overtaken, changed, kept in the journal', async () => {
    await save(0, ['a', '~2'], 1)
    await save(0, ['a', '~3'], 2)
    // A replay and a late arrival change nothing.
    await save(0, ['a', '~3'], 2)
    await save(0, ['a', '~2'], 1)
    const { body } = await world.ask(ana, sittingContract.getAttempt, { params: { attemptId } })
    expect(body.answers.map(({ choices }) => choices)).toEqual([idsOf(0, ['a', '~3'])])
    const journal = await world.ask(nadia, getJournal, { params: { ...params, attemptId }, query: {} })
    expect(journal.body.entries.map(({ certainty: said }) => said)).toEqual([2, 3])
  })

  it('of a blank nothing is kept, nor a degree the scale does not have, nor two of them', async () => {
    await save(0, ['~3'], 1)
    const { body } = await world.ask(ana, sittingContract.getAttempt, { params: { attemptId } })
    expect(body.answers.map(({ choices }) => choices)).toEqual([[]])
    expect((await save(0, ['a', '~4'], 2)).body.code).toBe('choice_not_in_question')
    expect((await save(0, ['a', '~1', '~3'], 3)).body.code).toBe('invalid_request')
  })

  it('the receipt stands for it', async () => {
    await save(0, ['a', '~3'], 1)
    await close()
    const { receiptCode } = await copy()
    await world.db.answer.updateMany({ where: { attemptId }, data: { choices: ['a', '~1'] } })
    expect((await copy()).receiptCode).not.toBe(receiptCode)
  })

  it('a copy file brings it back, and shows what differs', async () => {
    await save(0, ['a', '~1'], 1)
    await close()
    const answers = [
      {
        questionId: exam.questionIds[0] ?? '',
        ...{ choices: idsOf(0, ['a', '~3']), flagged: false, device, epoch: 1, sequence: 2 },
      },
    ]
    const body = { attemptId, examId: exam.id, examTitle: exam.title, studentName: ana.name, answers }
    const content = writeCopyFile(body, (text) => signCopy(sitting.fileKey, text))
    const preview = await world.ask(nadia, previewCopyFile, { params, body: { content } })
    const [first] = inOrder(preview.body.questions)
    expect(first).toMatchObject({ verdict: 'newer', certainty: { kept: 1, inFile: 3 } })
    const { fingerprint } = preview.body
    await world.ask(nadia, importCopyFile, { params, body: { content, fingerprint, reason: 'Réseau coupé.' } })
    expect(inOrder((await copy()).questions)[0]).toMatchObject({ certainty: 3, earned: 100 })
  })
})

describe('in the marks', () => {
  beforeEach(async () => {
    await save(0, ['a', '~3'], 1)
    await save(1, ['c', '~2'], 2)
    await save(2, ['a', 'c'], 3)
    await close()
  })

  it('right and sure earns all, wrong and sure takes away, nothing said is the least sure', async () => {
    const { questions, earned } = await copy()
    expect(
      inOrder(questions).map((question) => [question.outcome, question.certainty, question.earned, question.working]),
    ).toMatchObject([
      ['right', 3, 100, { code: 'certainty', values: { level: 3, fraction: '1' } }],
      ['wrong', 2, -67, { code: 'certainty', values: { level: 2, fraction: '-2/3' } }],
      ['right', null, 33, { code: 'certainty', values: { level: 1, fraction: '1/3' } }],
      ['blank', null, 0, { code: 'blank' }],
    ])
    expect(earned).toBe(67)
  })

  it('the student reads it in the review, and not when their answers are held back', async () => {
    await world.ask(nadia, grading.releaseResults, { params, body: { what: 'review' } })
    const review = async () => {
      const { body } = await world.ask(ana, grading.getMyReview, { params: { attemptId } })
      return body.what === 'review' ? inOrder(body.questions).map(({ certainty: said }) => said) : null
    }
    expect(await review()).toEqual([3, 2, null, null])
    const parts = { points: true, answers: false, key: false, explanations: false }
    await world.ask(nadia, grading.releaseResults, { params, body: { what: 'review', parts } })
    expect(await review()).toEqual([null, null, null, null])
  })

  it('the exported answers have a column for it, and the choices alone in theirs', async () => {
    const file = await world.ask(nadia, exportAnswers, { params, query: { profile: 'rfc4180' } })
    const rows = parse(file.bytes, { columns: true }) as Record<string, string>[]
    expect(rows.map((row) => [row.Answer, row['Certainty (1 to 3)']])).toEqual([
      ['a', '3'],
      ['c', '2'],
      ['a c', ''],
      ['', ''],
    ])
  })

  it('the statistics count choices, never a certainty', async () => {
    const { body } = await world.ask(nadia, getStatistics, { params, query: {} })
    expect(body.items.map(({ choices }) => choices.map(({ count }) => count).join(''))).toEqual([
      '1000',
      '0010',
      '1010',
      '0000',
    ])
    expect(body.items.map(({ blanks }) => blanks)).toEqual([0, 0, 0, 1])
  })

  it('another scale may replace it afterwards, and may be taken back', async () => {
    const change = { kind: 'scale', scale: { kind: 'all_or_nothing' } } as const
    const policy = { kind: 'full' } as const
    const preview = await world.ask(nadia, previewCorrection, { params, body: { change, policy } })
    const { fingerprint } = preview.body
    await world.ask(nadia, recordCorrection, {
      params,
      body: { change, policy, fingerprint, reason: 'Barème annoncé autre.' },
    })
    expect((await copy()).earned).toBe(200)
    const back = { kind: 'scale' as const, scale: certainty }
    const again = await world.ask(nadia, previewCorrection, { params, body: { change: back, policy } })
    // The third question was answered without a word on certainty: who was not asked cannot be told from who said nothing.
    expect(again.body).toMatchObject({ code: 'correction_impossible', details: { reason: 'certainty_not_asked' } })
    const restored = { kind: 'restore', runNumber: 1 } as const
    const undone = await world.ask(nadia, previewCorrection, { params, body: { change: restored, policy } })
    expect(undone.status).toBe(200)
  })
})
