import { describe, expect, test } from 'vitest'
import type { ScoredChoice, ScoringInput } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'

/** Five propositions, a b c right. */
const five: ScoredChoice[] = [...'abcde'].map((id) => ({ id, correct: 'abc'.includes(id) }))
const score = (input: Pick<ScoringInput, 'scale'> & Partial<ScoringInput>) =>
  scoreQuestion({ type: 'multiple', choices: five, ticked: null, points: 100, ...input })

const table = [
  { ticked: 'abc', discordances: 0, fraction: '1' },
  { ticked: 'ab', discordances: 1, fraction: '1/2' },
  { ticked: 'abcd', discordances: 1, fraction: '1/2' },
  { ticked: 'a', discordances: 2, fraction: '1/5' },
  { ticked: 'abd', discordances: 2, fraction: '1/5' },
  { ticked: 'abcde', discordances: 2, fraction: '1/5' },
  { ticked: 'd', discordances: 4, fraction: '0' },
  { ticked: 'ade', discordances: 4, fraction: '0' },
  { ticked: 'de', discordances: 5, fraction: '0' },
]

test.each(table)('$ticked: $discordances discordances earn $fraction', ({ ticked, discordances, fraction }) => {
  const { working } = score({ scale: { kind: 'discordance' }, ticked: [...ticked] })
  expect(working).toMatchObject({ code: 'discordance', values: { discordances, fraction } })
})

test.each(table)(
  '$ticked: the same answer counted in coherences earns the same',
  ({ ticked, discordances, fraction }) => {
    const { working } = score({ scale: { kind: 'coherences' }, ticked: [...ticked] })
    expect(working).toMatchObject({
      code: 'coherences',
      values: { coherent: 5 - discordances, propositions: 5, fraction },
    })
  },
)

test('three discordances of three choices earn nothing', () => {
  const choices = five.slice(2)
  expect(score({ scale: { kind: 'discordance' }, choices, ticked: ['d', 'e'] }).working.values.fraction).toBe('0')
})

describe('indispensable and inacceptable', () => {
  const scale = { kind: 'discordance' } as const
  const marked = five.map((choice) => {
    if (choice.id === 'a') return { ...choice, indispensable: true }
    return choice.id === 'e' ? { ...choice, inacceptable: true } : choice
  })

  test('leaving out what is indispensable earns nothing', () => {
    const { outcome, working } = score({ scale, choices: marked, ticked: ['b', 'c'] })
    expect(outcome).toBe('wrong')
    expect(working).toMatchObject({
      code: 'indispensable_left_out',
      values: { choice: 'a', fraction: '0', discordances: 1 },
    })
  })

  test('ticking what is inacceptable earns nothing, and is said first', () => {
    const { working } = score({ scale, choices: marked, ticked: ['b', 'c', 'e'] })
    expect(working).toMatchObject({ code: 'inacceptable_ticked', values: { choice: 'e', fraction: '0' } })
  })

  test('otherwise discordances are counted', () => {
    expect(score({ scale, choices: marked, ticked: ['a', 'b'] }).working).toMatchObject({
      code: 'discordance',
      values: { fraction: '1/2' },
    })
  })

  test('a mark put on the wrong kind of choice is not obeyed', () => {
    const choices = five.map((choice) => ({ ...choice, indispensable: !choice.correct, inacceptable: choice.correct }))
    expect(score({ scale, choices, ticked: ['a', 'b', 'c'] }).outcome).toBe('right')
  })
})

test.each(['discordance', 'coherences'] as const)('a single choice under %s is right or wrong', (kind) => {
  const choices = five.map((choice) => ({ ...choice, correct: choice.id === 'a' }))
  const wrong = score({ scale: { kind }, type: 'single', choices, ticked: ['b'] })
  expect(wrong).toMatchObject({ outcome: 'wrong', working: { code: 'right_or_wrong' } })
})
