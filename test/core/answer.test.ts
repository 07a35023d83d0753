import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Answer,
  admissibleChoices,
  answersFrom,
  choicesOf,
  compareAnswers,
  type JournalEntry,
  withAnswer,
} from '#core/attempts/answer.ts'
import { certaintyMark, certaintyOf, ticksOf } from '#core/exams/certainty.ts'

const at = new Date('2026-06-15T09:00:00Z')
const ticked = (epoch: number, sequence: number, choices: string[], device = 'laptop'): Answer => ({
  choices,
  flagged: false,
  device,
  epoch,
  sequence,
  at,
})
const entry = (questionId: string, answer: Answer, standing: JournalEntry['standing'] = 'in_time'): JournalEntry => ({
  ...answer,
  questionId,
  standing,
})

describe("the student's last word", () => {
  it('is the highest sequence of the device, not the last to arrive', () => {
    const late = withAnswer({ q1: ticked(1, 2, ['b']) }, 'q1', ticked(1, 1, ['a']))
    expect(choicesOf(late)).toEqual({ q1: ['b'] })
    expect(choicesOf(withAnswer(late, 'q1', ticked(1, 3, ['c'])))).toEqual({ q1: ['c'] })
  })
  it('belongs to the device that took over, whatever the other had counted to', () => {
    const phone = { q1: ticked(2, 1, ['b'], 'phone') }
    expect(withAnswer(phone, 'q1', ticked(1, 99, ['a']))).toBe(phone)
  })
  it('keeps what the older device ticked where the newer one said nothing', () => {
    expect(choicesOf(withAnswer({ q1: ticked(2, 1, ['b'], 'phone') }, 'q2', ticked(1, 99, ['a'])))).toEqual({
      q1: ['b'],
      q2: ['a'],
    })
  })
  it('is unchanged by a replay', () => {
    const answers = { q1: ticked(1, 1, ['a']) }
    expect(withAnswer(answers, 'q1', ticked(1, 1, ['a']))).toBe(answers)
  })
  it('takes a question named like a property of every object for what it is, a question', () => {
    expect(choicesOf(withAnswer({}, 'constructor', ticked(1, 1, ['a'])))).toEqual({ constructor: ['a'] })
  })
  it('is total: two different ticks are never equal', () => {
    expect(compareAnswers(ticked(1, 1, [], 'a'), ticked(1, 1, [], 'b'))).toBeLessThan(0)
    expect(compareAnswers(ticked(1, 1, [], 'b'), ticked(1, 1, [], 'a'))).toBeGreaterThan(0)
    expect(compareAnswers(ticked(1, 1, [], 'a'), ticked(1, 1, [], 'a'))).toBe(0)
  })
})

describe('the copy rebuilt from its journal', () => {
  it('leaves out what came too late, until the trainer accepts it', () => {
    const journal = [
      entry('q1', ticked(1, 1, ['a'])),
      entry('q1', ticked(1, 2, ['b']), 'late'),
      entry('q2', ticked(1, 3, ['c']), 'late_accepted'),
      entry('q3', ticked(1, 4, ['d']), 'late_refused'),
    ]
    expect(choicesOf(answersFrom(journal))).toEqual({ q1: ['a'], q2: ['c'] })
  })

  it('ends in the last human choice for every interleaving of two devices, with replays', () => {
    const ticks = fc.uniqueArray(
      fc.record({
        questionId: fc.constantFrom('q1', 'q2', 'q3'),
        epoch: fc.integer({ min: 1, max: 3 }),
        sequence: fc.integer({ min: 1, max: 30 }),
        choices: fc.subarray(['a', 'b', 'c']),
      }),
      { selector: ({ epoch, sequence }) => `${epoch}/${sequence}`, maxLength: 30 },
    )
    fc.assert(
      fc.property(ticks, fc.infiniteStream(fc.nat()), (human, chance) => {
        const journal = human.map(({ questionId, epoch, sequence, choices }) =>
          entry(questionId, ticked(epoch, sequence, choices, epoch % 2 === 1 ? 'laptop' : 'phone')),
        )
        const arrival = [...journal, ...journal.slice(0, 5)]
          .map((sent) => ({ sent, order: chance.next().value ?? 0 }))
          .sort((a, b) => a.order - b.order)
          .map(({ sent }) => sent)
        const expected: Record<string, readonly string[]> = {}
        const inHumanOrder = [...journal].sort((a, b) => a.epoch - b.epoch || a.sequence - b.sequence)
        for (const { questionId, choices } of inHumanOrder) expected[questionId] = choices
        expect(choicesOf(answersFrom(arrival))).toEqual(expected)
      }),
    )
  })
})

describe('what a paper admits', () => {
  const paper = [
    { id: 'one', type: 'single', choices: [{ id: 'a' }, { id: 'b' }] },
    { id: 'many', type: 'multiple', choices: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] },
    { id: 'sure', type: 'single', choices: [{ id: 'a' }, { id: 'b' }], certainty: 3 },
  ] as const

  it('is any set of choices of the question, told in its order and once', () => {
    expect(admissibleChoices(paper, { questionId: 'many', choices: ['c', 'a', 'c'] })).toEqual(['a', 'c'])
    expect(admissibleChoices(paper, { questionId: 'one', choices: [] })).toEqual([])
  })
  it('is how sure too, after the choices, where it is asked; of a blank nothing is said', () => {
    expect(admissibleChoices(paper, { questionId: 'sure', choices: ['~3', 'b'] })).toEqual(['b', '~3'])
    expect(admissibleChoices(paper, { questionId: 'sure', choices: ['b'] })).toEqual(['b'])
    expect(admissibleChoices(paper, { questionId: 'sure', choices: ['~1'] })).toEqual([])
  })
  it.each([
    ['a question of another paper', { questionId: 'other', choices: ['a'] }, 'question_not_in_attempt'],
    ['a choice of another question', { questionId: 'one', choices: ['c'] }, 'choice_not_in_question'],
    ['two choices where one is asked', { questionId: 'one', choices: ['a', 'b'] }, 'invalid_request'],
    ['a certainty nobody asked for', { questionId: 'one', choices: ['a', '~1'] }, 'choice_not_in_question'],
    ['a degree that is not there', { questionId: 'sure', choices: ['a', '~4'] }, 'choice_not_in_question'],
    ['two degrees at once', { questionId: 'sure', choices: ['a', '~1', '~2'] }, 'invalid_request'],
  ])('is not %s', (_, tick, code) => {
    expect(() => admissibleChoices(paper, tick)).toThrow(code)
  })
})

describe('how sure a student says to be', () => {
  it('is one more mark of the answer, read back as it was said, and never a choice', () => {
    const answer = ['b', certaintyMark(2)]
    expect(answer).toEqual(['b', '~2'])
    expect([certaintyOf(answer), certaintyOf(['b'])]).toEqual([2, null])
    expect(ticksOf(answer)).toEqual(['b'])
  })
})
