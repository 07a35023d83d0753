import { describe, expect, it } from 'vitest'
import { assess, withoutRetakes } from '#core/assessment/assessment.ts'
import { countedExams } from '#core/assessment/counted-exam.ts'
import { examsOfParts, unreadExams } from '#core/assessment/exams-of-rules.ts'
import { courseRules, weightedMeanRules } from '#core/assessment/presets.ts'
import {
  type AssessmentRules,
  type Entry,
  examIdsOf,
  type Part,
  type RetakePolicy,
  type SatExam,
  type Source,
} from '#core/assessment/rules.ts'
import { writeWorking } from '#core/assessment/written-working.ts'
import { requireRetakeOf } from '#core/exams/retake.ts'

const hand: Source = { kind: 'hand' }
const exam: Source = { kind: 'exam', examId: 'e' }
const project: Source = { kind: 'project', projectId: 'p' }
const waves = (several: 'choose' | 'best' | 'last'): Source => ({ kind: 'exams', examIds: ['a', 'b'], several })
const part = (id: string, source: Source, more: Partial<Part> = {}): Part => ({
  ...{ id, name: id, coefficient: '1', role: 'weighted', minimum: null, effects: {} },
  content: { kind: 'mark', source },
  ...more,
})
const rules = (parts: Part[], more: Partial<AssessmentRules> = {}): AssessmentRules => ({
  ...weightedMeanRules([]),
  parts,
  ...more,
})
type Said = string | Partial<Entry>
const entryOf = (said: Said): Entry => ({
  ...{ status: 'present', mark: null, retake: null },
  ...(typeof said === 'string' ? { mark: said } : said),
})
const marksOf = (said: Record<string, Said>) => ({
  entries: Object.fromEntries(Object.entries(said).map(([id, each]) => [id, entryOf(each)])),
  jury: null,
})
const graded = (under: AssessmentRules, said: Record<string, Said>) => assess(under, marksOf(said))
const inWords = (under: AssessmentRules, said: Record<string, Said>, language: 'fr' | 'en' = 'fr') =>
  writeWorking(graded(under, said).working, language)

describe('the mark of a retake', () => {
  const policies: Record<string, RetakePolicy> = {
    best: { kind: 'best' },
    last: { kind: 'last' },
    capped: { kind: 'capped', cap: '10' },
  }
  const under = (policy: string) => rules([part('QCM', hand)], { retake: policies[policy] as RetakePolicy })
  // First mark or status, retake, what counts in hundredths, its line.
  it.each([
    ['best', '3.75', '14', 1400, 'QCM : 3,75 puis 14,00 au rattrapage, la meilleure → 14,00'],
    ['best', '9', '6', 900, 'QCM : 9,00 puis 6,00 au rattrapage, la meilleure → 9,00'],
    ['last', '9', '6', 600, 'QCM : 9,00 puis 6,00 au rattrapage, la dernière → 6,00'],
    [
      ...(['capped', '3.75', '14', 1000] as const),
      'QCM : 3,75 puis 14,00 au rattrapage, la meilleure, le rattrapage plafonné à 10,00 → 10,00',
    ],
    [
      ...(['capped', '11', '14', 1100] as const),
      'QCM : 11,00 puis 14,00 au rattrapage, la meilleure, le rattrapage plafonné à 10,00 → 11,00',
    ],
    [
      ...(['capped', '8', '6', 800] as const),
      'QCM : 8,00 puis 6,00 au rattrapage, la meilleure, le rattrapage plafonné à 10,00 → 8,00',
    ],
    ['best', 'abi', '14', 1400, 'QCM : ABI puis 14,00 au rattrapage → 14,00'],
    ['capped', 'abi', '14', 1000, 'QCM : ABI puis 14,00 au rattrapage, plafonné à 10,00 → 10,00'],
    ['capped', 'abj', '14', 1400, 'QCM : ABJ puis 14,00 au rattrapage, comptée comme une première note → 14,00'],
    ['last', 'abj', '6', 600, 'QCM : ABJ puis 6,00 au rattrapage, comptée comme une première note → 6,00'],
    ['capped', 'fraud', '14', 1000, 'QCM : fraude puis 14,00 au rattrapage, plafonné à 10,00 → 10,00'],
    ['best', null, '9', 900, 'QCM : rattrapage 9,00 → 9,00'],
    ['capped', null, '9', 900, 'QCM : rattrapage 9,00, plafonné à 10,00 → 9,00'],
  ] as const)('under « %s », %s then %s', (policy, first, retake, grade, line) => {
    const said = first !== null && /^[a-z]/.test(first) ? { status: first as 'abi' } : { mark: first }
    const result = graded(under(policy), { QCM: { ...said, retake } })
    expect(result).toMatchObject({ status: 'graded', grade })
    expect(writeWorking(result.working, 'fr').split('\n')[0]).toBe(line)
  })
  it('is said in English too', () => {
    expect(inWords(under('capped'), { QCM: { mark: '3.75', retake: '14' } }, 'en')).toContain(
      'QCM: 3.75, then 14.00 at the retake, the best, the retake capped at 10.00 → 10.00',
    )
    expect(inWords(under('best'), { QCM: { status: 'abj', retake: '14' } }, 'en')).toContain(
      'QCM: justified absence, then 14.00 at the retake, counted as a first mark → 14.00',
    )
  })
  it('waits for the absence to be qualified when the cap depends on it', () => {
    expect(graded(under('capped'), { QCM: { retake: '14' } })).toMatchObject({ status: 'missing', what: ['QCM'] })
  })
})

