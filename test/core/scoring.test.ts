import { expect, test } from 'vitest'
import { scoreQuestion } from '#core/scoring.ts'

const choices = ['a', 'b', 'c', 'd'].map((id) => ({ id, correct: id === 'a' || id === 'b' }))

test.each([
  { ticked: ['a', 'b'], net: 1n },
  { ticked: ['a'], net: 0.5 },
  { ticked: ['a', 'b', 'c'], net: 0.5 },
  { ticked: ['c', 'd'], net: 0 },
])('marks $ticked all or nothing and right minus wrong', ({ ticked, net }) => {
  const question = { type: 'multiple', choices, ticked, points: 200 } as const
  const exact = scoreQuestion({ ...question, scale: { kind: 'all_or_nothing' } })
  expect(Number(exact.earned.num)).toBe(net === 1n ? 200 : 0)
  const partial = scoreQuestion({ ...question, scale: { kind: 'right_minus_wrong', floorAtZero: true } })
  expect(Number(partial.earned.num) / Number(partial.earned.den)).toBe(Number(net) * 200)
})
