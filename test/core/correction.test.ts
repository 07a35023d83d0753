import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type Change,
  type Consequences,
  consequencesOf,
  correct,
  type KnownCopy,
  outlookOf,
  type Policy,
  requireUseful,
} from '#core/grading/correction.ts'
import { type Copy, markCopy, type Rules } from '#core/grading/marking.ts'
import { Refusal } from '#core/refusal.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import type { Scale } from '#core/scoring/scale.ts'

/** What must hold for every exam, every class and every correction. Questions are q0 to q4, choices a to d. */
const choiceIds = ['a', 'b', 'c', 'd']
const scales: Scale[] = [
  { kind: 'all_or_nothing' },
  { kind: 'right_minus_wrong', floorAtZero: true },
  { kind: 'right_minus_wrong', floorAtZero: false },
  { kind: 'balanced', floorAtZero: false },
  { kind: 'coverage' },
  { kind: 'negative', wrong: '-1/3', blank: '0' },
  { kind: 'discordance' },
  { kind: 'coherences' },
  { kind: 'amc', single: { m: '-1' }, multiple: { haut: '2' } },
]

const anyKey = fc.subarray(choiceIds, { minLength: 1, maxLength: 3 })
const anyQuestion = fc.record({ key: anyKey, isMultiple: fc.boolean(), points: fc.integer({ min: 0, max: 400 }) })
const anyRules = fc.record({
  questions: fc.array(anyQuestion, { minLength: 1, maxLength: 5 }),
  scale: fc.constantFrom(...scales),
  grain: fc.constantFrom(1, 25, 100),
  rounding: fc.constantFrom('down' as const, 'nearest' as const, 'up' as const),
})

type Drawn = typeof anyRules extends fc.Arbitrary<infer T> ? T : never

const rulesOf = ({ questions, scale, grain, rounding }: Drawn): Rules => ({
  scale,
  markRule: { outOf: 2000, grain, rounding, floor: 0 },
  questions: Object.fromEntries(
    questions.map(({ key, isMultiple, points }, index) => [
      `q${index}`,
      {
        type: isMultiple ? ('multiple' as const) : ('single' as const),
        points,
        choices: choiceIds.map((id) => ({ id, correct: isMultiple ? key.includes(id) : id === key[0] })),
      },
    ]),
  ),
})

const anyTicks = fc.array(fc.subarray(choiceIds), { minLength: 5, maxLength: 5 })
const anyClass = fc.array(anyTicks, { minLength: 1, maxLength: 6 })

/** Copies as they stand after a first marking. */
function markedClass(rules: Rules, ticks: readonly string[][][]): KnownCopy[] {
  const questionIds = Object.keys(rules.questions)
  return ticks.map((ticked, index) => {
    const answers = new Map(questionIds.map((id, place) => [id, ticked[place] ?? []]))
    const copy: Copy = { attemptId: `copy-${index}`, questionIds, answers }
    return { ...copy, before: markCopy(rules, copy).mark }
  })
}

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('key' as const), questionId: fc.constant('q0'), choiceIds: anyKey }),
  fc.record({ kind: fc.constant('accept_also' as const), questionId: fc.constant('q0'), choiceIds: anyKey }),
  fc.record({
    kind: fc.constant('neutralise' as const),
    questionId: fc.constant('q0'),
    how: fc.constantFrom('full' as const, 'removed' as const),
  }),
  fc.record({
    kind: fc.constant('points' as const),
    questionId: fc.constant('q0'),
    points: fc.integer({ min: 0, max: 900 }),
  }),
  fc.record({ kind: fc.constant('scale' as const), scale: fc.constantFrom(...scales) }),
  fc.record({
    kind: fc.constant('question_scale' as const),
    questionId: fc.constant('q0'),
    scale: fc.constantFrom(...scales),
  }),
  fc.constant({ kind: 'void' as const, attemptId: 'copy-0' }),
  fc.record({
    kind: fc.constant('adjust' as const),
    attemptId: fc.constant('copy-0'),
    by: fc.integer({ min: -2500, max: 2500 }),
  }),
)
const anyPolicy: fc.Arbitrary<Policy> = fc.oneof(
  fc.constant({ kind: 'full' as const }),
  fc.constant({ kind: 'never_lower' as const }),
  fc.record({ kind: fc.constant('only_ticked' as const), choiceId: fc.constantFrom(...choiceIds) }),
)
const anyCorrection = fc.record({ drawn: anyRules, ticks: anyClass, change: anyChange, policy: anyPolicy })
type Correction = typeof anyCorrection extends fc.Arbitrary<infer T> ? T : never

