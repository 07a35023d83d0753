import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import * as sitting from '#contract/attempts/sitting.ts'
import { type Answers, choicesOf, withAnswer } from '#core/attempts/answer.ts'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
})
afterAll(() => world.close())

const laptop = 'laptop01:page0001'
const phone = 'phone0001:page0002'

/** A change of answer, in the student's order: first on the laptop, then, after taking over, on the phone. */
const tick = fc.record({
  question: fc.integer({ min: 0, max: 2 }),
  choices: fc.subarray(['a', 'b', 'c', 'd'], { maxLength: 1 }),
  flagged: fc.boolean(),
})
const story = fc.record({
  onLaptop: fc.array(tick, { minLength: 1, maxLength: 10 }),
  onPhone: fc.array(tick, { maxLength: 6 }),
  /** The order of sending; an entry is sent again as often as its index appears. */
  order: fc.array(fc.nat(), { minLength: 4, maxLength: 40 }),
  /** The number of requests in flight, and whether entries are grouped in one request. */
  atOnce: fc.integer({ min: 1, max: 6 }),
  isBatch: fc.boolean(),
})

/** Entries use letters here and in the database; the page uses other ids. */
const asOnThePage = <T extends { questionId: string; choices: string[] }>({ choices, ...one }: T) => ({
  ...one,
  choices: pageIds(world, { questionId: one.questionId, letters: choices }),
})

let students = 0
let later = 0
const real = performance.now.bind(performance)
beforeAll(() => void vi.spyOn(performance, 'now').mockImplementation(() => real() + later))
afterAll(() => vi.restoreAllMocks())

it('ends in the last human choice, whatever is reordered, doubled, replayed or sent at once', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ onLaptop, onPhone, order, atOnce, isBatch }) => {
      students += 1
      const student = await world.student({ course, name: `Ana Order${students}` })
      const exam = await makeExam(world, { course })
      const started = await world.ask(student, sitting.startAttempt, {
        params: { examId: exam.id },
        body: { device: laptop },
      })
      const attemptId = started.body.id
      await world.ask(student, sitting.takeOver, { params: { attemptId }, body: { device: phone } })
      const on = (device: string, epoch: number) => (one: (typeof onLaptop)[number], i: number) => ({
        questionId: exam.questionIds[one.question] ?? '',
        choices: one.choices,
        flagged: one.flagged,
        device,
        epoch,
        sequence: i + 1,
      })
      const ticks = [...onLaptop.map(on(laptop, 1)), ...onPhone.map(on(phone, 2))]
      // Every entry at least once, in a random order with repetitions.
      const sendings = [...order.map((at) => ticks[at % ticks.length] ?? ticks[0]), ...ticks].flatMap(
        (one) => one ?? [],
      )
      sendings.sort(
        (a, b) => ((a.sequence * 31 + a.epoch * 17 + (order[0] ?? 0)) % 11) - ((b.sequence * 31 + b.epoch * 17) % 11),
      )

      const acknowledged = new AcknowledgementLog(world.deps)
      for (let i = 0; i < sendings.length; i += atOnce) {
        const group = sendings.slice(i, i + atOnce)
        // At the pace of a person: faster saves would be rate-limited (test/server/save-limits.test.ts).
        later += 1_000
        if (isBatch) {
          const { body } = await world.ask(student, sitting.saveAnswers, {
            params: { attemptId },
            body: { ticks: group.map(asOnThePage) },
          })
          expect(body.acknowledgements).toHaveLength(group.length)
        } else {
          const answers = await Promise.all(
            group
              .map(asOnThePage)
              .map(({ questionId, ...body }) =>
                world.ask(student, sitting.saveAnswer, { params: { attemptId, questionId }, body }),
              ),
          )
          expect(answers.map(({ status }) => status)).toEqual(group.map(() => 200))
        }
        for (const one of group) acknowledged.saved({ attemptId, ...asOnThePage(one) })
      }

      let expected: Answers = {}
      for (const { questionId, ...one } of ticks) {
        expected = withAnswer(expected, questionId, { ...one, at: world.now() })
      }
      const held = await world.db.answer.findMany({ where: { attemptId } })
      expect(Object.fromEntries(held.map((row) => [row.questionId, row.choices]))).toEqual(choicesOf(expected))
      expect(await world.db.answerEvent.count({ where: { attemptId } })).toBe(ticks.length)
      expect(await acknowledged.losses(world.pool)).toEqual([])
    }),
    { numRuns: 40, seed: 20261122 },
  )
})
