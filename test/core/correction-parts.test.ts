import { expect, it } from 'vitest'
import { type Change, consequencesOf, correct, type Policy } from '#core/grading/correction.ts'
import { type Copy, markCopy, type RuledQuestion, type Rules } from '#core/grading/marking.ts'
import { Refusal } from '#core/refusal.ts'
import type { Scale, ScoredChoice } from '#core/scoring/scale.ts'

/** Corrections of questions in parts and of exact answers: one of each, one point each. */
const parted = (keys: readonly string[]): ScoredChoice[] =>
  keys.flatMap((key, part) =>
    [...'abc'].map((option) => ({ id: `${part + 1}${option}`, part: `${part + 1}`, option, correct: option === key })),
  )
const questions: Record<string, RuledQuestion> = {
  cloze: { type: 'cloze', points: 100, choices: parted(['a', 'b']) },
  ordering: { type: 'ordering', points: 100, partial: 'pairs', choices: parted(['a', 'b', 'c']) },
  matching: { type: 'matching', points: 100, scale: { kind: 'all_or_nothing' }, choices: parted(['a', 'a']) },
  exact: {
    type: 'exact_answer',
    points: 100,
    typed: { kind: 'text', case: false },
    choices: [
      { id: 'a', text: 'kubectl get pods', correct: true },
      { id: 'b', text: 'kubectl pods', correct: false },
    ],
  },
}
const rules: Rules = {
  scale: { kind: 'each_choice' },
  markRule: { outOf: 2000, grain: 1, rounding: 'nearest', floor: 0 },
  questions,
}
const known = { by: { name: 'Nadia', reason: 'relecture' } }
const after = (change: Change, policy: Policy = { kind: 'full' }) => correct(rules, { change, policy }, known)
const earned = (given: Rules, questionId: string, ticked: string[]): string => {
  const copy: Copy = { attemptId: 'x', questionIds: [questionId], answers: new Map([[questionId, ticked]]) }
  return markCopy(given, copy).earned
}
const faultOf = (change: Change, policy?: Policy) => {
  try {
    after(change, policy)
    return null
  } catch (error) {
    return error instanceof Refusal ? (error.details as { reason: string }).reason : error
  }
}

it('accepts another option of a gap or of an item', () => {
  const next = after({ kind: 'accept_also', questionId: 'cloze', choiceIds: ['2c'] })
  expect(
    [
      ['1a', '2b'],
      ['1a', '2c'],
      ['1b', '2c'],
    ].map((ticked) => earned(next, 'cloze', ticked)),
  ).toEqual(['100', '100', '50'])
  expect(next.questions.cloze?.choices[5]).toEqual({ id: '2c', part: '2', option: 'c', correct: true })
  expect(
    earned(after({ kind: 'accept_also', questionId: 'matching', choiceIds: ['1b'] }), 'matching', ['1b', '2a']),
  ).toBe('100')
})

it('accepts another order, as a second key', () => {
  const next = after({ kind: 'accept_also', questionId: 'ordering', choiceIds: ['1b', '2a', '3c'] })
  expect(
    [
      ['1b', '2a', '3c'],
      ['1a', '2b', '3c'],
    ].map((ticked) => earned(next, 'ordering', ticked)),
  ).toEqual(['100', '100'])
  expect(earned(rules, 'ordering', ['1b', '2a', '3c'])).toBe('200/3')
  expect(faultOf({ kind: 'accept_also', questionId: 'ordering', choiceIds: ['1b', '2a'] })).toBe('no_right_choice')
})

it('accepts what was typed, however it is spaced, and keeps what was accepted', () => {
  const next = after({ kind: 'accept_also', questionId: 'exact', choiceIds: ['= kubectl get po '] })
  expect(
    [['=Kubectl  get po'], ['=kubectl get pods'], ['=kubectl pods'], ['=rien']].map((said) =>
      earned(next, 'exact', said),
    ),
  ).toEqual(['100', '100', '0', '0'])
  const twice = correct(
    next,
    { change: { kind: 'accept_also', questionId: 'exact', choiceIds: ['b'] }, policy: { kind: 'full' } },
    known,
  )
  expect(earned(twice, 'exact', ['=kubectl pods'])).toBe('100')
  expect(earned(twice, 'exact', ['=kubectl get po'])).toBe('100')
})

it('changes the key of each part, and of an exact answer', () => {
  const next = after({ kind: 'key', questionId: 'ordering', choiceIds: ['1c', '2b', '3a'] })
  expect([earned(next, 'ordering', ['1c', '2b', '3a']), earned(next, 'ordering', ['1a', '2b', '3c'])]).toEqual([
    '100',
    '0',
  ])
  expect(next.questions.ordering).toMatchObject({ partial: 'pairs' })
  const typed = after({ kind: 'key', questionId: 'exact', choiceIds: ['b', '=k get po'] })
  expect([['=kubectl get pods'], ['=kubectl pods'], ['=K get po']].map((said) => earned(typed, 'exact', said))).toEqual(
    ['0', '100', '100'],
  )
  expect(after({ kind: 'key', questionId: 'matching', choiceIds: ['1b', '2c'] }).questions.matching).toMatchObject({
    scale: { kind: 'all_or_nothing' },
  })
})