const known = { by: { name: 'Nadia', reason: 'clé fausse' } }

/** A correction that is not one (two right answers on a single choice…) is refused, which other tests say. */
function made({ drawn, ticks, change, policy }: Correction) {
  const rules = rulesOf(drawn)
  const copies = markedClass(rules, ticks)
  try {
    return { rules, copies, done: consequencesOf({ rules, change, policy, copies }, known) }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'correction_impossible') return null
    throw error
  }
}

/** Rules are kept as JSON: what counts is what is read back. */
const stored = (rules: Rules): Rules => JSON.parse(JSON.stringify(rules)) as Rules
const afterOf = ({ rows }: Consequences) => Object.fromEntries(rows.map(({ attemptId, after }) => [attemptId, after]))

function holds(property: (of: NonNullable<ReturnType<typeof made>> & { asked: Correction }) => void) {
  fc.assert(
    fc.property(anyCorrection, (asked) => {
      const correction = made(asked)
      fc.pre(correction !== null)
      property({ ...correction, asked })
    }),
    { numRuns: 120 },
  )
}

const remark = (rules: Rules, copies: readonly Copy[]) =>
  Object.fromEntries(
    copies.map((copy) => [
      copy.attemptId,
      rules.voided?.[copy.attemptId] === undefined ? markCopy(rules, copy).mark : null,
    ]),
  )

test('what a preview shows is what the rules it commits give, copy by copy', () => {
  holds(({ copies, done }) => {
    expect(afterOf(done)).toEqual(remark(stored(done.rules), copies))
    for (const [attemptId, { mark }] of done.marks) expect(afterOf(done)[attemptId]).toBe(mark)
  })
})

test('marking again changes nothing, in whatever order the copies, the questions and the ticks come', () => {
  holds(({ copies, done }) => {
    const turned = [...copies].reverse().map(({ attemptId, questionIds, answers }) => ({
      attemptId,
      questionIds: [...questionIds].reverse(),
      answers: new Map([...answers].reverse().map(([id, ticked]) => [id, [...ticked, ...ticked].reverse()])),
    }))
    expect(remark(stored(done.rules), turned)).toEqual(afterOf(done))
  })
})

test('a mark stays between nothing and the maximum, adjustments and promises included', () => {
  holds(({ done }) => {
    for (const { after } of done.rows) {
      if (after === null) continue
      expect(after).toBeGreaterThanOrEqual(0)
      expect(after).toBeLessThanOrEqual(2000)
    }
  })
})

test('a correction that lowers nobody lowers nobody', () => {
  holds(({ done, asked }) => {
    fc.pre(asked.policy.kind === 'never_lower')
    for (const { before, after } of done.rows) {
      if (before !== null && after !== null) expect(after).toBeGreaterThanOrEqual(before)
    }
  })
})

test('a correction for those who ticked a choice moves nobody else', () => {
  holds(({ copies, done, asked: { policy, change } }) => {
    fc.pre(policy.kind === 'only_ticked' && 'questionId' in change)
    for (const copy of copies) {
      const ticked = copy.answers.get('q0') ?? []
      if (policy.kind === 'only_ticked' && ticked.includes(policy.choiceId)) continue
      expect(afterOf(done)[copy.attemptId]).toBe(copy.before)
    }
  })
})

