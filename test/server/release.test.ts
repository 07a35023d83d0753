import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as life from '#contract/exams/life.ts'
import * as contestations from '#contract/grading/contestations.ts'
import * as grading from '#contract/grading/grading.ts'
import { runJobs } from '#server/jobs.ts'
import { makeExam, secretWords } from '#test/setup/exam.ts'
import { take } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let trainer: Someone
let ana: Someone
let bob: Someone
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  ana = await world.student({ course, name: 'Ana Un', group: 'A' })
  bob = await world.student({ course, name: 'Bob Deux', group: 'B' })
})

type Release = NonNullable<Parameters<typeof makeExam>[1]['release']>
const everything = { points: true, answers: true, key: true, explanations: true }

/** An open exam Ana answered rightly but once. */
async function sat(release: Release) {
  const exam = await makeExam(world, { course, keys: ['a', 'b', 'ac'], release })
  const attemptId = await take(world, { who: ana, exam, ticked: ['a', 'c', 'ac'] })
  await runJobs(world.deps)
  const params = { courseId: course.id, examId: exam.id }
  return { ...exam, attemptId, at: { params }, close: () => world.ask(trainer, life.closeExam, { params }) }
}
type Sat = Awaited<ReturnType<typeof sat>>

/** Everything this student can be told of the exam, in one text. */
async function toldTo(who: Someone, { id, attemptId }: Sat) {
  const review = await world.ask(who, grading.getMyReview, { params: { attemptId } })
  const list = await world.ask(who, myExams.listMyExams, {})
  const row = list.body.exams.find((exam) => exam.id === id)
  const questioned = await world.ask(who, contestations.listMyContestations, { params: { attemptId } })
  return { review: review.body, code: review.body.code, row, questioned: questioned.body.code }
}
const nothing = { code: 'not_released', row: { mark: null, canReview: false }, questioned: 'not_released' }

it('holds back each part that was not chosen, and nothing of it leaves', async () => {
  const exam = await sat({ what: 'review', when: 'by_hand' })
  await exam.close()
  const show = async (change: Partial<typeof everything>) => {
    const body = { what: 'review' as const, parts: { ...everything, ...change } }
    expect((await world.ask(trainer, grading.releaseResults, { ...exam.at, body })).status).toBe(200)
    const { body: review } = await world.ask(ana, grading.getMyReview, { params: { attemptId: exam.attemptId } })
    expect(grading.getMyReview.reply.parse(review)).toEqual(review)
    if (review.what !== 'review') throw new Error('not a review')
    return review
  }
  const all = await show({})
  // In the order of her own paper.
  expect(all.questions.map(({ earned, outcome }) => [earned, outcome]).sort()).toEqual([
    [0, 'wrong'],
    [100, 'right'],
    [100, 'right'],
  ])

  const noKey = await show({ key: false })
  expect(noKey.questions.flatMap(({ choices }) => choices).some(({ correct }) => correct)).toBe(false)
  expect(noKey.questions.every(({ working }) => working.code === 'withheld')).toBe(true)
  expect(JSON.stringify(noKey)).not.toContain('RETOUR-SECRET')

  const noExplanation = await show({ explanations: false })
  for (const word of secretWords) expect(JSON.stringify(noExplanation)).not.toContain(word)

  expect(noExplanation.questions.map(({ source }) => source)).toEqual([null, null, null])
  expect(all.questions[0]?.source).toEqual({
    heading: 'Images',
    quote: 'une pile de couches',
    reference: 'https://docs.example.org/REFERENCE-SECRETE',
  })

  const noAnswer = await show({ answers: false })
  expect(noAnswer.questions.flatMap(({ choices }) => choices).some(({ ticked }) => ticked)).toBe(false)

  const noPoints = await show({ points: false })
  expect(
    new Set(noPoints.questions.map(({ earned, outcome, working }) => `${earned} ${outcome} ${working.code}`)),
  ).toEqual(new Set(['0 blank withheld']))
})

