import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChosenLevels, type Criterion, rubricMark, rubricWorth } from '#core/projects/rubric.ts'
import { rational, toNumber, zero } from '#core/rational.ts'

const criterion = (id: string, weight: string | null, ...points: string[]): Criterion => ({
  id,
  title: id,
  description: '',
  weight,
  levels: points.map((each, index) => ({ id: `${index}`, label: each, description: '', points: each })),
})
const criteria = [
  criterion('dépôt', '2', '0', '1', '2', '3'),
  criterion('helm', '1', '0', '5'),
  criterion('démo', null, '-1', '0', '0.5'),
]
const marked = (chosen: ChosenLevels) => rubricMark({ criteria }, chosen)

describe("a team's mark", () => {
  it('weighs each criterion by the share of its points, exactly', () => {
    expect(marked({ dépôt: '2', helm: '0' })).toEqual({
      status: 'marked',
      mark: rational(80, 9),
      lines: [
        { criterion: 'dépôt', level: '2', earned: '80/9', most: '40/3' },
        { criterion: 'helm', level: '0', earned: '0', most: '20/3' },
      ],
    })
  })
  it('is twenty when everything is at its best, and no more with a bonus', () => {
    expect(marked({ dépôt: '3', helm: '1' })).toMatchObject({ mark: rational(20) })
    expect(marked({ dépôt: '3', helm: '1', démo: '2' })).toMatchObject({ mark: rational(20) })
  })
  it('adds a bonus and takes a malus as points on twenty, never below zero', () => {
    expect(marked({ dépôt: '0', helm: '1', démo: '2' })).toMatchObject({ mark: rational(43, 6) })
    expect(marked({ dépôt: '0', helm: '0', démo: '0' })).toMatchObject({ mark: zero })
  })
  it('is not given while a criterion has no level, or one that does not exist', () => {
    expect(marked({ helm: '7', démo: '1' })).toEqual({ status: 'missing', what: ['dépôt', 'helm'] })
  })
  it('does not divide by a criterion where nothing can be earned', () => {
    expect(rubricMark({ criteria: [criterion('présence', '1', '0')] }, { présence: '0' })).toMatchObject({ mark: zero })
  })
  it('is not zero when the rubric weighs nothing', () => {
    expect(rubricMark({ criteria: [criterion('démo', null, '1')] }, { démo: '0' })).toEqual({
      status: 'missing',
      what: [],
    })
  })
  it('stays between zero and twenty, and rises with every level', () => {
    const level = (count: number) => fc.integer({ min: 0, max: count - 1 })
    fc.assert(
      fc.property(level(4), level(2), level(3), fc.constantFrom('dépôt', 'helm', 'démo'), (a, b, c, raised) => {
        const of = (chosen: Record<string, number>) => {
          const result = marked(Object.fromEntries(Object.entries(chosen).map(([id, index]) => [id, `${index}`])))
          return result.status === 'marked' ? Number(result.mark.num) / Number(result.mark.den) : Number.NaN
        }
        const chosen: Record<string, number> = { dépôt: a, helm: b, démo: c }
        const most = { dépôt: 3, helm: 1, démo: 2 }[raised] as number
        expect(of(chosen)).toBeGreaterThanOrEqual(0)
        expect(of(chosen)).toBeLessThanOrEqual(20)
        expect(of({ ...chosen, [raised]: most })).toBeGreaterThanOrEqual(of(chosen))
      }),
    )
  })
})

describe('what a rubric is worth', () => {
  it('is said on 20 for each level, a bonus as it is, whatever the unit of the points', () => {
    const criteria = [
      criterion('a', '3', '0', '1', '2'),
      criterion('b', '1', '0', '10'),
      criterion('c', null, '-1', '0.5'),
    ]
    const worth = rubricWorth({ criteria }).map(({ most, levels, ...one }) => ({
      ...one,
      most: toNumber(most),
      levels: levels.map(toNumber),
    }))
    expect(worth).toEqual([
      { id: 'a', isBonus: false, most: 15, levels: [0, 7.5, 15] },
      { id: 'b', isBonus: false, most: 5, levels: [0, 5] },
      { id: 'c', isBonus: true, most: 0.5, levels: [-1, 0.5] },
    ])
    expect(rubricWorth({ criteria: [criterion('z', '1', '0', '0')] }).map(({ most }) => toNumber(most))).toEqual([0])
  })
})
