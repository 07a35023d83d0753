import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  add,
  compare,
  divide,
  floorOf,
  largest,
  multiply,
  overOneDenominator,
  parseRational,
  rational,
  rationalText,
  smallest,
  subtract,
  sum,
  toNumber,
  toRational,
  zero,
} from '#core/rational.ts'

const anyRational = fc.tuple(fc.integer(), fc.integer({ min: 1, max: 100_000 })).map(([num, den]) => rational(num, den))

test('keeps lowest terms and a positive denominator', () => {
  expect(rational(-6, -4)).toEqual({ num: 3n, den: 2n })
  expect(rational(6, -4)).toEqual({ num: -3n, den: 2n })
  expect(rational(0, 7)).toEqual(zero)
  expect(rational(5)).toEqual({ num: 5n, den: 1n })
})

test('refuses a zero denominator, a fractional number and a division by zero', () => {
  expect(() => rational(1, 0)).toThrow('zero denominator')
  expect(() => rational(0.5)).toThrow(RangeError)
  expect(() => divide(rational(1), zero)).toThrow(RangeError)
})

test('three thirds are one', () => {
  expect(sum([rational(1, 3), rational(1, 3), rational(1, 3)])).toEqual(rational(1))
})

test.each([
  ['12,345', '2469/200'],
  ['12.345', '2469/200'],
  ['0.1', '1/10'],
  ['.5', '1/2'],
  ['5.', '5'],
  ['-0,25', '-1/4'],
  ['−1', '-1'],
  ['+3', '3'],
  [' 7 ', '7'],
  ['-1/3', '-1/3'],
  ['+2/6', '1/3'],
  ['9007199254740993', '9007199254740993'],
])('reads %s exactly', (text, expected) => {
  expect(rationalText(toRational(text))).toBe(expected)
})

test.each(['', ' ', '-', '.', ',', 'abc', '1e3', '1/0', '1/-2', '1.5/2', '1,2,3', '١', '0x10', '1'.repeat(41), 'NaN'])(
  'does not take %j for a number',
  (text) => {
    expect(parseRational(text)).toBeNull()
    expect(() => toRational(text)).toThrow('not an exact number')
  },
)

test.each([
  [rational(7, 2), 3n],
  [rational(-7, 2), -4n],
  [rational(-4, 2), -2n],
  [zero, 0n],
])('takes the largest integer not above %o', (value, floor) => {
  expect(floorOf(value)).toBe(floor)
})

test('orders', () => {
  const pairs = [
    [1, 2],
    [2, 2],
    [3, 2],
  ] as const
  expect(pairs.map(([a, b]) => compare(rational(a), rational(b)))).toEqual([-1, 0, 1])
  expect([rational(1, 3), rational(1, 4), rational(-1), rational(1, 3)].sort(compare).map(rationalText)).toEqual([
    '-1',
    '1/4',
    '1/3',
    '1/3',
  ])
  expect(smallest(rational(1, 3), rational(1, 4))).toEqual(rational(1, 4))
  expect(smallest(rational(1, 4), rational(1, 3))).toEqual(rational(1, 4))
  expect(largest(rational(1, 3), rational(1, 4))).toEqual(rational(1, 3))
  expect(largest(rational(1, 4), rational(1, 3))).toEqual(rational(1, 3))
})

test('what is written is read back to the same value', () => {
  fc.assert(
    fc.property(anyRational, (value) => {
      expect(toRational(rationalText(value))).toEqual(value)
    }),
  )
})

test('addition and multiplication are undone by subtraction and division', () => {
  fc.assert(
    fc.property(anyRational, anyRational, (a, b) => {
      expect(subtract(add(a, b), b)).toEqual(a)
      if (b.num !== 0n) expect(divide(multiply(a, b), b)).toEqual(a)
      expect(toNumber(a)).toBeCloseTo(Number(a.num) / Number(a.den))
    }),
  )
})

test('values over one denominator are whole numbers that add up to what the values do', () => {
  const { denominator, numerators } = overOneDenominator(['1/3', '-1/4', '2', '0.5'])
  expect(denominator).toBe(12)
  expect([...numerators]).toEqual([
    ['1/3', 4],
    ['-1/4', -3],
    ['2', 24],
    ['0.5', 6],
  ])
  expect(overOneDenominator([])).toEqual({ denominator: 1, numerators: new Map() })
})
