import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admissibleChoices } from '#core/attempts/answer.ts'
import { drawPaper } from '#core/exams/draw.ts'
import { letteredTicks, lettersByPart, lettersOf, readLetters, readPaper } from '#core/exams/paper.ts'
import { countTyped } from '#core/grading/typed-answers.ts'
import { Refusal } from '#core/refusal.ts'
import { flagsOf } from '#core/statistics/flags.ts'
import { examStatistics } from '#core/statistics/statistics.ts'
import { answerTypes, asQuestion } from '../setup/answer-types.ts'

const cloze = {
  id: 'q',
  type: 'cloze' as const,
  choices: ['1b', '1a', '2c', '2a', '2b'].map((id) => ({ id, part: id.charAt(0) })),
}
const ordering = {
  id: 'q',
  type: 'ordering' as const,
  choices: [{ id: 'c' }, { id: 'a' }, { id: 'b' }],
  parts: [{ id: '1' }, { id: '2' }, { id: '3' }],
}
const exact = { id: 'q', type: 'exact_answer' as const, choices: [], typed: {}, certainty: 3 }

describe('an answer', () => {
  const kept = (question: Parameters<typeof admissibleChoices>[0][number], choices: string[]) => {
    try {
      return admissibleChoices([question], { questionId: 'q', choices })
    } catch (error) {
      return error instanceof Refusal ? error.code : error
    }
  }
  it.each([
    [cloze, ['2a', '1b', '2a'], ['1b', '2a']],
    [cloze, [], []],
    [cloze, ['1a', '1b'], 'invalid_request'],
    [cloze, ['3a'], 'choice_not_in_question'],
    [ordering, ['3a', '1b', '2c'], ['1b', '2c', '3a']],
    [ordering, ['2c'], ['2c']],
    [ordering, ['1a', '2a'], 'invalid_request'],
    [ordering, ['1a', '1b'], 'invalid_request'],
    [{ ...ordering, type: 'matching' as const }, ['1a', '2a'], ['1a', '2a']],
    [exact, ['= ls  -l ', '~2'], ['=ls  -l', '~2']],
    [exact, ['=', '~2'], []],
    [exact, [], []],
    [exact, ['a'], 'choice_not_in_question'],
    [exact, ['=a', '=b'], 'invalid_request'],
    [exact, ['=a\u0007'], 'invalid_request'],
    [exact, ['=a', '~1', '~2'], 'invalid_request'],
  ])('%o, %o: %o', (question, choices, expected) => {
    expect(kept(question, choices)).toEqual(expected)
  })
})

describe('a copy', () => {
  const questions = Object.values(answerTypes).map(asQuestion)
  const paperOf = (seed: string, shuffleChoices: boolean) => {
    const drawn = drawPaper({ questions, shuffleQuestions: false, shuffleChoices, seed })
    return Object.fromEntries(drawn.map(({ questionId, choiceIds }) => [questionId, choiceIds]))
  }

  it('lists the options of each gap together, those of an ordering or a matching once, and none of an exact answer', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (seed, isShuffled) => {
        const paper = paperOf(seed, isShuffled)
        expect(paper.trous?.map((id) => id.charAt(0)).join('')).toBe('11122')
        expect(paper.trous?.toSorted()).toEqual(['1a', '1b', '1c', '2a', '2b'])
        expect(paper.ordre?.toSorted()).toEqual(['a', 'b', 'c', 'd'])
        expect(paper.paires?.toSorted()).toEqual(['a', 'b', 'c'])
        expect(paper.commande).toEqual([])
      }),
    )
  })

  it('keeps the order of the author, but for an ordering, which is neither in its order nor the other way round', () => {
    const papers = Array.from({ length: 200 }, (_, index) => paperOf(`${index}`, false))
    expect(papers.every(({ paires, trous }) => paires?.join('') === 'abc' && trous?.join('') === '1a1b1c2a2b')).toBe(
      true,
    )
    const orders = new Set(papers.map(({ ordre }) => ordre?.join('')))
    expect(orders.size).toBe(22)
    expect([orders.has('abcd'), orders.has('dcba')]).toEqual([false, false])
  })

  it('asks two items the only way that is not their order, and one as it is', () => {
    const [ordre] = questions.filter(({ type }) => type === 'ordering')
    const short = (count: number) => {
      const choices = (ordre?.choices ?? []).filter(
        ({ part = '', option = '' }) => Number(part) <= count && 'abcd'.indexOf(option) < count,
      )
      const drawn = drawPaper({
        questions: [{ id: 'q', type: 'ordering', choices }],
        shuffleQuestions: false,
        shuffleChoices: true,
        seed: 's',
      })
      return drawn[0]?.choiceIds
    }
    expect([short(2), short(1)]).toEqual([['b', 'a'], ['a']])
  })
})

