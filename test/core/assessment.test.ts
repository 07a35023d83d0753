import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assess } from '#core/assessment/assessment.ts'
import { gradeDecisions, mentionIds } from '#core/assessment/decision.ts'
import { courseRules, weightedMeanRules } from '#core/assessment/presets.ts'
import {
  type AssessmentRules,
  type Entry,
  effects,
  entryStatuses,
  type Group,
  type JuryPoints,
  type Part,
} from '#core/assessment/rules.ts'
import { writeWorking } from '#core/assessment/written-working.ts'

const hand = { kind: 'hand' } as const
const part = (id: string, coefficient: string, more: Partial<Part> = {}): Part => ({
  id,
  name: id,
  coefficient,
  role: 'weighted',
  minimum: null,
  effects: {},
  content: { kind: 'mark', source: hand },
  ...more,
})
const group = (id: string, coefficient: string, parts: Part[], more: Partial<Group> = {}): Part =>
  part(id, coefficient, { content: { kind: 'group', parts, keep: { kind: 'all' }, compensation: 'full', ...more } })
const rules = (parts: Part[], more: Partial<AssessmentRules> = {}): AssessmentRules => ({
  ...weightedMeanRules([]),
  parts,
  ...more,
})
const course = courseRules({ exam: hand, project: hand })

type Said = string | null | Partial<Entry>
const entryOf = (said: Said): Entry => {
  const entry = { status: 'present', mark: null, retake: null } as const
  return typeof said === 'string' ? { ...entry, mark: said } : { ...entry, ...said }
}
const graded = (under: AssessmentRules, said: Record<string, Said>, jury: JuryPoints | null = null) =>
  assess(under, { entries: Object.fromEntries(Object.entries(said).map(([id, entry]) => [id, entryOf(entry)])), jury })
const inWords = (...args: Parameters<typeof graded>) => writeWorking(graded(...args).working, 'fr')

describe('this course: half the exam, half the project, to the half point', () => {
  it('computes 0,5 × 13,25 + 0,5 × 15,50', () => {
    const result = graded(course, { qcm: '13.25', projet: '15.5' })
    expect(result).toMatchObject({
      status: 'graded',
      grade: 1450,
      exact: '115/8',
      decision: 'validated',
      mention: 'bien',
      failures: [],
    })
  })
  it('explains itself, in French and in English', () => {
    const { working } = graded(course, { qcm: '13.25', projet: '15.5' })
    expect(writeWorking(working, 'fr')).toBe('0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5')
    expect(writeWorking(working, 'en')).toBe('0.5 × 13.25 + 0.5 × 15.50 = 14.375 → 14.5')
  })

  it('writes a coefficient as it was typed: a third is no decimal, a zero that was typed stays', () => {
    const typed = rules([part('QCM', '1/3'), part('Projet', '0,50')])
    const { working } = graded(typed, { QCM: '12', Projet: '12' })
    expect(writeWorking(working, 'fr')).toMatch(/^\(1\/3 × 12,00 \+ 0,50 × 12,00\) ÷ /)
    expect(writeWorking(working, 'en')).toMatch(/^\(1\/3 × 12.00 \+ 0.50 × 12.00\) ÷ /)
  })
  it('says each step to a machine', () => {
    expect(graded(course, { qcm: '13.25', projet: '15.5' }).working).toEqual([
      {
        kind: 'mean',
        name: '',
        terms: [
          { name: 'QCM', coefficient: '0.5', mark: '53/4', product: '53/8' },
          { name: 'Projet', coefficient: '0.5', mark: '31/2', product: '31/4' },
        ],
        coefficients: '1',
        added: [],
        value: '115/8',
      },
      { kind: 'rounding', exact: '115/8', grain: 50, direction: 'nearest', grade: 1450 },
    ])
  })
  it('says what is missing, and nothing of a grade', () => {
    expect(graded(course, { qcm: '13' })).toMatchObject({ status: 'missing', what: ['projet'] })
    expect(graded(course, { qcm: null, projet: { mark: null } })).toMatchObject({
      status: 'missing',
      what: ['qcm', 'projet'],
    })
  })
})

