import { afterAll, beforeAll, expect, it } from 'vitest'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import { contract } from '#contract/contract.ts'
import * as grading from '#contract/grading/grading.ts'
import * as practice from '#contract/questions/practice.ts'
import { runJobs } from '#server/jobs.ts'
import { makeExam, secretWords } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const device = 'laptop01:page0001'
const forbidden =
  /^(is)?correct|^key|solution|weight|explan|feedback|^seed|points earned|outcome|reference|^source|enem|verified/i

/** Every name of every object in a reply, however deep. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)])
}

it('gives students no key, no weight, no explanation and no documentation before the release, at any step, in any reply', async () => {
  const course = await world.course()
  const ana = await world.student({ course, name: 'Ana Curious' })
  const exam = await makeExam(world, { course })
  const examId = exam.id
  const [questionId = ''] = exam.questionIds
  const body = {
    choices: pageIds(world, { questionId, letters: ['a'] }),
    flagged: false,
    device,
    epoch: 1,
    sequence: 1,
  }

  const start = await world.ask(ana, sitting.startAttempt, { params: { examId }, body: { device } })
  const params = { attemptId: start.body.id }
  const replies = [
    start,
    await world.ask(ana, myExams.listMyExams, {}),
    await world.ask(ana, myExams.getMyExam, { params: { examId } }),
    await world.ask(ana, myExams.chooseMyCourse, { body: { courseId: course.id } }),
    await world.ask(ana, sitting.getAttempt, { params }),
    await world.ask(ana, sitting.getClock, { params }),
    await world.ask(ana, sitting.sendHeartbeat, { params, body: { unsynced: 0 } }),
    await world.ask(ana, sitting.saveAnswer, { params: { ...params, questionId }, body }),
    await world.ask(ana, sitting.saveAnswers, { params, body: { ticks: [{ ...body, questionId, sequence: 2 }] } }),
    await world.ask(ana, sitting.takeOver, { params, body: { device } }),
    await world.ask(ana, sitting.submitAttempt, { params }),
  ]
  await runJobs(world.deps)
  replies.push(await world.ask(ana, sitting.getReceipt, { params }), await world.ask(ana, myExams.listMyExams, {}))

  for (const { status, body: reply } of replies) {
    expect(status).toBe(200)
    expect(namesIn(reply).filter((name) => forbidden.test(name))).toEqual([])
    for (const word of secretWords) expect(JSON.stringify(reply)).not.toContain(word)
  }
  expect((await world.ask(ana, grading.getMyReview, { params })).body).toEqual({ code: 'not_released' })
})

it('gives a practice question without its key, and its correction to nobody who has not answered', async () => {
  const course = await world.course()
  const outline = { sessions: [{ id: 'un', title: 'Un', sections: [{ id: 'images', title: 'Images' }] }] }
  await world.db.course.update({ where: { id: course.id }, data: { outline: asColumn(outline) } })
  const text = (value: string) => [{ type: 'text', value }]
  const { id: questionId } = await world.db.question.create({
    data: {
      courseId: course.id,
      key: 'entrainement',
      section: 'images',
      versions: {
        create: {
          number: 1,
          hash: 'entrainement',
          origin: 'browser',
          content: asColumn({
            id: 'entrainement',
            purpose: 'practice',
            type: 'single',
            difficulty: 'easy',
            source: { heading: 'Images', quote: 'une pile' },
            reference: `https://docs.example.org/${secretWords[2]}`,
            choices: ['a', 'b'].map((id) => ({ id, text: id, correct: id === 'b', weight: '1/2', keepLast: false })),
          }),
          rendered: asColumn({
            stem: text('Laquelle ?'),
            choices: ['a', 'b'].map((id) => ({ id, text: text(id), feedback: text(secretWords[1] ?? '') })),
            explanation: text(secretWords[0] ?? ''),
          }),
        },
      },
    },
  })
  const ana = await world.student({ course, name: 'Ana Learner' })
  const params = { questionId }
  const before = [
    await world.ask(ana, practice.listPractice, {}),
    await world.ask(ana, practice.getPracticeQuestion, { params }),
  ]
  for (const { status, body } of before) {
    expect(status).toBe(200)
    expect(JSON.stringify(body)).toContain(questionId)
    expect(namesIn(body).filter((name) => forbidden.test(name))).toEqual([])
    for (const word of secretWords) expect(JSON.stringify(body)).not.toContain(word)
  }
  const blank = await world.ask(ana, practice.answerPracticeQuestion, { params, body: { choices: [] } })
  for (const word of secretWords) expect(JSON.stringify(blank.body)).not.toContain(word)
  const answered = await world.ask(ana, practice.answerPracticeQuestion, {
    params,
    body: { choices: pageIds(world, { questionId, letters: ['a'] }) },
  })
  for (const word of secretWords) expect(JSON.stringify(answered.body)).toContain(word)
})

it('has walked every endpoint a student may call during an exam', () => {
  const walked = [
    'startAttempt',
    'listMyExams',
    'getMyExam',
    'chooseMyCourse',
    'getAttempt',
    'getClock',
    'sendHeartbeat',
    // The clock again, once a message is read; and a line of wordless events: test/server/attempts-room.test.ts.
    'readMessage',
    'followAttempt',
    // Says whether a key was right, and nothing else: test/server/locked-browser.test.ts.
    'proveBrowser',
    'saveAnswer',
    'saveAnswers',
    'takeOver',
    'submitAttempt',
    'getReceipt',
    // Files, read word by word: test/server/calendars.test.ts.
    'exportMyCalendar',
    'exportMySitting',
  ]
  const open = Object.entries(contract['attempts'] ?? {}).filter(([, { access }]) => access === 'student')
  expect(open.map(([name]) => name).sort()).toEqual(walked.sort())
})

it('says the same of an exam that does not exist and of one of another course', async () => {
  const ana = await world.student({ course: await world.course(), name: 'Ana Elsewhere' })
  const exam = await makeExam(world, { course: await world.course() })
  const other = await world.ask(ana, myExams.getMyExam, { params: { examId: exam.id } })
  const none = await world.ask(ana, myExams.getMyExam, { params: { examId: '00000000-0000-4000-8000-000000000000' } })
  expect({ status: other.status, body: other.body }).toEqual({ status: none.status, body: none.body })
})