describe('letters', () => {
  it.each([
    [cloze, 'AC', ['1b', '2b']],
    [cloze, 'b-', ['1a']],
    [cloze, '-b', ['2a']],
    [cloze, '', []],
    [ordering, 'BCA', ['1a', '2b', '3c']],
    [{ ...ordering, certainty: 3 }, 'b-a2', ['1a', '3c', '~2']],
    [exact, ' ls -l ', ['=ls -l']],
    [exact, 'ls -l ~2', ['=ls -l', '~2']],
    [exact, '', []],
    [{ ...exact, certainty: undefined }, 'ls ~2', ['=ls ~2']],
  ])('%o, « %s »: %o', (question, typed, ticked) => {
    expect(readLetters(typed, question)).toEqual({ ticked })
  })

  it.each([
    [cloze, 'C', 'letter'],
    [cloze, 'AAA', 'letter'],
    [cloze, '!', 'letter'],
    [ordering, 'AAB', 'letter'],
    [ordering, 'ABC4', 'certainty'],
    [{ ...cloze, certainty: 3 }, '--1', 'certainty'],
    [exact, 'ls ~4', 'certainty'],
    [exact, 'a\u0007', 'letter'],
  ])('%o, « %s » is refused: %s', (question, typed, fault) => {
    expect(readLetters(typed, question)).toEqual({ fault })
  })

  it('come back as they were typed, without the dashes of the last blanks', () => {
    const ids = (question: typeof cloze | typeof ordering) => question.choices.map(({ id }) => id)
    expect(lettersOf(['1b', '2b', '~3'], ids(cloze))).toBe('AC3')
    expect(lettersOf(['2a'], ids(cloze))).toBe('-B')
    expect(lettersOf(['1a', '3c'], ids(ordering))).toBe('B-A')
    expect(lettersOf(['=ls -l', '~2'], [])).toBe('ls -l ~2')
    expect(lettersOf(['=ls'], [])).toBe('ls')
    expect(letteredTicks(['b', 'a'], ['c', 'a', 'b'])).toEqual(['B', 'C'])
    expect(letteredTicks(['4z'], ['c', 'a'])).toEqual(['-', '-', '-', '-'])
    expect(lettersByPart(ordering).map((column) => column.join())).toEqual(['1c,1a,1b', '2c,2a,2b', '3c,3a,3b'])
    expect(readPaper([cloze], { q: 'AC' })).toEqual({ answers: [{ questionId: 'q', choices: ['1b', '2b'] }] })
  })
})

it('counts what was typed and nobody wrote down, the most frequent first', () => {
  const { choices, typed } = asQuestion(answerTypes.exact_answer)
  const said = ['=kubectl get pods -A', '=k get po', '=ls', '=k  get po', '=kubectl get pods', '']
  const { ids, others } = countTyped(
    { choices, typed },
    said.map((one) => (one === '' ? [] : [one])),
  )
  expect(ids).toEqual(['a', '=k get po', '=ls', '=k get po', 'c', null])
  expect(others).toEqual([
    { id: '=k get po', text: 'k get po', count: 2 },
    { id: '=ls', text: 'ls', count: 1 },
  ])
  expect(countTyped({ choices: [] }, [['=A'], ['=a']]).others).toHaveLength(2)
})

it('says of each choice the part it answers', () => {
  const choices = [
    { id: '1a', part: '1', correct: true },
    { id: '1b', part: '1', correct: false },
  ]
  const answer = (id: string, mark: number) => [{ mark, isBlank: false, ticked: [id] }]
  const responses = [answer('1a', 1), answer('1b', 0), answer('1a', 1)]
  const { items } = examStatistics({ items: [{ id: 'q', maximum: 1, isSingle: true, choices }], responses })
  expect(items[0]?.choices.map(({ id, part, count }) => [id, part, count])).toEqual([
    ['1a', '1', 2],
    ['1b', '1', 1],
  ])
})

describe('flags of a question in parts', () => {
  const value = (number: number) => ({ value: number })
  const figures = {
    ...{
      n: 100,
      isSingle: true,
      facility: value(0.6),
      facilityInterval: null,
      itemRest: value(0.4),
      guess: value(0.25),
      blanks: 0,
    },
  }
  const choice = (id: string, share: number, upper = share) => ({
    ...{ id, part: id.charAt(0), correct: id.endsWith('a'), count: Math.round(share * 100), share: value(share) },
    ...{ meanMark: value(10), pointBiserial: value(0.3), upperShare: value(upper), lowerShare: value(share) },
  })

  it('are told part by part', () => {
    const choices = [choice('1a', 0.9), choice('1b', 0.1), choice('2a', 0.4), choice('2b', 0.6, 0.7), choice('2c', 0)]
    expect(flagsOf({ ...figures, choices })).toEqual([
      { code: 'key_suspect', choice: '2b', count: 60, n: 100 },
      { code: 'dead_distractor', choice: '2c' },
    ])
  })

  it('of an exact answer know no dead distractor', () => {
    const choices = [
      { ...choice('a', 0.6), part: undefined },
      { ...choice('b', 0), part: undefined },
    ]
    expect(flagsOf({ ...figures, choices })).toEqual([{ code: 'dead_distractor', choice: 'b' }])
    expect(flagsOf({ ...figures, isTyped: true, choices })).toEqual([])
  })
})