describe('the one rounding', () => {
  const single = (grain: number, direction: 'down' | 'nearest' | 'up' = 'nearest') =>
    rules([part('a', '1'), part('b', '1')], { rounding: { grain, direction } })
  it('makes 9.995 a ten, which validates', () => {
    const result = graded(single(1), { a: '9.99', b: '10' })
    expect(result).toMatchObject({ exact: '1999/200', grade: 1000, decision: 'validated', mention: 'passable' })
    expect(writeWorking(result.working, 'fr')).toBe('(1 × 9,99 + 1 × 10,00) ÷ 2 = 9,995 → 10,00')
  })
  it.each([
    [1, 'down', 999, '→ 9,99'],
    [1, 'nearest', 1000, '→ 10,00'],
    [10, 'down', 990, '→ 9,9'],
    [25, 'nearest', 1000, '→ 10,00'],
    [50, 'up', 1000, '→ 10,0'],
    [100, 'down', 900, '→ 9'],
  ] as const)('of 9.995 with a grain of %i hundredths, %s, gives %i', (grain, direction, grade, written) => {
    const result = graded(single(grain, direction), { a: '9.99', b: '10' })
    expect(result).toMatchObject({ grade })
    expect(writeWorking(result.working, 'fr')).toContain(written)
  })
  it('comes once: thirds stay thirds until the end', () => {
    const thirds = rules([group('TP', '1', [part('a', '1'), part('b', '1'), part('c', '1')]), part('d', '2')])
    const result = graded(thirds, { a: '10', b: '10', c: '11', d: '40/3' })
    expect(result).toMatchObject({ exact: '37/3', grade: 1233 })
    expect(writeWorking(result.working, 'fr')).toBe(
      'TP : (1 × 10,00 + 1 × 10,00 + 1 × 11,00) ÷ 3 = 10,3333…\n(1 × 10,3333… + 2 × 13,3333…) ÷ 3 = 12,3333… → 12,33',
    )
  })
})

describe('a status beside the mark', () => {
  const two = rules([part('QCM', '0.5'), part('Projet', '0.5')])
  it('ABI blocks compensation: no grade, défaillant', () => {
    const result = graded(two, { QCM: { status: 'abi' }, Projet: '20' })
    expect(result).toMatchObject({
      status: 'blocked',
      decision: 'defaulted',
      because: [{ part: 'QCM', status: 'abi' }],
    })
    expect(writeWorking(result.working, 'fr')).toBe('QCM : ABI, bloque le résultat')
  })
  it('ABI blocks before anything missing is asked for', () => {
    expect(graded(two, { QCM: { status: 'abi' } })).toMatchObject({ status: 'blocked' })
  })
  it('ABJ is neutral: the mean is that of the other parts', () => {
    const result = graded(two, { QCM: { status: 'abj' }, Projet: '13.25' })
    expect(result).toMatchObject({ status: 'graded', grade: 1325 })
    expect(writeWorking(result.working, 'fr')).toBe('QCM : ABJ, neutralisé\n0,5 × 13,25 ÷ 0,5 = 13,25 → 13,25')
  })
  it('exempt is neutral, fraud and not submitted count as zero', () => {
    expect(graded(two, { QCM: { status: 'exempt' }, Projet: '12' })).toMatchObject({ grade: 1200 })
    expect(graded(two, { QCM: { status: 'fraud' }, Projet: '12' })).toMatchObject({ grade: 600 })
    expect(inWords(two, { QCM: { status: 'not_submitted' }, Projet: '12' })).toBe(
      'QCM : non rendu, compte 0\n0,5 × 0,00 + 0,5 × 12,00 = 6 → 6,00',
    )
  })
  it('prevails over a mark entered before', () => {
    expect(graded(two, { QCM: { status: 'fraud', mark: '18' }, Projet: '12' })).toMatchObject({ grade: 600 })
  })
  it('does what the part says where the part differs', () => {
    const strict = rules([part('QCM', '1', { effects: { abi: 'zero' } }), part('Projet', '1')])
    expect(graded(strict, { QCM: { status: 'abi' }, Projet: '12' })).toMatchObject({ grade: 600 })
    expect(graded(strict, { QCM: '12', Projet: { status: 'abi' } })).toMatchObject({ status: 'blocked' })
  })
  it('is said in words for every status and every effect, in both languages', () => {
    const lines = new Set<string>()
    for (const status of entryStatuses.slice(1)) {
      for (const effect of effects) {
        const own = rules([part('QCM', '1', { effects: { [status]: effect } }), part('Projet', '1')])
        const { working } = graded(own, { QCM: { status }, Projet: '12' })
        for (const language of ['fr', 'en'] as const) lines.add(`${writeWorking(working, language)}`)
      }
    }
    expect([...lines].join()).not.toContain('undefined')
    expect(lines.size).toBe(5 * 3 * 2)
  })
  it('leaves nothing to compute from when every part is neutral', () => {
    const nothing = { QCM: { status: 'abj' }, Projet: { status: 'exempt' } } as const
    expect(graded(two, nothing)).toMatchObject({ status: 'missing', what: ['QCM', 'Projet'] })
    expect(inWords(two, nothing)).toBe('QCM : ABJ, neutralisé\nProjet : dispensé, neutralisé')
  })
  it('neutralises a group when all of it is neutral', () => {
    const tree = rules([group('TP', '1', [part('TP1', '1'), part('TP2', '1')]), part('QCM', '1')])
    expect(graded(tree, { TP1: { status: 'abj' }, TP2: { status: 'abj' }, QCM: '11' })).toMatchObject({ grade: 1100 })
  })
})