it('neutralises a part: the others share the points', () => {
  const next = after({ kind: 'neutralise_part', questionId: 'cloze', part: '1' })
  expect([['1b', '2b'], ['2b'], ['1a', '2c'], ['1a']].map((ticked) => earned(next, 'cloze', ticked))).toEqual([
    '100',
    '100',
    '0',
    '0',
  ])
})

it('limits a correction to those who typed the same answer', () => {
  const change: Change = { kind: 'accept_also', questionId: 'exact', choiceIds: ['b'] }
  const next = after(change, { kind: 'only_ticked', choiceId: '=kubectl pods' })
  expect([['=Kubectl   pods'], ['=rien'], []].map((said) => earned(next, 'exact', said))).toEqual(['100', '0', '0'])
  expect(earned(after(change, { kind: 'only_ticked', choiceId: 'b' }), 'exact', ['=kubectl pods'])).toBe('0')
})

it.each<[string, Change, Policy | undefined, string]>([
  [
    'an option that is not there',
    { kind: 'accept_also', questionId: 'cloze', choiceIds: ['2z'] },
    undefined,
    'unknown_choice',
  ],
  [
    'two options of a gap as its key',
    { kind: 'key', questionId: 'cloze', choiceIds: ['1a', '1b', '2b'] },
    undefined,
    'one_right_choice',
  ],
  ['a gap without a key', { kind: 'key', questionId: 'cloze', choiceIds: ['1a'] }, undefined, 'no_right_choice'],
  [
    'words typed for a gap',
    { kind: 'accept_also', questionId: 'cloze', choiceIds: ['=a'] },
    undefined,
    'unknown_choice',
  ],
  ['an empty answer', { kind: 'accept_also', questionId: 'exact', choiceIds: ['= '] }, undefined, 'unknown_choice'],
  [
    'a control character',
    { kind: 'accept_also', questionId: 'exact', choiceIds: ['=a\u0000'] },
    undefined,
    'unknown_choice',
  ],
  [
    'a place of an ordering',
    { kind: 'neutralise_part', questionId: 'ordering', part: '1' },
    undefined,
    'ordering_is_whole',
  ],
  [
    'a part that is not there',
    { kind: 'neutralise_part', questionId: 'cloze', part: '3' },
    undefined,
    'unknown_choice',
  ],
  [
    'a part of an exact answer',
    { kind: 'neutralise_part', questionId: 'exact', part: '1' },
    undefined,
    'unknown_choice',
  ],
  ['a scale of boxes', { kind: 'scale', scale: { kind: 'discordance' } }, undefined, 'scale_unfit'],
  [
    'a scale of boxes for one',
    { kind: 'question_scale', questionId: 'matching', scale: { kind: 'coherences' } },
    undefined,
    'scale_unfit',
  ],
  [
    'a scale for no question',
    { kind: 'question_scale', questionId: 'none', scale: { kind: 'coherences' } },
    undefined,
    'unknown_question',
  ],
  [
    'those who typed, where nobody types',
    { kind: 'accept_also', questionId: 'cloze', choiceIds: ['2c'] },
    { kind: 'only_ticked', choiceId: '=x' },
    'unknown_choice',
  ],
])('refuses %s', (_, change, policy, reason) => {
  expect(faultOf(change, policy)).toBe(reason)
})

it('lets a scale of boxes change what is made of boxes', () => {
  const { exact } = questions
  const boxes: Rules = { ...rules, questions: { exact: exact as RuledQuestion } }
  const scale: Scale = { kind: 'discordance' }
  expect(correct(boxes, { change: { kind: 'scale', scale }, policy: { kind: 'full' } }, known)).toMatchObject({ scale })
})

it('shows what accepting an answer changes', () => {
  const copies = [['=kubectl get pods'], ['=kubectl get po'], ['=rien'], []].map((said, rank) => ({
    ...{ attemptId: `c${rank}`, questionIds: ['exact'], before: rank === 0 ? 2000 : 0 },
    answers: new Map([['exact', said]]),
  }))
  const change: Change = { kind: 'accept_also', questionId: 'exact', choiceIds: ['=kubectl get po'] }
  const { rows } = consequencesOf({ rules, change, policy: { kind: 'full' }, copies }, known)
  expect(rows.map(({ after: mark }) => mark)).toEqual([2000, 2000, 0, 0])
})
