import { describe, expect, it } from 'vitest'
import type { QuestionInFile } from '#contract/questions/question-file.ts'
import { possibleEnemies } from '#core/questions/lint/enemies.ts'
import { lintQuestion } from '#core/questions/lint/lint.ts'
import { textsToRead } from '#core/questions/parts.ts'
import { answerTypes, asQuestion } from '../setup/answer-types.ts'

const { cloze, ordering, matching, exact_answer } = answerTypes
const said = (given: QuestionInFile) =>
  lintQuestion(asQuestion(given)).flatMap(({ code, data }) =>
    code === 'unknown_quote' || code === 'bare_quote' ? [] : [{ code, data }],
  )

it('finds nothing to say of well written ones', () => {
  for (const given of Object.values(answerTypes)) expect(said(given), given.type).toEqual([])
})

describe('an ordering', () => {
  it('in the order of the alphabet is found without knowing anything', () => {
    const order = ['Ajouter', { text: '`build`' }, 'éteindre']
    expect(said({ ...ordering, order })).toEqual([{ code: 'alphabetical_order', data: { items: 3 } }])
    expect(said({ ...ordering, order: [...order].reverse() })).toEqual([])
  })

  it('has items, that are no choices against one another', () => {
    const order = ['toujours écrire ceci, qui est de loin le plus long de tous', 'un', 'deux', 'aucune de ces réponses']
    expect(said({ ...ordering, order })).toEqual([])
  })
})

describe('a matching', () => {
  it('with as many answers as items, each used once, ends by elimination', () => {
    const pairs = matching.pairs.slice(0, 2)
    expect(said({ ...matching, pairs, extras: undefined })).toEqual([{ code: 'no_spare_answer', data: { items: 2 } }])
    expect(said({ ...matching, pairs })).toEqual([])
    expect(said({ ...matching, extras: undefined })).toEqual([])
  })

  it('is read with each answer once, and its items', () => {
    expect(textsToRead(asQuestion(matching))).toHaveLength(6)
    expect(textsToRead(asQuestion(ordering))).toHaveLength(4)
    expect(textsToRead(asQuestion(exact_answer))).toEqual([])
    const images = matching.pairs.map((pair) => ({ ...pair, item: `${pair.item} ![](a.png)` }))
    expect(said({ ...matching, pairs: images }).map(({ code }) => code)).toEqual([
      'no_alternative_text',
      'missing_image',
    ])
  })
})

describe('a cloze', () => {
  it('is read gap by gap', () => {
    const long = { text: 'Deployment, et ce qu’il crée', correct: true }
    const [first, second] = cloze.gaps as [(typeof cloze.gaps)[0], (typeof cloze.gaps)[0]]
    const gaps = [first, { choices: [long, ...second.choices.filter(({ correct }) => !correct)] }]
    expect(said({ ...cloze, gaps }).map(({ code, data }) => [code, data['choice']])).toEqual([
      ['longest_choice_is_key', '2A'],
    ])
  })

  it('earns the best weight of each gap', () => {
    const weighted = (weight: string) =>
      cloze.gaps.map(({ choices }) => ({
        choices: choices.map((one) => ({ ...one, weight: one.correct ? weight : '0' })),
      }))
    expect(said({ ...cloze, gaps: weighted('1/2') })).toEqual([])
    expect(said({ ...cloze, gaps: weighted('0.4') })).toEqual([
      { code: 'full_mark_unreachable', data: { best: '0.8' } },
    ])
  })
})

describe('an exact answer', () => {
  const number = (foresee: string[]) =>
    said({ ...exact_answer, accept: ['12', '14'], foresee, typed: { kind: 'number', tolerance: 1 } })

  it('that its tolerance already accepts is never reached', () => {
    expect(number(['10', '12.5'])).toEqual([{ code: 'shadowed_answer', data: { choice: '12.5' } }])
    expect(number(['10'])).toEqual([])
  })
})

it('shows the items of an ordering, which give no other question away', () => {
  const other = asQuestion({
    ...exact_answer,
    id: 'autre',
    stem: 'Dans quel état est un Pod supprimé définitivement ?',
  })
  const items = ['un Pod supprimé définitivement', 'deux', 'trois']
  expect(possibleEnemies([asQuestion({ ...ordering, order: items }), other])).toEqual([])
})