test('undoing gives every mark back', () => {
  holds(({ rules, copies, done }) => {
    const after = copies.map((copy) => ({ ...copy, before: afterOf(done)[copy.attemptId] ?? null }))
    const undone = consequencesOf(
      {
        rules: stored(done.rules),
        change: { kind: 'restore', runNumber: 1 },
        policy: { kind: 'full' },
        copies: after,
      },
      { ...known, restored: rules },
    )
    expect(afterOf(undone)).toEqual(Object.fromEntries(copies.map(({ attemptId, before }) => [attemptId, before])))
  })
})

test('an outlook counts each copy once', () => {
  holds(({ done }) => {
    const { copies, gain, lose, kept, crossUp, crossDown } = outlookOf(done.rows, 1000)
    const same = done.rows.filter(({ before, after }) => before === after || after === null).length
    expect(gain + lose + same).toBe(copies)
    expect(kept).toBeLessThanOrEqual(copies)
    expect(crossUp).toBeLessThanOrEqual(gain)
    expect(crossDown).toBeLessThanOrEqual(lose)
  })
})

describe('a correction that is not one', () => {
  const rules = rulesOf({
    questions: [
      { key: ['a'], isMultiple: false, points: 100 },
      { key: ['a', 'b'], isMultiple: true, points: 100 },
    ],
    scale: { kind: 'all_or_nothing' },
    grain: 1,
    rounding: 'nearest',
  })
  const full = { kind: 'full' } as const
  const key = (ids: string[], questionId = 'q0') => ({ kind: 'key' as const, questionId, choiceIds: ids })

  it.each<[string, string, Change, Policy]>([
    ['a question the exam does not have', 'unknown_question', key(['a'], 'q9'), full],
    ['a choice the question does not have', 'unknown_choice', key(['z']), full],
    ['no right choice', 'no_right_choice', key([]), full],
    ['two right choices on a single choice', 'one_right_choice', key(['a', 'b']), full],
    [
      'a policy for a choice the question does not have',
      'unknown_choice',
      key(['b']),
      { kind: 'only_ticked', choiceId: 'z' },
    ],
    [
      'a policy by choice for a whole exam',
      'policy_needs_question',
      { kind: 'scale', scale: { kind: 'coverage' } },
      { kind: 'only_ticked', choiceId: 'a' },
    ],
    [
      'a scale that gives points to the wrong',
      'scale_unusable',
      { kind: 'scale', scale: { kind: 'negative', wrong: '1', blank: '0' } },
      full,
    ],
    ['a run that was never made', 'unknown_run', { kind: 'restore', runNumber: 9 }, full],
  ])('%s is refused', (_, reason, change, policy) => {
    const refused = (() => {
      try {
        return correct(rules, { change, policy }, known)
      } catch (error) {
        return error
      }
    })()
    expect(refused).toMatchObject({ code: 'correction_impossible', details: { reason } })
  })

  it('a copy that is not of this exam is refused', () => {
    const change = { kind: 'void', attemptId: 'nobody' } as const
    expect(() => consequencesOf({ rules, change, policy: full, copies: [] }, known)).toThrow(Refusal)
  })

  it('the same key again changes nothing, and cannot be committed', () => {
    const copies = markedClass(rules, [[['a'], ['a']]])
    const done = consequencesOf({ rules, change: key(['a']), policy: full, copies }, known)
    expect(() => requireUseful(done, rules)).toThrow(
      expect.objectContaining({ details: { reason: 'nothing_changes' } }),
    )
  })

  it('an exam in which nothing can be earned any more cannot be committed', () => {
    const copies = markedClass(rules, [[['a'], ['a']]])
    const first = consequencesOf(
      { rules, change: { kind: 'points', questionId: 'q0', points: 0 }, policy: full, copies },
      known,
    )
    expect(() => requireUseful(first, rules)).not.toThrow()
    const removed = { kind: 'neutralise', questionId: 'q1', how: 'removed' } as const
    const done = consequencesOf({ rules: first.rules, change: removed, policy: full, copies }, known)
    expect(() => requireUseful(done, first.rules)).toThrow(
      expect.objectContaining({ details: { reason: 'nothing_left', copies: 1 } }),
    )
  })

  it('an adjustment of nothing takes the former one back', () => {
    const copies = markedClass(rules, [[['a'], []]])
    const adjust = (by: number) => ({ kind: 'adjust' as const, attemptId: 'copy-0', by })
    const raised = consequencesOf({ rules, change: adjust(150), policy: full, copies }, known)
    expect(afterOf(raised)).toEqual({ 'copy-0': 1150 })
    const lowered = consequencesOf({ rules: raised.rules, change: adjust(0), policy: full, copies }, known)
    expect(afterOf(lowered)).toEqual({ 'copy-0': 1000 })
    expect(lowered.rules.adjustments).toEqual({})
  })
})