describe('the decision after a retake', () => {
  const one = rules([part('QCM', hand)])
  it.each([
    ['8', '14', 'resit', 'validated'],
    ['8', '9', 'resit', 'failed'],
    [{ status: 'abi' } as const, '14', 'defaulted', 'validated'],
    [{ status: 'abi' } as const, '9', 'defaulted', 'failed'],
    // A first attempt after a justified absence: the student may still be called to the retake.
    [{ status: 'abj' } as const, '9', undefined, 'resit'],
  ])('%j then %s: %s → %s', (first, retake, before, after) => {
    const marks = marksOf({ QCM: { ...entryOf(first), retake } })
    expect(assess(one, marks)).toMatchObject({ decision: after })
    const earlier = withoutRetakes(marks)
    expect(earlier && assess(one, earlier)).toMatchObject(before ? { decision: before } : { status: 'missing' })
  })
  it('has no before without a retake', () => {
    expect(withoutRetakes(marksOf({ QCM: '8' }))).toBeNull()
  })
})

const sat = (examId: string, mark: string | null, more: Partial<SatExam> = {}): SatExam => ({
  ...{ examId, title: examId.toUpperCase(), session: 'first', mark, at: null },
  ...more,
})

describe('several exams of one component', () => {
  const under = (several: 'choose' | 'best' | 'last', more: Partial<AssessmentRules> = {}) =>
    rules([part('QCM', waves(several))], more)
  const both = [sat('a', '9', { at: '2026-12-02' }), sat('b', '11.5', { at: '2026-12-01' })]
  it.each([
    ['choose', [sat('a', '9'), sat('b', null)], null, 900, 'QCM : A, 9,00'],
    ['best', both, null, 1150, 'QCM : B, 11,50, la meilleure (non retenu\u202f: A 9,00)'],
    ['last', both, null, 900, 'QCM : A, 9,00, la dernière (non retenu\u202f: B 11,50)'],
    ['choose', both, 'b', 1150, 'QCM : B, 11,50, choisie (non retenu\u202f: A 9,00)'],
  ] as const)('under « %s »: the one that counts is said', (several, exams, chosen, grade, line) => {
    const result = graded(under(several), { QCM: { exams, chosen } })
    expect(result).toMatchObject({ status: 'graded', grade })
    expect(writeWorking(result.working, 'fr').split('\n')[0]).toBe(line)
  })
  it('waits for a choice when a student has two marks, and says between what', () => {
    const result = graded(under('choose'), { QCM: { exams: both, chosen: 'elsewhere' } })
    expect(result).toMatchObject({ status: 'missing', what: ['QCM'] })
    expect(writeWorking(result.working, 'fr')).toBe('QCM : A 9,00, B 11,50, à choisir')
    expect(writeWorking(result.working, 'en')).toBe('QCM: A 9.00, B 11.50, to be chosen')
  })
  it('says no exam beside a status that decides instead', () => {
    expect(inWords(under('choose'), { QCM: { status: 'abi', exams: both } })).toBe('QCM : ABI, bloque le résultat')
  })
  it('takes the first of equal marks, and the later in the list when nothing says when', () => {
    const equal = [sat('a', '9'), sat('b', '9')]
    expect(countedExams(waves('best'), { kind: 'best' }, { exams: equal }).first?.examId).toBe('a')
    expect(countedExams(waves('last'), { kind: 'best' }, { exams: equal }).first?.examId).toBe('b')
    expect(countedExams(exam, { kind: 'best' }, {})).toEqual({ first: null, second: null, why: 'none' })
    expect(countedExams(exam, { kind: 'best' }, { exams: equal }).why).toBe('undecided')
  })
  it('then a retake, which replaces none of them before', () => {
    const exams = [sat('a', '3.75'), sat('r', '14', { session: 'second' })]
    const capped = under('choose', { retake: { kind: 'capped', cap: '10' } })
    expect(inWords(capped, { QCM: { exams } })).toBe(
      'QCM : A, 3,75\nQCM : 3,75 puis 14,00 au rattrapage, la meilleure, le rattrapage plafonné à 10,00 → 10,00\n1 × 10,00 = 10 → 10,00',
    )
    const earlier = withoutRetakes(marksOf({ QCM: { exams, retake: '14' } }))
    expect(earlier && assess(capped, earlier)).toMatchObject({ grade: 375, decision: 'resit' })
  })
  it.each([
    ['best', '12'],
    ['capped', '12'],
    ['last', '7'],
  ] as const)('of two retakes, under « %s », counts %s', (kind, mark) => {
    const retakes = [sat('r', '12', { session: 'second' }), sat('s', '7', { session: 'second' })]
    const policy = kind === 'capped' ? { kind, cap: '10' } : { kind }
    expect(countedExams(exam, policy, { exams: retakes }).second?.mark).toBe(mark)
  })
  it('keeps a retake typed by hand while no exam gives one, and takes the exam’s from then on', () => {
    const single = rules([part('QCM', exam)])
    const typed = { mark: '8', retake: '12' }
    expect(graded(single, { QCM: { ...typed, exams: [sat('e', '8')] } })).toMatchObject({ grade: 1200 })
    const exams = [sat('e', '8'), sat('r', '11', { session: 'second' })]
    expect(graded(single, { QCM: { ...typed, exams } })).toMatchObject({ grade: 1100 })
    // Once the component is marked by hand, what the exams gave is no longer its mark.
    expect(graded(rules([part('QCM', hand)]), { QCM: { ...typed, exams } })).toMatchObject({ grade: 1200 })
  })
  // Under « best » or capped, which mark counts depends on one that is not known: the retake alone would be signed.
  it.each([
    ['best', 'not marked yet', [sat('a', null)], 'missing'],
    ['capped', 'not marked yet', [sat('a', null)], 'missing'],
    ['last', 'not marked yet', [sat('a', null)], 'graded'],
    ['best', 'to be chosen among two', both, 'missing'],
    ['capped', 'to be chosen among two', both, 'missing'],
    ['last', 'to be chosen among two', both, 'graded'],
    ['best', 'never sat', [], 'graded'],
  ] as const)('a retake, under « %s », while the first mark is %s: %#', (kind, _, firsts, status) => {
    const policy = kind === 'capped' ? { kind, cap: '10' } : { kind }
    const exams = [...firsts, sat('r', '4', { session: 'second' })]
    const result = graded(under('choose', { retake: policy }), { QCM: { exams, retake: '4' } })
    expect(result).toMatchObject({ status, ...(status === 'missing' ? { what: ['QCM'] } : { grade: 400 }) })
    // Typed by hand, it waits as well.
    const typed = graded(under('choose', { retake: policy }), { QCM: { exams: firsts, retake: '4' } })
    expect(typed.status).toBe(status)
  })
  it('are named by the rules, whatever the kind of the source', () => {
    expect([exam, waves('best'), project, hand].map(examIdsOf)).toEqual([['e'], ['a', 'b'], [], []])
  })
})