it('shows the mark at once, and nothing that tells the key while the exam is open', async () => {
  const exam = await sat({ what: 'review', when: 'at_once', statistics: true })
  const open = await toldTo(ana, exam)
  expect(open).toMatchObject({ review: { what: 'mark' }, row: { mark: { hundredths: 1333 }, canReview: false } })
  expect(open.questioned).toBe('not_released')
  expect(JSON.stringify(open)).not.toMatch(/"correct"|"choices"|"explanation"/)
  for (const word of secretWords) expect(JSON.stringify(open)).not.toContain(word)
  await exam.close()
  await runJobs(world.deps)
  expect((await toldTo(ana, exam)).review).toMatchObject({ what: 'review' })

  // Taken back, it does not come back by itself.
  await world.ask(trainer, grading.withholdResults, exam.at)
  await runJobs(world.deps)
  expect(await toldTo(ana, exam)).toMatchObject(nothing)
})

it('waits for its date', async () => {
  const at = new Date(world.now().getTime() + 60 * 60_000).toISOString()
  const exam = await sat({ what: 'mark', when: 'at_date', at })
  await exam.close()
  await runJobs(world.deps)
  expect(await toldTo(ana, exam)).toMatchObject(nothing)
  world.wait(61)
  await runJobs(world.deps)
  expect(await toldTo(ana, exam)).toMatchObject({ row: { mark: { hundredths: 1333 } } })
})

it('leaks nothing to a group that sits later, at any moment, until it is let in', async () => {
  for (const when of ['by_hand', 'at_close', 'at_once'] as const) {
    const exam = await sat({ what: 'review', when, statistics: true, heldGroups: ['A'] })
    expect(await toldTo(ana, exam)).toMatchObject(nothing)
    await exam.close()
    await runJobs(world.deps)
    await world.ask(trainer, grading.releaseResults, { ...exam.at, body: {} })
    const held = await toldTo(ana, exam)
    expect(held).toMatchObject(nothing)
    for (const word of secretWords) expect(JSON.stringify(held)).not.toContain(word)
    await world.ask(trainer, grading.releaseResults, { ...exam.at, body: { heldGroups: [] } })
    expect((await toldTo(ana, exam)).review).toMatchObject({ what: 'review', mark: 1333 })
    const lines = await world.db.auditLine.count({ where: { subject: `exam:${exam.id}`, action: 'exam.release' } })
    expect(lines).toBe(2)
  }
})

it('shows the group that does not wait, while another waits', async () => {
  const exam = await sat({ what: 'mark', when: 'at_close', heldGroups: ['B'] })
  const attemptId = await take(world, { who: bob, exam, ticked: ['a', 'b', 'ac'] })
  await exam.close()
  await runJobs(world.deps)
  expect(await toldTo(ana, exam)).toMatchObject({ review: { what: 'mark', mark: 1333 } })
  expect(await toldTo(bob, { ...exam, attemptId })).toMatchObject(nothing)
})

it('tells the mean of the class when asked to, and only from five marks on', async () => {
  const few = await sat({ what: 'mark', when: 'at_close', statistics: true })
  await few.close()
  await runJobs(world.deps)
  expect((await toldTo(ana, few)).review).toMatchObject({ classMarks: null })

  const others = await Promise.all(['C', 'D', 'E'].map((name) => world.student({ course, name: `${name} Test` })))
  const exam = await sat({ what: 'mark', when: 'at_close', statistics: true })
  for (const who of [bob, ...others]) await take(world, { who, exam, ticked: ['a', 'b', 'ac'] })
  await exam.close()
  await runJobs(world.deps)
  const { review } = await toldTo(ana, exam)
  expect(review.classMarks).toMatchObject({ n: 5, median: 2000 })
  expect(review.classMarks?.mean).toBeCloseTo((1333 + 4 * 2000) / 5, 6)
})