describe('a retake', () => {
  const under = (retake: AssessmentRules['retake']) => rules([part('QCM', '1')], { retake })
  const capped = under({ kind: 'capped', cap: '10' })
  it.each([
    ['best', under({ kind: 'best' }), '8', '6', 800],
    ['best', under({ kind: 'best' }), '8', '12', 1200],
    ['last', under({ kind: 'last' }), '8', '6', 600],
    ['capped', capped, '8', '14', 1000],
    ['capped', capped, '8', '9', 900],
    ['capped', capped, '8', '6', 800],
    ['capped', capped, '11', '14', 1100],
  ] as const)('under « %s »', (_, policy, mark, retake, grade) => {
    expect(graded(policy, { QCM: { mark, retake } })).toMatchObject({ grade })
  })
  it('capped says so', () => {
    expect(inWords(capped, { QCM: { mark: '8', retake: '14' } })).toBe(
      'QCM : 8,00 puis 14,00 au rattrapage, la meilleure, le rattrapage plafonné à 10,00 → 10,00\n1 × 10,00 = 10 → 10,00',
    )
  })
  it('lifts an unjustified absence, capped', () => {
    expect(graded(capped, { QCM: { status: 'abi', retake: '14' } })).toMatchObject({ grade: 1000 })
  })
  it('is a first try after a justified absence: not capped', () => {
    expect(graded(capped, { QCM: { status: 'abj', retake: '14' } })).toMatchObject({ grade: 1400 })
    expect(inWords(capped, { QCM: { status: 'abj', retake: '14' } })).toContain(
      'QCM : ABJ puis 14,00 au rattrapage, comptée comme une première note → 14,00',
    )
  })
  it('counts alone when the first mark never came', () => {
    expect(graded(under({ kind: 'best' }), { QCM: { mark: null, retake: '9' } })).toMatchObject({ grade: 900 })
  })
})

describe('a minimum (note éliminatoire)', () => {
  const eliminatory = rules([part('QCM', '1', { minimum: '7' }), part('Projet', '1')])
  it('does not lower the grade, but the grade does not validate', () => {
    const result = graded(eliminatory, { QCM: '6.5', Projet: '18' })
    expect(result).toMatchObject({
      grade: 1225,
      decision: 'resit',
      mention: null,
      failures: [{ part: 'QCM', reason: 'below_minimum' }],
    })
    expect(writeWorking(result.working, 'fr')).toBe(
      '(1 × 6,50 + 1 × 18,00) ÷ 2 = 12,25 → 12,25\nQCM : 6,50 < 7,00, note éliminatoire',
    )
  })
  it('exactly there is enough', () => {
    expect(graded(eliminatory, { QCM: '7', Projet: '18' })).toMatchObject({ decision: 'validated', failures: [] })
  })
  it('holds for a group, on its exact mean', () => {
    const tree = rules([part('QCM', '9'), { ...group('TP', '1', [part('TP1', '1'), part('TP2', '2')]), minimum: '7' }])
    expect(graded(tree, { QCM: '15', TP1: '7', TP2: '6.99' })).toMatchObject({ failures: [{ part: 'TP' }] })
  })
  it('is not asked of a part that does not count', () => {
    expect(graded(eliminatory, { QCM: { status: 'abj' }, Projet: '18' })).toMatchObject({ decision: 'validated' })
  })
})