describe('the exams that the components read', () => {
  const linked = (id: string, retakeOfId: string | null = null) => ({ id, retakeOfId })
  const first = part('QCM', waves('best'))
  it('are those listed, and the retakes of those', () => {
    const exams = [linked('a'), linked('b'), linked('r', 'b'), linked('x'), linked('y', 'x')]
    expect(examsOfParts(rules([first]), exams).get('QCM')).toEqual({ first: ['a', 'b'], second: ['r'] })
    expect(unreadExams(rules([first]), exams)).toEqual([linked('x'), linked('y', 'x')])
  })
  it('read a retake that is listed beside its exam as a retake', () => {
    const exams = [linked('a'), linked('b', 'a')]
    expect(examsOfParts(rules([first]), exams).get('QCM')).toEqual({ first: ['a'], second: ['b'] })
  })
  it('are read once, however often a component lists them', () => {
    const twice = part('QCM', { kind: 'exams', examIds: ['a', 'a', 'b', 'a'], several: 'choose' })
    expect(examsOfParts(rules([twice]), [linked('a'), linked('b', 'a')]).get('QCM')).toEqual({
      first: ['a'],
      second: ['b'],
    })
  })
  it('are found in a time that grows with the components, not with their square', () => {
    const parts = Array.from({ length: 5_000 }, (_, at) => part(`p${at}`, { kind: 'exam', examId: `e${at % 3}` }))
    const before = performance.now()
    expect(examsOfParts(rules(parts), [linked('e0'), linked('e3', 'e0')]).get('p0')?.second).toEqual(['e3'])
    expect(performance.now() - before).toBeLessThan(1_000)
  })
  it('leave a retake to the component that reads it by itself', () => {
    const exams = [linked('e'), linked('r', 'e')]
    const other = part('Session 2', { kind: 'exam', examId: 'r' })
    const read = examsOfParts(rules([part('QCM', exam), other, part('Oral', hand)]), exams)
    expect([...read]).toEqual([
      ['QCM', { first: ['e'], second: [] }],
      ['Session 2', { first: ['r'], second: [] }],
      ['Oral', { first: [], second: [] }],
    ])
  })
  it('are linked to a first exam only', () => {
    const of = { id: 'e', retakeOfId: null }
    expect(requireRetakeOf({ examId: 'r', retakeCount: 0, of })).toBeUndefined()
    for (const wrong of [
      { examId: 'e', retakeCount: 0, of },
      { examId: 'r', retakeCount: 1, of },
      { examId: 'r', retakeCount: 0, of: { id: 'e', retakeOfId: 'd' } },
    ])
      expect(() => requireRetakeOf(wrong)).toThrow('retake_of_retake')
  })
})

