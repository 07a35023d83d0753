import { describe, expect, it } from 'vitest'
import { faultsOf } from '#core/questions/faults.ts'
import { gapsOf, isParted, listedChoices, partsOf, possibleAnswers, withGaps } from '#core/questions/parts.ts'
import type { Question } from '#core/questions/question.ts'
import { answerTypes, asQuestion } from '../setup/answer-types.ts'

const { cloze, ordering, matching, exact_answer } = answerTypes
const [gaps, order, pairs, typed] = [cloze, ordering, matching, exact_answer].map(asQuestion) as [
  Question,
  Question,
  Question,
  Question,
]
const keyOf = ({ choices }: Question) => choices.filter(({ correct }) => correct).map(({ id }) => id)

describe('a part is a single choice', () => {
  it('names a choice by its part and its option', () => {
    expect(keyOf(gaps)).toEqual(['1a', '2b'])
    expect(keyOf(order)).toEqual(['1a', '2b', '3c', '4d'])
    expect(keyOf(pairs)).toEqual(['1a', '2b', '3b'])
    expect(partsOf(pairs.choices).map(({ id, choices }) => [id, choices.map(({ option }) => option).join('')])).toEqual(
      [
        ['1', 'abc'],
        ['2', 'abc'],
        ['3', 'abc'],
      ],
    )
    expect([gaps.type, typed.type].map(isParted)).toEqual([true, false])
  })

  it('lists the options of an ordering or a matching once', () => {
    expect(listedChoices('ordering', order.choices).map(({ id, text }) => [id, text])).toEqual([
      ['a', '`Pending`'],
      ['b', '`Running`'],
      ['c', '`Succeeded`'],
      ['d', 'effacé'],
    ])
    expect(listedChoices('cloze', gaps.choices)).toEqual(gaps.choices)
    expect(listedChoices('matching', [{ id: 'x' }])).toEqual([{ id: 'x' }])
  })

  it('answers are those of each part', () => {
    const shared = { parts: [{ id: '1' }, { id: '2' }], choices: [{ id: 'a' }, { id: 'b' }] }
    expect(possibleAnswers(shared).map(({ id, part }) => `${id}/${part}`)).toEqual(['1a/1', '1b/1', '2a/2', '2b/2'])
    expect(possibleAnswers({ choices: [{ id: '1a', part: '1' }, { id: 'c' }] }).map(({ part }) => part)).toEqual([
      '1',
      undefined,
    ])
  })

  it('finds the gaps of a text, in code too', () => {
    expect(gapsOf(cloze.stem)).toEqual(['1', '2'])
    expect(withGaps('a [[1]] b `[[2]]`', (gap) => `(${gap})`)).toBe('a (1) b `(2)`')
    expect(gapsOf('if [[ -f x ]]; then [[10]]')).toEqual([])
  })
})

describe('faults', () => {
  it('has none as written', () => {
    expect([gaps, order, pairs, typed].map(faultsOf)).toEqual([[], [], [], []])
  })

  it.each<[string, Question, string[]]>([
    ['a gap that is not in the stem', { ...gaps, stem: 'Un [[1]].' }, ['gaps_misplaced']],
    ['a gap twice', { ...gaps, stem: '[[1]] [[2]] [[2]]' }, ['gaps_misplaced']],
    ['a gap too many', { ...gaps, stem: '[[1]] [[2]] [[3]]' }, ['gaps_misplaced']],
    ['gaps in another order', { ...gaps, stem: '[[2]] [[1]]' }, []],
    [
      'a gap without a key',
      { ...gaps, choices: gaps.choices.map((one) => ({ ...one, correct: one.id === '1a' })) },
      ['no_key'],
    ],
    [
      'two keys in a gap',
      { ...gaps, choices: gaps.choices.map((one) => ({ ...one, correct: true })) },
      ['several_keys'],
    ],
    ['one choice in a gap', { ...gaps, choices: gaps.choices.filter(({ id }) => id !== '2a') }, ['too_few_choices']],
    ['two items with the same text', asQuestion({ ...ordering, order: ['a', ' A', 'c'] }), ['duplicate_choice']],
    ['an extra that fits', asQuestion({ ...matching, extras: ['Donner une adresse stable'] }), ['duplicate_choice']],
    [
      'an item twice',
      asQuestion({ ...matching, pairs: [...matching.pairs, { item: '`service`', answer: 'x' }] }),
      ['duplicate_choice'],
    ],
    ['no part', { ...pairs, parts: undefined, choices: [] }, ['too_few_choices']],
    ['nothing accepted', asQuestion({ ...exact_answer, accept: [] }), ['no_key']],
    [
      'a foreseen answer that is accepted',
      asQuestion({ ...exact_answer, foresee: ['kubectl  get pods —all-namespaces'] }),
      ['duplicate_choice'],
    ],
    ['an answer of spaces', asQuestion({ ...exact_answer, accept: ['\u00a0'] }), ['answer_unreadable']],
    [
      'two answers that differ by a case that counts',
      asQuestion({ ...exact_answer, accept: ['-R'], foresee: ['-r'], typed: { kind: 'text', case: true } }),
      [],
    ],
    [
      'two answers that differ by a case that does not count',
      asQuestion({ ...exact_answer, accept: ['-R'], foresee: ['-r'], typed: { kind: 'text', case: false } }),
      ['duplicate_choice'],
    ],
    [
      'words for a number',
      asQuestion({ ...exact_answer, typed: { kind: 'number', tolerance: 0 } }),
      ['answer_unreadable'],
    ],
    ['no way to compare', { ...typed, typed: undefined }, ['answer_unreadable']],
    ['a cloze without a stem', { ...gaps, stem: undefined as unknown as string }, ['gaps_misplaced']],
  ])('%s', (_, question, faults) => {
    expect(faultsOf(question)).toEqual(faults)
  })
})
