import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeProjectMark } from '#core/assessment/written-project-mark.ts'
import { daysLate, type LateRule, latePenalty } from '#core/projects/late.ts'
import { type Delivery, memberMark, teamMark } from '#core/projects/project-mark.ts'
import { compare, rational, rationalText, subtract, zero } from '#core/rational.ts'

const deadline = new Date('2026-06-12T22:00:00Z')
const after = (hours: number) => new Date(deadline.getTime() + hours * 3_600_000)
const timeZone = 'Europe/Paris'
const inTime: Delivery = { deadline: null, rule: null, submittedAt: null, waived: '', timeZone }
const onePoint: LateRule = { unit: 'points', amount: '1', most: null, floor: '0' }
const late = (hours: number, part: Partial<LateRule> = {}, waived = ''): Delivery => ({
  ...{ deadline, waived, timeZone, submittedAt: after(hours) },
  rule: { ...onePoint, ...part },
})
const asTheTeam = { factor: '1', adjustment: 0, reason: '' }
const text = (value: { mark: Parameters<typeof rationalText>[0] }) => rationalText(value.mark)

describe('a delay', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [1 / 3_600_000, 1],
    [24, 1],
    [24 + 1 / 3_600_000, 2],
    [47, 2],
    [72, 3],
  ])('of %d hours is %d days begun', (hours, days) => {
    expect(daysLate({ deadline, submittedAt: after(hours), timeZone })).toBe(days)
  })

  // The clock goes back on 25 October 2026 at 03:00 and forward on 29 March 2026 at 02:00, in Paris.
  it.each([
    ['on the clock, though 24 h 31 min long', '2026-10-24T23:59+02:00', '2026-10-25T23:30+01:00', timeZone, 1],
    [
      'until the same hour the day after, 25 hours later',
      '2026-10-24T12:00+02:00',
      '2026-10-25T12:00+01:00',
      timeZone,
      1,
    ],
    ['and a second more', '2026-10-24T12:00:00+02:00', '2026-10-25T12:00:01+01:00', timeZone, 2],
    ['of 23 hours only', '2026-03-28T12:00+01:00', '2026-03-29T12:00:01+02:00', timeZone, 2],
    ['where the hour does not change', '2026-10-24T23:59+02:00', '2026-10-25T23:30+01:00', 'UTC', 2],
    ['within the hour lived twice', '2026-10-25T02:50+02:00', '2026-10-25T02:10+01:00', timeZone, 1],
    ['in time within the hour lived twice', '2026-10-25T02:50+02:00', '2026-10-25T02:50+02:00', timeZone, 0],
  ])('counts a day %s', (_, due, came, zone, days) => {
    const delay = { deadline: new Date(due), submittedAt: new Date(came), timeZone: zone }
    expect(daysLate(delay)).toBe(days)
  })

  it.each([
    ['x points per day begun', late(30), '13'],
    ['a percentage of the mark per day begun, exactly', late(30, { unit: 'percent', amount: '10' }), '12'],
    ['thirds stay thirds', late(1, { amount: '1/3' }), '44/3'],
    ['no more than its cap', late(24 * 9, { most: '4' }), '11'],
    ['nothing below its floor', late(24 * 9, { floor: '10' }), '10'],
    ['the nearer of cap and floor', late(24 * 9, { most: '3', floor: '10' }), '12'],
    ['never more than the mark', late(24 * 99), '0'],
    ['nothing when it is waived', late(30, {}, 'Panne du réseau de l’école.'), '15'],
    ['nothing in time', late(-1), '15'],
    ['nothing while the day it came is not known', { ...late(30), submittedAt: null }, '15'],
    ['nothing without a rule', { ...late(30), rule: null }, '15'],
    ['nothing without a deadline', { ...late(30), deadline: null }, '15'],
  ] as const)('costs %s', (_, delivery, expected) => {
    expect(text(teamMark([rational(15)], delivery))).toBe(expected)
  })

  it('neither lowers nor lifts a mark already below the floor', () => {
    expect(latePenalty(rational(8), { rule: { ...onePoint, floor: '10' }, days: 2 })).toEqual({
      taken: zero,
      limit: { kind: 'floor', at: '10' },
    })
  })

  it('never gains by being longer, and leaves the mark between its floor and itself', () => {
    const rules = fc.record({
      unit: fc.constantFrom('points' as const, 'percent' as const),
      amount: fc.nat(300).map((cents) => `${cents}/100`),
      most: fc.option(fc.nat(20).map(String)),
      floor: fc.nat(20).map(String),
    })
    fc.assert(
      fc.property(rules, fc.nat(2000), fc.nat(30), (rule, hundredths, days) => {
        const mark = rational(hundredths, 100)
        const left = (count: number) => subtract(mark, latePenalty(mark, { rule, days: count }).taken)
        expect(compare(left(days + 1), left(days))).toBeLessThanOrEqual(0)
        expect(compare(left(days), mark)).toBeLessThanOrEqual(0)
        expect(compare(left(days), zero)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe("a member's mark", () => {
  it.each([
    ['the team gets, by default', '1', 0, '27/2'],
    ['is adjusted upwards', '1', 150, '15'],
    ['is adjusted downwards', '1', -150, '12'],
    ['is a share of the team, then adjusted', '0.8', 50, '113/10'],
    ['never goes above twenty', '1.5', 500, '20'],
    ['never goes below zero', '0', -100, '0'],
  ] as const)('%s', (_, factor, adjustment, expected) => {
    const team = teamMark([rational(27, 2)], inTime)
    expect(text(memberMark(team, { factor, adjustment, reason: 'parce que' }))).toBe(expected)
  })

  it('is worked from the mean of two gradings when both are kept', () => {
    expect(text(memberMark(teamMark([rational(15), rational(16)], inTime), asTheTeam))).toBe('31/2')
  })
})

describe('its working', () => {
  const share = { factor: '1,1', adjustment: 50, reason: 'A conduit la démonstration.' }

  it('says every step in order, in French', () => {
    const { steps } = memberMark(teamMark([rational(15), rational(16)], late(30)), share)
    expect(writeProjectMark(steps, 'fr')).toBe(
      [
        'Deux correcteurs\u202f: (15 + 16) ÷ 2 = 15,5',
        'Retard\u202f: 2 jours entamés × 1 point\u202f; 15,5 − 2 = 13,5',
        'Facteur individuel\u202f: 13,5 × 1,1 = 14,85',
        'Ajustement\u202f: 14,85 + 0,5 = 15,35',
        'Motif\u202f: A conduit la démonstration.',
      ].join('\n'),
    )
  })

  it('says every step in order, in English', () => {
    const delivery = late(1, { unit: 'percent', amount: '25', most: '3' })
    const { steps } = memberMark(teamMark([rational(15), rational(16)], delivery), { ...share, adjustment: -50 })
    expect(writeProjectMark(steps, 'en')).toBe(
      [
        'Two graders: (15 + 16) ÷ 2 = 15.5',
        'Late: 1 day begun × 25% of 15.5, at most 3; 15.5 − 3 = 12.5',
        'Individual factor: 12.5 × 1.1 = 13.75',
        'Adjustment: 13.75 − 0.5 = 13.25',
        'Reason: A conduit la démonstration.',
      ].join('\n'),
    )
  })

  it.each([
    [late(1), 'Retard\u202f: 1 jour entamé × 1 point\u202f; 15 − 1 = 14', 'Late: 1 day begun × 1 point; 15 − 1 = 14'],
    [
      late(50, { amount: '2' }),
      'Retard\u202f: 3 jours entamés × 2 points\u202f; 15 − 6 = 9',
      'Late: 3 days begun × 2 points; 15 − 6 = 9',
    ],
    [
      late(1, { unit: 'percent', amount: '10' }),
      'Retard\u202f: 1 jour entamé × 10\u202f% de 15\u202f; 15 − 1,5 = 13,5',
      'Late: 1 day begun × 10% of 15; 15 − 1.5 = 13.5',
    ],
    [
      late(24 * 9, { most: '4' }),
      'Retard\u202f: 9 jours entamés × 1 point, plafonné à 4\u202f; 15 − 4 = 11',
      'Late: 9 days begun × 1 point, at most 4; 15 − 4 = 11',
    ],
    [
      late(24 * 9, { floor: '10' }),
      'Retard\u202f: 9 jours entamés × 1 point, note plancher 10\u202f; 15 − 5 = 10',
      'Late: 9 days begun × 1 point, never below 10; 15 − 5 = 10',
    ],
    [
      late(30, {}, 'Panne du réseau.'),
      'Retard\u202f: 2 jours entamés, sans pénalité (Panne du réseau.)',
      'Late: 2 days begun, no penalty (Panne du réseau.)',
    ],
  ])('says what a delay cost, and what kept it from costing more', (delivery, french, english) => {
    const { steps } = teamMark([rational(15)], delivery)
    expect(writeProjectMark(steps, 'fr').split('\n')[1]).toBe(french)
    expect(writeProjectMark(steps, 'en').split('\n')[1]).toBe(english)
  })

  it('says what the scale took back, and nothing of a member who only has the team’s mark', () => {
    const team = teamMark([rational(15)], inTime)
    const { steps } = memberMark(team, { ...share, factor: '1.4', adjustment: 0, reason: '' })
    expect(writeProjectMark(steps, 'fr')).toBe(
      'Grille\u202f: 15\nFacteur individuel\u202f: 15 × 1,4 = 21\nRamenée à 20',
    )
    expect(writeProjectMark(memberMark(team, asTheTeam).steps, 'en')).toBe('Rubric: 15')
    const { steps: bounded } = memberMark(team, { ...asTheTeam, adjustment: -2000, reason: 'x' })
    expect(writeProjectMark(bounded, 'en')).toContain('Kept within the scale: 0')
  })
})