describe('a floor and a ceiling of a component', () => {
  const bounds = { floor: '5', ceiling: '16' }
  const bounded = rules([part('QCM', hand, bounds), part('Oral', hand)])
  it.each([
    ['4', 'QCM : 4,00, relevée au plancher 5,00', 750],
    ['5', null, 750],
    ['10', null, 1000],
    ['16', null, 1300],
    ['18', 'QCM : 18,00, ramenée au plafond 16,00', 1300],
  ])('%s', (mark, line, grade) => {
    const result = graded(bounded, { QCM: mark, Oral: '10' })
    expect(result).toMatchObject({ grade })
    const [first] = writeWorking(result.working, 'fr').split('\n')
    expect(first?.startsWith('QCM') ? first : null).toBe(line)
  })
  it('are applied after the retake and before the minimum', () => {
    const strict = rules([part('QCM', hand, { ...bounds, minimum: '5' })])
    expect(graded(strict, { QCM: { mark: '2', retake: '4' } })).toMatchObject({ grade: 500, failures: [] })
    expect(graded(strict, { QCM: { mark: '2', retake: '18' } })).toMatchObject({ grade: 1600 })
    expect(inWords(strict, { QCM: '18' }, 'en')).toContain('QCM: 18.00, lowered to the ceiling 16.00')
  })
  it('raise no zero of a status', () => {
    expect(graded(bounded, { QCM: { status: 'fraud' }, Oral: '10' })).toMatchObject({ grade: 500 })
  })
  it('hold for a group, on its mean', () => {
    const content = {
      kind: 'group',
      keep: { kind: 'all' },
      compensation: 'full',
      parts: [part('TP1', hand), part('TP2', hand)],
    } as const
    const tree = rules([{ ...part('TP', hand, bounds), content }])
    expect(graded(tree, { TP1: '2', TP2: '4' })).toMatchObject({ grade: 500 })
    expect(graded(tree, { TP1: { status: 'abj' }, TP2: { status: 'abj' } })).toMatchObject({ status: 'missing' })
  })
})