it('a second answer accepted joins the first; both count, the better one', () => {
  const rules = rulesOf({
    questions: [{ key: ['a', 'b'], isMultiple: true, points: 100 }],
    scale: { kind: 'all_or_nothing' },
    grain: 1,
    rounding: 'nearest',
  })
  const copies = markedClass(rules, [[['c']], [['d']], [['a', 'b']], [['a']]])
  const accept = (from: Rules, id: string) =>
    consequencesOf(
      {
        rules: from,
        change: { kind: 'accept_also', questionId: 'q0', choiceIds: [id] },
        policy: { kind: 'full' },
        copies,
      },
      known,
    )
  const done = accept(accept(rules, 'c').rules, 'd')
  expect(done.rows.map(({ after }) => after)).toEqual([2000, 2000, 2000, 0])
})

it('a later change of the points reaches those whom an earlier correction left aside', () => {
  const rules = rulesOf({
    questions: [
      { key: ['a'], isMultiple: false, points: 100 },
      { key: ['a'], isMultiple: false, points: 100 },
    ],
    scale: { kind: 'all_or_nothing' },
    grain: 1,
    rounding: 'nearest',
  })
  const copies = markedClass(rules, [
    [['a'], []],
    [['b'], []],
    [['c'], ['a']],
  ])
  const forB = consequencesOf(
    {
      rules,
      change: { kind: 'key', questionId: 'q0', choiceIds: ['b'] },
      policy: { kind: 'only_ticked', choiceId: 'b' },
      copies,
    },
    known,
  )
  expect(forB.rows.map(({ after }) => after)).toEqual([1000, 1000, 1000])
  const points = { kind: 'points', questionId: 'q0', points: 300 } as const
  const heavier = consequencesOf({ rules: forB.rules, change: points, policy: { kind: 'full' }, copies }, known)
  expect(heavier.rows.map(({ after }) => after)).toEqual([1500, 1500, 500])
})

it('a voided copy has no mark, is neither a gain nor a loss, and leaves the mean', () => {
  const rules = rulesOf({
    questions: [{ key: ['a'], isMultiple: false, points: 100 }],
    scale: { kind: 'all_or_nothing' },
    grain: 1,
    rounding: 'nearest',
  })
  const copies = markedClass(rules, [[['a']], [['b']]])
  const change = { kind: 'void', attemptId: 'copy-1' } as const
  const { rows, rules: next } = consequencesOf({ rules, change, policy: { kind: 'full' }, copies }, known)
  expect(next.voided).toEqual({ 'copy-1': 'clé fausse' })
  expect(outlookOf(rows, 1000)).toMatchObject({ gain: 0, lose: 0, meanBefore: 1000, meanAfter: 2000 })
  // Voided already: it has no mark to compare with, and no policy gives it one.
  const gone = copies.map((copy) => ({ ...copy, before: copy.attemptId === 'copy-1' ? null : copy.before }))
  const again = { change: { kind: 'points', questionId: 'q0', points: 300 } as const, copies: gone }
  const kept = consequencesOf({ rules: next, ...again, policy: { kind: 'never_lower' } }, known)
  expect(outlookOf(kept.rows, 1000)).toMatchObject({ copies: 2, meanBefore: 2000, meanAfter: 2000 })
})

