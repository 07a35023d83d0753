import { afterAll, beforeAll, expect, it } from 'vitest'
import * as monitor from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as sittingContract from '#contract/attempts/sitting.ts'
import * as life from '#contract/exams/life.ts'
import * as grading from '#contract/grading/grading.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { unmarkedQuery } from '#server/grading/mark-pending.ts'
import { runJobs } from '#server/jobs.ts'
import { staleQuery } from '#server/statistics/record-questions.ts'
import { makeExam, secretWords } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let trainer: Someone
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
})
afterAll(() => world.close())

const device = 'laptop01:page0001'

/** Takes the exam: `answers` per question, in the order of the exam; an empty string is a blank. */
async function take(who: Someone, exam: { id: string; questionIds: string[] }, answers: string[]) {
  const sitting = await world.ask(who, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device } })
  const attemptId = sitting.body.id
  for (const [index, ticked] of answers.entries()) {
    if (!ticked) continue
    const questionId = exam.questionIds[index] ?? ''
    await world.ask(who, sittingContract.saveAnswer, {
      params: { attemptId, questionId },
      body: {
        choices: pageIds(world, { questionId, letters: [...ticked] }),
        flagged: false,
        device,
        epoch: 1,
        sequence: index + 1,
      },
    })
  }
  await world.ask(who, sittingContract.submitAttempt, { params: { attemptId } })
  return attemptId
}

it('marks at the closing, on 20, and shows nothing to students before the release', async () => {
  const ana = await world.student({ course, name: 'Ana Strong' })
  const bob = await world.student({ course, name: 'Bob Weak' })
  const cleo = await world.student({ course, name: 'Cleo Absent' })
  const exam = await makeExam(world, { course, keys: ['a', 'b', 'ac'] })
  const params = { courseId: course.id, examId: exam.id }
  const anas = await take(ana, exam, ['a', 'b', 'ac'])
  const bobs = await take(bob, exam, ['a', 'c', 'a'])
  await world.ask(trainer, life.closeExam, { params })

  const results = await world.ask(trainer, grading.getResults, { params })
  const markOf = (who: Someone) => results.body.rows.find((row) => row.studentId === who.id)
  expect(markOf(ana)).toMatchObject({
    mark: 2000,
    status: 'submitted',
    counts: { right: 3, partial: 0, wrong: 0, blank: 0 },
  })
  expect(markOf(bob)).toMatchObject({ mark: 1000, earned: 150, counts: { right: 1, partial: 1, wrong: 1, blank: 0 } })
  expect(markOf(cleo)).toMatchObject({ mark: null, status: 'absent' })
  expect(results.body.distribution).toMatchObject({ n: 2, mean: 1500 })

  expect((await world.ask(bob, grading.getMyReview, { params: { attemptId: bobs } })).body.code).toBe('not_released')
  const before = await world.ask(bob, myExams.listMyExams, {})
  expect(before.body.exams.find(({ id }) => id === exam.id)).toMatchObject({ mark: null, canReview: false })

  expect((await world.ask(trainer, grading.releaseResults, { params, body: {} })).status).toBe(200)
  const review = await world.ask(bob, grading.getMyReview, { params: { attemptId: bobs } })
  expect(review.body).toMatchObject({ what: 'review', mark: 1000, outOf: 2000 })
  expect(JSON.stringify(review.body)).toContain(secretWords[0])
  expect((await world.ask(bob, grading.getMyReview, { params: { attemptId: anas } })).status).toBe(404)
  const after = await world.ask(bob, myExams.listMyExams, {})
  expect(after.body.exams.find(({ id }) => id === exam.id)).toMatchObject({
    mark: { hundredths: 1000 },
    canReview: true,
  })

  await world.ask(trainer, grading.withholdResults, { params })
  expect((await world.ask(bob, grading.getMyReview, { params: { attemptId: bobs } })).body.code).toBe('not_released')
})

it('reads what each copy earned on each question, at the place where its student read it', async () => {
  const exam = await makeExam(world, { course, keys: ['a', 'b', 'ac'] })
  const params = { courseId: course.id, examId: exam.id }
  const fay = await world.student({ course, name: 'Fay Map' })
  const gus = await world.student({ course, name: 'Gus Map' })
  const copies = [await take(fay, exam, ['a', 'b', 'a']), await take(gus, exam, ['a', 'c', ''])]
  await world.ask(trainer, life.closeExam, { params })
  const { body } = await world.ask(trainer, grading.getHeatMap, { params })
  expect(body.questions.map(({ position, counts }) => [position, counts])).toEqual([
    [1, { right: 2, partial: 0, wrong: 0, blank: 0 }],
    [2, { right: 1, partial: 0, wrong: 1, blank: 0 }],
    [3, { right: 0, partial: 1, wrong: 0, blank: 1 }],
  ])
  expect(body.questions.map(({ facility }) => facility)).toEqual([1, 0.5, 0.25])
  for (const attemptId of copies) {
    const { paper } = await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })
    const copy = body.copies.find((one) => one.attemptId === attemptId)
    expect(copy?.questions.map((index) => body.questions[index]?.id)).toEqual(paper.map(({ questionId }) => questionId))
  }
  const first = body.copies.find(({ attemptId }) => attemptId === copies[0])
  const line = first?.questions.findIndex((index) => body.questions[index]?.id === exam.questionIds[2]) ?? -1
  expect(body.kinds[first?.kinds[line] ?? -1]).toEqual({ outcome: 'partial', earned: 50, points: 100 })
})