describe('when only marks of a team are left', () => {
  const course = courseRules({ exam, project })
  const weigh = (parts: Part[], more: Partial<AssessmentRules> = {}) => rules(parts, more)
  const abj = { status: 'abj' } as const
  it('there is no result: ABJ at the only individual exam blocks', () => {
    const result = graded(course, { qcm: abj, projet: '15' })
    expect(result).toMatchObject({
      status: 'blocked',
      decision: 'defaulted',
      because: [{ part: 'qcm', status: 'abj' }],
    })
    expect(writeWorking(result.working, 'fr')).toBe(
      'QCM : ABJ, neutralisé\nIl ne reste que des notes d’équipe\u202f: pas de résultat sans épreuve individuelle',
    )
    expect(writeWorking(result.working, 'en')).toContain('no result without an individual assessment')
  })
  it.each([
    ['exempt from the exam', [part('q', exam), part('p', project)], { q: { status: 'exempt' } }, 'blocked'],
    ['not graded yet', [part('q', exam), part('p', project)], { q: abj, p: { mark: null } }, 'blocked'],
    ['the retake was sat', [part('q', exam), part('p', project)], { q: { ...abj, retake: '12' } }, 'graded'],
    ['an absence counted as zero', [part('q', exam), part('p', project)], { q: { status: 'fraud' } }, 'graded'],
    ['another individual mark', [part('q', exam), part('o', hand), part('p', project)], { q: abj, o: '9' }, 'graded'],
    ['another one to come', [part('q', exam), part('o', hand), part('p', project)], { q: abj }, 'missing'],
    ['both left out', [part('q', exam), part('o', hand), part('p', project)], { q: abj, o: abj }, 'blocked'],
    [
      'a bonus is none',
      [part('q', exam), part('b', hand, { role: 'added' }), part('p', project)],
      { q: abj },
      'blocked',
    ],
    [
      ...(['a coefficient of zero is none'] as const),
      ...([[part('q', exam), part('o', hand, { coefficient: '0' }), part('p', project)], { q: abj, o: '9' }] as const),
      'blocked',
    ],
    ['nothing individual in the rules', [part('p', project)], {}, 'graded'],
    ['the team’s mark left out too', [part('q', exam), part('p', project)], { q: abj, p: abj }, 'missing'],
    ['no team in the rules', [part('q', exam), part('o', hand)], { q: abj, o: '12' }, 'graded'],
  ] as [string, Part[], Record<string, Said>, string][])('%s: %#', (_, parts, said, status) => {
    expect(graded(weigh(parts), { p: '15', ...said }).status).toBe(status)
  })
  it('looks into groups', () => {
    const content = {
      kind: 'group',
      keep: { kind: 'all' },
      compensation: 'full',
      parts: [part('q', exam)],
    } as const
    const tree = weigh([{ ...part('g', hand), content }, part('p', project)])
    expect(graded(tree, { q: abj, p: '15' })).toMatchObject({ status: 'blocked' })
  })
  it('lets ABI block by itself, said once', () => {
    expect(inWords(course, { qcm: { status: 'abi' }, projet: '15' })).toBe('QCM : ABI, bloque le résultat')
  })
  it('may decide in rules that do not require an individual component, as those of before', () => {
    const { individualRequired: _, ...before } = course
    expect(graded(before, { qcm: abj, projet: '15' })).toMatchObject({ status: 'graded', grade: 1500 })
  })
})

describe('one rounding over the whole chain', () => {
  const course = courseRules({ exam, project })
  it.each([
    // The exam to the quarter would have made 9,25, the mean 9,75 and the grade 10.
    ['55/6', '10.25', 950, '0,5 × 9,1666… + 0,5 × 10,25 = 9,7083… → 9,5'],
    ['9.25', '10.25', 1000, '0,5 × 9,25 + 0,5 × 10,25 = 9,75 → 10,0'],
    ['9.17', '10.25', 950, '0,5 × 9,17 + 0,5 × 10,25 = 9,71 → 9,5'],
    ['28/3', '31/3', 1000, '0,5 × 9,3333… + 0,5 × 10,3333… = 9,8333… → 10,0'],
  ])('%s and %s give %s', (qcm, projet, grade, line) => {
    const result = graded(course, { qcm, projet })
    expect(result).toMatchObject({ grade })
    expect(writeWorking(result.working, 'fr')).toBe(line)
  })
})
