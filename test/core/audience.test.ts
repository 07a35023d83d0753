import { describe, expect, it } from 'vitest'
import {
  type Audience,
  type AudienceFacts,
  type AudienceRule,
  audienceChange,
  peopleOf,
  type StudentStanding,
} from '#core/exams/audience.ts'

const standing = (studentId: string, change: Partial<StudentStanding> = {}): StudentStanding => ({
  ...{ studentId, absence: null, mark: '12', retake: null, isCalled: false },
  ...change,
})
const facts: AudienceFacts = {
  students: ['passed', 'below', 'exactly', 'excused', 'away', 'unmarked', 'retaken', 'compensated', 'unknown'].map(
    (id, i) => ({ id, group: i % 2 === 0 ? 'A' : 'B' }),
  ),
  chosen: ['below', 'gone', 'passed'],
  passMark: '10',
  standings: [
    standing('passed'),
    standing('below', { mark: '29/3', isCalled: true }),
    standing('exactly', { mark: '10', isCalled: true }),
    standing('excused', { mark: null, absence: 'abj' }),
    standing('away', { mark: null, absence: 'abi' }),
    standing('unmarked', { mark: null }),
    standing('retaken', { mark: '4', retake: '11', isCalled: true }),
    standing('compensated', { mark: '8' }),
  ],
}
const of = { kind: 'component', component: 'qcm' } as const
const rule = (name: AudienceRule): Audience => ({ kind: 'rule', rule: name, of })

describe('who is in the audience, and why', () => {
  it('is everybody for the class', () => {
    expect(peopleOf({ kind: 'class' }, facts)).toBeNull()
  })
  const below = { kind: 'below_pass_mark', mark: '29/3', passMark: '10' }
  const [excused, away] = [
    { kind: 'absent', status: 'abj' },
    { kind: 'absent', status: 'abi' },
  ]
  it.each<[string, Audience, Record<string, unknown>]>([
    ['groups', { kind: 'groups', groups: ['B'] }, group('B', ['below', 'excused', 'unmarked', 'compensated'])],
    ['groups nobody is in', { kind: 'groups', groups: ['Z'] }, {}],
    ['a list, without who left the class', { kind: 'list' }, { passed: { kind: 'chosen' }, below: { kind: 'chosen' } }],
    ['to retake', rule('to_retake'), { below, excused, away }],
    ['without a mark', rule('without_mark'), { excused, away, unmarked: { kind: 'no_mark' } }],
    ['justified absences', rule('justified_absence'), { excused }],
  ])('%s', (_name, audience, people) => {
    expect(Object.fromEntries(peopleOf(audience, facts) ?? [])).toEqual(people)
  })
  it('keeps the order of the class', () => {
    expect([...(peopleOf({ kind: 'list' }, facts)?.keys() ?? [])]).toEqual(['passed', 'below'])
  })
  it('leaves out an absence that a mark contradicts', () => {
    const marked = [standing('passed', { absence: 'abj' })]
    expect(peopleOf(rule('justified_absence'), { ...facts, standings: marked })?.size).toBe(0)
  })
})

function group(name: string, ids: string[]) {
  return Object.fromEntries(ids.map((id) => [id, { kind: 'group', group: name }]))
}

it('adds and removes, but keeps who has started', () => {
  expect(audienceChange({ listed: ['a', 'b', 'c'], wanted: ['c', 'd'], started: ['b'] })).toEqual({
    added: ['d'],
    removed: ['a'],
    staying: ['b'],
  })
})
