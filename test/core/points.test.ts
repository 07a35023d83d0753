import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatMark, type MarkScale, mostMark, parseHundredths, toHundredths, toMark } from '#core/points.ts'
import { rational, toRational } from '#core/rational.ts'

const onTwenty: MarkScale = { outOf: 2000, grain: 1, rounding: 'nearest' }

test('12.345 is rounded once, at the grain asked', () => {
  const earned = toRational('12,345')
  const total = rational(20)
  expect(toMark(earned, total, onTwenty)).toBe(1235)
  expect(toMark(earned, total, { ...onTwenty, grain: 10 })).toBe(1230)
  expect(toMark(earned, total, { ...onTwenty, grain: 25 })).toBe(1225)
  expect(toMark(earned, total, { ...onTwenty, grain: 50 })).toBe(1250)
  expect(toMark(earned, total, { ...onTwenty, grain: 100 })).toBe(1200)
  expect(toMark(earned, total, { ...onTwenty, rounding: 'down' })).toBe(1234)
  expect(toMark(earned, total, { ...onTwenty, rounding: 'up' })).toBe(1235)
})

test('twenty thirds of three points are twenty, not 19.99', () => {
  const third = rational(100, 3)
  expect(toMark({ num: third.num * 3n, den: third.den }, rational(100), onTwenty)).toBe(2000)
})

test.each([
  { earned: '0.125', rounding: 'down', mark: 0 },
  { earned: '0.125', rounding: 'nearest', mark: 25 },
  { earned: '0.1249', rounding: 'nearest', mark: 0 },
  { earned: '0.1251', rounding: 'nearest', mark: 25 },
  { earned: '0.001', rounding: 'up', mark: 25 },
  { earned: '0', rounding: 'up', mark: 0 },
  { earned: '-0.125', rounding: 'nearest', mark: 0 },
  { earned: '-0.1251', rounding: 'nearest', mark: -25 },
  { earned: '-0.001', rounding: 'down', mark: -25 },
  { earned: '-0.24', rounding: 'up', mark: 0 },
] as const)('half goes up: $earned at a quarter, $rounding, is $mark', ({ earned, rounding, mark }) => {
  const scale = { outOf: 2000, grain: 25, rounding } as const
  expect(toMark(toRational(earned), rational(20), scale)).toBe(mark)
})

test('there is no mark when there is nothing to earn', () => {
  expect(toMark(rational(0), rational(0), onTwenty)).toBeNull()
  expect(toMark(rational(1), rational(-1), onTwenty)).toBeNull()
})

test('floor and ceiling apply after rounding', () => {
  const bounded = { ...onTwenty, grain: 50, floor: 0, ceiling: 1900 }
  expect(toMark(rational(-3), rational(20), bounded)).toBe(0)
  expect(toMark(rational(-3), rational(20), onTwenty)).toBe(-300)
  expect(toMark(rational(20), rational(20), bounded)).toBe(1900)
  expect(toMark(rational(22), rational(20), onTwenty)).toBe(2200)
  expect(toMark(rational(22), rational(20), { ...onTwenty, ceiling: 2000 })).toBe(2000)
})

test('rounding alone never lifts a mark above the full mark', () => {
  const odd: MarkScale = { outOf: 2000, grain: 300, rounding: 'up' }
  expect(toMark(rational(20), rational(20), odd)).toBe(2000)
  expect(toMark(rational(1999), rational(2000), odd)).toBe(2000)
  expect(toMark(rational(21), rational(20), odd)).toBe(2100)
})

test('SUF=15 makes 16 out of 20 of 12 points (AMC)', () => {
  expect(toMark(rational(1200), rational(1500), onTwenty)).toBe(1600)
})

test('a mark grows with what was earned and stays within half a grain of the exact value', () => {
  const parts = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 5000 }))
  fc.assert(
    fc.property(parts, fc.constantFrom(1, 10, 25, 50, 100), ([a, b], grain) => {
      const marks = [a, b].map(
        (earned) => toMark(rational(earned), rational(5000), { ...onTwenty, grain }) ?? Number.NaN,
      )
      const [low, high] = a <= b ? marks : [...marks].reverse()
      expect(low).toBeLessThanOrEqual(high as number)
      expect(Math.abs((marks[0] as number) - (a * 2000) / 5000)).toBeLessThanOrEqual(grain / 2)
      expect((marks[0] as number) % grain).toBe(0)
    }),
  )
})

test.each([
  [rational(100, 3), 33],
  [rational(200, 3), 67],
  [rational(1, 2), 1],
  [rational(-1, 2), 0],
])('shows %o hundredths as %i', (points, shown) => {
  expect(toHundredths(points)).toBe(shown)
})

test.each([
  ['12,5', 1250],
  ['12.50', 1250],
  ['-0,25', -25],
  ['0', 0],
  ['12.345', null],
  ['1/2', null],
  ['deux', null],
  ['', null],
  ['99999999999999999', null],
])('reads %j as %s hundredths', (text, hundredths) => {
  expect(parseHundredths(text)).toBe(hundredths)
})

test.each([
  [1250, '12,5', '12.5'],
  [1275, '12,75', '12.75'],
  [1205, '12,05', '12.05'],
  [2000, '20', '20'],
  [0, '0', '0'],
  [5, '0,05', '0.05'],
  [-25, '-0,25', '-0.25'],
  [-100, '-1', '-1'],
])('writes %i hundredths', (hundredths, french, english) => {
  expect(formatMark(hundredths, 'fr')).toBe(french)
  expect(formatMark(hundredths, 'en')).toBe(english)
})

test('a written mark is read back, in both languages', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      fc.constantFrom('fr', 'en'),
      (hundredths, language) => {
        expect(parseHundredths(formatMark(hundredths, language))).toBe(hundredths)
      },
    ),
  )
})

test('a mark is bounded on both sides, whatever was earned', () => {
  const rule = { outOf: 2000, grain: 25, rounding: 'nearest' } as const
  const [most, least] = [rational(10n ** 30n), rational(-(10n ** 30n))]
  expect(toMark(most, rational(1), rule)).toBe(mostMark)
  expect(toMark(least, rational(1), rule)).toBe(-mostMark)
  expect(toMark(most, rational(1), { ...rule, ceiling: 10 ** 15 })).toBe(mostMark)
  expect(toMark(least, rational(1), { ...rule, floor: 0 })).toBe(0)
})