it('without a copy there is no mean, and nothing is counted', () => {
  expect(outlookOf([], 1000)).toEqual({
    copies: 0,
    gain: 0,
    lose: 0,
    kept: 0,
    crossUp: 0,
    crossDown: 0,
    meanBefore: null,
    meanAfter: null,
  })
})

it('a question keeps its own scale when the exam’s changes, and when its key does', () => {
  const rules = rulesOf({
    questions: [
      { key: ['a'], isMultiple: false, points: 100 },
      { key: ['a'], isMultiple: false, points: 100 },
    ],
    scale: { kind: 'all_or_nothing' },
    grain: 1,
    rounding: 'nearest',
  })
  const copies = markedClass(rules, [[['a'], ['b']]])
  const made = (from: Rules, change: Change) =>
    consequencesOf({ rules: from, change, policy: { kind: 'full' }, copies }, known)
  const penalty = { kind: 'negative', wrong: '-1/2', blank: '0' } as const
  const own = made(rules, { kind: 'question_scale', questionId: 'q1', scale: penalty })
  expect(own.rows[0]?.after).toBe(500)
  const other = made(own.rules, { kind: 'scale', scale: { kind: 'coverage' } })
  expect(other.rows[0]?.after).toBe(500)
  const rekeyed = made(other.rules, { kind: 'key', questionId: 'q1', choiceIds: ['c'] })
  expect(rekeyed.rules.questions['q1']?.scale).toEqual(penalty)
  expect(rekeyed.rows[0]?.after).toBe(500)
})

describe('a scale by certainty', () => {
  const rules = rulesOf({
    questions: [
      { key: ['a'], isMultiple: false, points: 100 },
      { key: ['b'], isMultiple: false, points: 100 },
      { key: ['c'], isMultiple: false, points: 100 },
    ],
    scale: { kind: 'all_or_nothing' },
    grain: 1,
    rounding: 'nearest',
  })
  const scale: Scale = { kind: 'certainty', levels: gardnerMedwin }
  const policy = { kind: 'full' } as const
  const asked = markedClass(rules, [[['a', '~3'], ['a', '~1'], []]])

  it('cannot be put on answers of which nobody said how sure they were', () => {
    const silent = markedClass(rules, [[['a'], ['b'], ['c']]])
    const change = { kind: 'scale', scale } as const
    expect(() => consequencesOf({ rules, change, policy, copies: silent }, known)).toThrow('correction_impossible')
    const one = { kind: 'question_scale', questionId: 'q1', scale } as const
    expect(() => consequencesOf({ rules, change: one, policy, copies: silent }, known)).toThrow('correction_impossible')
  })

  it('can where it was asked; a question nobody answered asks nothing, and one with its own scale keeps it', () => {
    const change = { kind: 'scale', scale } as const
    const blank = { ...(asked[0] as KnownCopy), attemptId: 'blank', answers: new Map(), before: 0 }
    const { rows } = consequencesOf({ rules, change, policy, copies: [...asked, blank] }, known)
    expect(rows.map(({ before, after }) => [before, after])).toEqual([
      [667, 667],
      [0, 0],
    ])
    const q1 = { ...rules.questions.q1, scale: { kind: 'coverage' } } as Rules['questions'][string]
    const mixed = { ...rules, questions: { ...rules.questions, q1 } }
    const half = markedClass(mixed, [[['a', '~2'], ['b'], []]])
    expect(consequencesOf({ rules: mixed, change, policy, copies: half }, known).rows[0]?.after).toBe(1111)
    const one = { kind: 'question_scale', questionId: 'q0', scale } as const
    expect(consequencesOf({ rules, change: one, policy, copies: half }, known).rows[0]?.after).toBe(1111)
  })

  it('can be left for any other', () => {
    const change = { kind: 'scale', scale: { kind: 'coverage' } } as const
    const sure = { ...rules, scale }
    expect(consequencesOf({ rules: sure, change, policy, copies: asked }, known).rows[0]?.after).toBe(667)
  })
})
