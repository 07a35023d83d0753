import { describe, expect, test } from 'vitest'
import { rational, rationalText } from '#core/rational.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import { expectedOfPreparedPlayer, expectedOfRandomPlayer, expectedOfRobot } from '#core/scoring/robots.ts'
import type { Scale } from '#core/scoring/scale.ts'

const choicesOf = (texts: string[], key: string) =>
  texts.map((text, index) => ({
    id: 'abcdefghijklmnopqrstuvwxyz'.charAt(index),
    text,
    correct: key.includes('abcdefghijklmnopqrstuvwxyz'.charAt(index)),
  }))
const scale: Scale = { kind: 'right_minus_wrong', floorAtZero: true }
const single = {
  type: 'single',
  choices: choicesOf(['non', 'oui, toujours', 'peut-être', 'jamais'], 'b'),
  points: 100,
  scale,
} as const
const multiple = {
  type: 'multiple',
  choices: choicesOf(['un', 'quarante', 'deux', 'cinquante'], 'bd'),
  points: 100,
  scale,
} as const
const text = (value: ReturnType<typeof expectedOfRandomPlayer>) => (value === null ? null : rationalText(value))

describe('on a single choice of four', () => {
  test('the random player earns a quarter', () => {
    expect(text(expectedOfRandomPlayer(single))).toBe('25')
  })

  test('the correction for guessing takes it back exactly', () => {
    expect(text(expectedOfRandomPlayer({ ...single, scale: { kind: 'balanced', floorAtZero: false } }))).toBe('0')
    expect(text(expectedOfRandomPlayer({ ...single, scale: { kind: 'negative', wrong: '-1/3', blank: '0' } }))).toBe(
      '0',
    )
  })

  test('the longest and the second choice give this question away', () => {
    expect(text(expectedOfRobot('longest', single))).toBe('100')
    expect(text(expectedOfRobot('always_b', single))).toBe('100')
    expect(text(expectedOfRobot('tick_all', single))).toBe('0')
  })

  test('between choices of the same length the robot takes any', () => {
    const choices = choicesOf(['aaaa', 'bbbb', 'cc'], 'b')
    expect(text(expectedOfRobot('longest', { ...single, choices }))).toBe('50')
    const silent = choices.map(({ id, correct }) => ({ id, correct }))
    expect(text(expectedOfRobot('longest', { ...single, choices: silent }))).toBe('100/3')
  })
})

describe('on a multiple response of four, two right', () => {
  test('the random player: mean over the fifteen answers', () => {
    // Floored net: 1 for the key, 1/2 for a, b, and for the key plus one wrong choice (2): (1 + 4 × 1/2) / 15.
    expect(text(expectedOfRandomPlayer(multiple))).toBe('20')
    expect(text(expectedOfRandomPlayer({ ...multiple, scale: { kind: 'all_or_nothing' } }))).toBe('20/3')
  })

  test('the other robots', () => {
    expect(text(expectedOfRobot('tick_all', multiple))).toBe('0')
    expect(text(expectedOfRobot('longest', multiple))).toBe('100')
    expect(text(expectedOfRobot('always_b', multiple))).toBe('50')
  })

  test('every non-empty answer is tried, each once', () => {
    const lone = { ...multiple, choices: choicesOf(['un', 'deux', 'trois', 'six'], 'a') }
    expect(text(expectedOfRandomPlayer({ ...lone, scale: { kind: 'all_or_nothing' } }))).toBe('20/3')
  })

  test('ticking everything gives half of the points where coverage counts', () => {
    expect(text(expectedOfRobot('tick_all', { ...multiple, scale: { kind: 'coverage' } }))).toBe('50')
  })

  test('a choice of average length is not a long one', () => {
    const choices = choicesOf(['aa', 'aaa', 'aaaa'], 'bc')
    expect(text(expectedOfRobot('longest', { ...multiple, choices }))).toBe('50')
  })

  test('too many choices to enumerate is said, not guessed', () => {
    const choices = choicesOf(
      Array.from({ length: 17 }, (_, index) => `${index}`),
      'a',
    )
    expect(expectedOfRandomPlayer({ ...multiple, choices })).toBeNull()
    expect(expectedOfPreparedPlayer({ ...multiple, choices }, rational(1))).toBeNull()
    expect(text(expectedOfRobot('tick_all', { ...multiple, choices }))).toBe('0')
  })
})

test('somebody who knows half earns the key half the time', () => {
  expect(text(expectedOfPreparedPlayer(single, rational(1, 2)))).toBe('125/2')
  expect(text(expectedOfPreparedPlayer(multiple, rational(1)))).toBe('100')
  expect(text(expectedOfPreparedPlayer({ ...single, choices: choicesOf(['x', 'y'], 'ab') }, rational(1)))).toBe('100')
})

test('asked how sure, who knows says so and who guesses says so too', () => {
  const scale = { kind: 'certainty' as const, levels: gardnerMedwin }
  // One in four by chance, at a third of the points.
  expect(text(expectedOfRandomPlayer({ ...single, scale }))).toBe('25/3')
  expect(text(expectedOfPreparedPlayer({ ...single, scale }, rational(1)))).toBe('100')
  expect(text(expectedOfPreparedPlayer({ ...single, scale }, rational(1, 2)))).toBe('325/6')
})