describe('compensation', () => {
  const strict = rules([part('QCM', '1'), part('Projet', '1')], { compensation: 'none' })
  it('between parts, by default', () => {
    expect(graded({ ...strict, compensation: 'full' }, { QCM: '8', Projet: '14' })).toMatchObject({
      decision: 'validated',
    })
  })
  it('may be refused: each part must reach ten', () => {
    const result = graded(strict, { QCM: '8', Projet: '14' })
    expect(result).toMatchObject({
      grade: 1100,
      decision: 'resit',
      failures: [{ part: 'QCM', reason: 'not_compensated' }],
    })
    expect(writeWorking(result.working, 'fr')).toContain('QCM : 8,00 < 10,00, sans compensation')
    expect(graded(strict, { QCM: '10', Projet: '14' })).toMatchObject({ decision: 'validated' })
  })
})

describe('the best of a group', () => {
  const labs = (keep: Group['keep'], ...coefficients: string[]) =>
    rules([
      group(
        'TP',
        '1',
        coefficients.map((coefficient, index) => part(`TP${index + 1}`, coefficient)),
        { keep },
      ),
    ])
  it('keeps so many, and says what it leaves out', () => {
    const best = labs({ kind: 'best', count: 2 }, '1', '1', '1')
    expect(graded(best, { TP1: '8', TP2: '12', TP3: '15' })).toMatchObject({ grade: 1350 })
    expect(inWords(best, { TP1: '8', TP2: '12', TP3: '15' })).toBe(
      'TP1 : 8,00 non retenu\nTP : (1 × 12,00 + 1 × 15,00) ÷ 2 = 13,5\n1 × 13,50 = 13,5 → 13,50',
    )
  })
  it('or drops the lowest, but never all', () => {
    expect(
      graded(labs({ kind: 'drop_lowest', count: 1 }, '1', '1', '1'), { TP1: '8', TP2: '12', TP3: '15' }),
    ).toMatchObject({ grade: 1350 })
    expect(graded(labs({ kind: 'drop_lowest', count: 5 }, '1', '1'), { TP1: '8', TP2: '12' })).toMatchObject({
      grade: 1200,
    })
    expect(graded(labs({ kind: 'best', count: 0 }, '1', '1'), { TP1: '8', TP2: '12' })).toMatchObject({ grade: 1200 })
  })
  it('keeps all there is when there are fewer', () => {
    expect(graded(labs({ kind: 'best', count: 2 }, '1', '1'), { TP1: '8', TP2: { status: 'abj' } })).toMatchObject({
      grade: 800,
    })
  })
  it('chooses what is best for the student, not the highest marks, when coefficients differ', () => {
    const best = labs({ kind: 'best', count: 2 }, '1', '0.1', '10')
    expect(graded(best, { TP1: '20', TP2: '10', TP3: '10.5' })).toMatchObject({ exact: '210/11' })
  })
  it('never counts a coefficient of zero', () => {
    expect(graded(labs({ kind: 'best', count: 1 }, '0', '1'), { TP1: '20', TP2: '9' })).toMatchObject({ grade: 900 })
    expect(graded(labs({ kind: 'all' }, '0'), { TP1: '20' })).toMatchObject({ status: 'missing', what: [] })
  })
})

describe('a bonus or a malus', () => {
  const withBonus = rules([part('QCM', '1'), part('Bonus', '0.5', { role: 'added' })])
  it('is added to the mean', () => {
    expect(inWords(withBonus, { QCM: '13', Bonus: '1' })).toBe('1 × 13,00 + 0,5 × 1,00 (Bonus) = 13,5 → 13,50')
    expect(inWords(withBonus, { QCM: '13', Bonus: '-1' })).toBe('1 × 13,00 + 0,5 × (-1,00) (Bonus) = 12,5 → 12,50')
  })
  it('never leads above twenty nor below zero', () => {
    expect(graded(withBonus, { QCM: '19.9', Bonus: '2' })).toMatchObject({ grade: 2000 })
    expect(inWords(withBonus, { QCM: '0.5', Bonus: '-2' })).toBe('1 × 0,50 + 0,5 × (-2,00) (Bonus) = -0,5 → 0,00')
  })
  it('that nobody gave is no bonus, and blocks nothing', () => {
    for (const bonus of [null, { status: 'abi' } as const]) {
      expect(graded(withBonus, { QCM: '13', Bonus: bonus })).toMatchObject({ status: 'graded', grade: 1300 })
    }
    expect(graded(withBonus, { QCM: '13' })).toMatchObject({ grade: 1300 })
  })
})