it('shows the mark alone when the policy says so', async () => {
  const dan = await world.student({ course, name: 'Dan Mark' })
  const exam = await makeExam(world, { course, release: { what: 'mark', when: 'at_close' } })
  const attemptId = await take(dan, exam, ['a', 'b', 'ac'])
  await world.ask(trainer, life.closeExam, { params: { courseId: course.id, examId: exam.id } })
  const review = await world.ask(dan, grading.getMyReview, { params: { attemptId } })
  expect(review.body).toMatchObject({ what: 'mark', mark: 2000 })
  expect(JSON.stringify(review.body)).not.toMatch(/questions|EXPLICATION|RETOUR/)
})

it('collects at the closing the copies that are still running', async () => {
  const eve = await world.student({ course, name: 'Eve Running' })
  const exam = await makeExam(world, { course })
  const params = { courseId: course.id, examId: exam.id }
  await world.ask(eve, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device } })
  world.wait(5)
  await world.ask(trainer, life.closeExam, { params })
  const results = await world.ask(trainer, grading.getResults, { params })
  expect(results.body.rows.find((row) => row.studentId === eve.id)).toMatchObject({ mark: 0, durationMs: 5 * 60_000 })
})

it('marks again after a reopening, and twice gives the same', async () => {
  const fay = await world.student({ course, name: 'Fay Again' })
  const exam = await makeExam(world, { course })
  const attemptId = await take(fay, exam, ['b', '', ''])
  await runJobs(world.deps)
  await runJobs(world.deps)
  expect(await world.db.mark.findMany({ where: { attemptId } })).toMatchObject([{ mark: 0 }])

  await world.ask(trainer, monitor.changeAttempts, {
    params: { courseId: course.id, examId: exam.id },
    body: { attemptIds: [attemptId], reason: 'rendue par erreur', intervention: { type: 'reopen', minutes: 0 } },
  })
  expect(
    (await world.ask(trainer, grading.getResults, { params: { courseId: course.id, examId: exam.id } })).body.rows.find(
      (row) => row.studentId === fay.id,
    ),
  ).toMatchObject({ mark: null, status: 'in_progress' })
  const questionId = exam.questionIds[0] ?? ''
  await world.ask(fay, sittingContract.saveAnswer, {
    params: { attemptId, questionId },
    body: { choices: pageIds(world, { questionId, letters: ['a'] }), flagged: false, device, epoch: 1, sequence: 50 },
  })
  await world.ask(fay, sittingContract.submitAttempt, { params: { attemptId } })
  await runJobs(world.deps)
  expect(await world.db.mark.findMany({ where: { attemptId } })).toMatchObject([{ mark: 667 }])
})

it('reads a copy with its history, for the trainer of this course only', async () => {
  const gil = await world.student({ course, name: 'Gil Copy' })
  const exam = await makeExam(world, { course })
  const attemptId = await take(gil, exam, ['a', 'd', ''])
  await runJobs(world.deps)
  const params = { courseId: course.id, examId: exam.id, attemptId }
  const copy = await world.ask(trainer, grading.getCopy, { params })
  expect(copy.body.questions.map(({ outcome }) => outcome).sort()).toEqual(['blank', 'right', 'wrong'])
  expect(copy.body.history.map(({ type }) => type)).toEqual(['start', 'submit'])
  expect(copy.body.receiptCode).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  const invigilator = await world.staff('Marc', { course, role: 'invigilator' })
  expect((await world.ask(invigilator, grading.getCopy, { params })).status).toBe(403)
  const stranger = await world.staff('Zoé', { course: await world.course(), role: 'owner' })
  expect((await world.ask(stranger, grading.getCopy, { params })).status).toBe(404)
})

it('does not release an exam that is still open', async () => {
  const exam = await makeExam(world, { course })
  const answer = await world.ask(trainer, grading.releaseResults, {
    params: { courseId: course.id, examId: exam.id },
    body: {},
  })
  expect(answer.body.code).toBe('exam_wrong_state')
})

it('finds what is left to mark, and when an exam was last marked, without reading its copies', async () => {
  const planOf = (query: Prisma.Sql) =>
    world.db.$transaction(async (tx) => {
      // So small a table would be read whole.
      await tx.$executeRaw`set local enable_seqscan = off`
      await tx.$executeRaw`set local enable_bitmapscan = off`
      const rows = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>`explain ${query}`
      return rows.map((row) => row['QUERY PLAN']).join(' ')
    })
  expect(await planOf(unmarkedQuery(null))).toContain('using "Attempt_unmarked"')
  expect(await planOf(staleQuery([]))).toContain('using "Attempt_marked"')
})