describe('the decision', () => {
  const one = rules([part('QCM', '1')])
  it.each([
    ['9.99', 'resit', null],
    ['10', 'validated', 'passable'],
    ['11.99', 'validated', 'passable'],
    ['12', 'validated', 'assez_bien'],
    ['14', 'validated', 'bien'],
    ['16', 'validated', 'tres_bien'],
    ['20', 'validated', 'tres_bien'],
  ])('on %s is %s, mention %s', (mark, decision, mention) => {
    expect(graded(one, { QCM: mark })).toMatchObject({ decision, mention })
  })
  it('after the final session has no retake left: ajourné', () => {
    expect(graded({ ...one, session: 'final' }, { QCM: '9' })).toMatchObject({ decision: 'failed', mention: null })
  })
  it('has no mention where the course gives none', () => {
    expect(graded({ ...one, mentions: [] }, { QCM: '18' })).toMatchObject({ decision: 'validated', mention: null })
  })
  it('is one of the known words', () => {
    expect([...gradeDecisions, ...mentionIds]).toContain('validated')
  })
  it('takes the points of the jury, with their reason, without rounding again', () => {
    const result = graded(one, { QCM: '9.8' }, { points: 20, reason: 'progression' })
    expect(result).toMatchObject({ grade: 1000, decision: 'validated' })
    expect(writeWorking(result.working, 'fr')).toBe(
      '1 × 9,80 = 9,8 → 9,80 + 0,20 (points de jury : progression) = 10,00',
    )
    expect(inWords(one, { QCM: '9.8' }, { points: -20, reason: 'erreur' })).toContain(' - 0,20 ')
    expect(graded(one, { QCM: '19.9' }, { points: 50, reason: 'progression' })).toMatchObject({ grade: 2000 })
  })
})

describe('whatever the marks', () => {
  const mark = fc.integer({ min: 0, max: 2000 })
  const coefficient = fc.integer({ min: 0, max: 40 }).map((tenths) => `${tenths}/10`)
  const keep = fc.oneof(
    fc.constant({ kind: 'all' } as const),
    fc.record({
      kind: fc.constantFrom('best' as const, 'drop_lowest' as const),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  )
  const tree = fc
    .record({
      outer: fc.array(coefficient, { minLength: 5, maxLength: 5 }),
      keep,
      inner: keep,
      grain: fc.constantFrom(1, 10, 25, 50, 100),
      direction: fc.constantFrom('down' as const, 'nearest' as const, 'up' as const),
    })
    .map(({ outer: [a, b, c, d, e], keep: outerKeep, inner, grain, direction }) =>
      rules(
        [
          part('a', '1'),
          part('b', a as string),
          group('g', b as string, [part('c', c as string), part('d', '1'), part('e', d as string)], { keep: inner }),
          part('f', e as string, { role: 'added' }),
        ],
        { keep: outerKeep, rounding: { grain, direction } },
      ),
    )
  const six = fc.array(mark, { minLength: 6, maxLength: 6 })
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const gradeOf = (under: AssessmentRules, marks: readonly number[]) => {
    const result = graded(under, Object.fromEntries(ids.map((id, index) => [id, `${marks[index]}/100`])))
    return result.status === 'graded' ? result.grade : Number.NaN
  }

  it('a better mark never gives a worse grade', () => {
    fc.assert(
      fc.property(tree, six, fc.nat({ max: 5 }), mark, (under, marks, place, more) => {
        const better = marks.with(place, Math.min((marks[place] as number) + more, 2000))
        expect(gradeOf(under, better)).toBeGreaterThanOrEqual(gradeOf(under, marks))
      }),
      { numRuns: 500 },
    )
  })
  it('the grade is a whole number of grains between zero and twenty', () => {
    fc.assert(
      fc.property(tree, six, (under, marks) => {
        const grade = gradeOf(under, marks)
        expect(grade % under.rounding.grain).toBe(0)
        expect(grade).toBeGreaterThanOrEqual(0)
        expect(grade).toBeLessThanOrEqual(2000)
      }),
    )
  })
})
