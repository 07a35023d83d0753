import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readExtraTime, writeExtraTime } from '#core/students/extra-time.ts'
import type { ExtraTime } from '#core/timing.ts'

const ratio = (numerator: number, denominator: number): ExtraTime => ({ kind: 'ratio', numerator, denominator })
const minutes = (count: number): ExtraTime => ({ kind: 'minutes', minutes: count })
const none: ExtraTime = { kind: 'none' }

describe('extra time as people write it', () => {
  it.each<[string, ExtraTime | null]>([
    ['4/3', ratio(4, 3)],
    ['8 / 6', ratio(4, 3)],
    ['1/3', ratio(4, 3)],
    ['1,33', ratio(4, 3)],
    ['1.3333', ratio(4, 3)],
    ['0,33', ratio(4, 3)],
    ['33 %', ratio(4, 3)],
    ['+33,33%', ratio(4, 3)],
    ['133 %', ratio(4, 3)],
    ['Tiers-temps', ratio(4, 3)],
    ['un tiers temps', ratio(4, 3)],
    ['tiers de temps', ratio(4, 3)],
    ['one third', ratio(4, 3)],
    ['OUI', ratio(4, 3)],
    ['x', ratio(4, 3)],
    ['1/3 temps', ratio(4, 3)],
    ['1/3 tps', ratio(4, 3)],
    ['un 1/3 de temps en plus', ratio(4, 3)],
    ['tiers-temps (+33 %)', ratio(4, 3)],
    ['Tiers temps (1/3)', ratio(4, 3)],
    ['33 % de temps supplémentaire', ratio(4, 3)],
    ['temps majoré : 4/3', ratio(4, 3)],
    ['+ 1/3', ratio(4, 3)],
    ['1,33 temps', ratio(4, 3)],
    ['33,3 % de temps', ratio(4, 3)],
    ['extra time 25%', ratio(5, 4)],
    ['20 min par heure', ratio(4, 3)],
    ["15'/h", ratio(5, 4)],
    ['20 min de plus', minutes(20)],
    ['tiers-temps (+50 %)', null],
    ['1/3 temps ou 20 min', null],
    ['temps majoré', null],
    ['tiers-temps, secrétaire', null],
    ['3/2', ratio(3, 2)],
    ['1,5', ratio(3, 2)],
    ['50 %', ratio(3, 2)],
    ['mi-temps', ratio(3, 2)],
    ['Moitié', ratio(3, 2)],
    ['1,25', ratio(5, 4)],
    ['+20 min', minutes(20)],
    ['20 minutes', minutes(20)],
    ["+20'", minutes(20)],
    ['20mn', minutes(20)],
    ['+20', minutes(20)],
    ['1h', minutes(60)],
    ['1 h 30', minutes(90)],
    ['non', none],
    ['Aucun', none],
    ['0', none],
    ['1', null],
    ['2', null],
    ['20', null],
    ['1/1', null],
    ['1/0', null],
    ['1 1/3', null],
    ['1½', null],
    ['100 %', null],
    ['0 %', null],
    ['-20 min', null],
    ['+0', null],
    ['999 min', null],
    ['9/1', null],
    ['beaucoup', null],
    ['', null],
  ])('« %s » is %j', (text, expected) => {
    expect(readExtraTime(text)).toEqual(expected)
  })

  it('reads back what an export wrote', () => {
    const reduced = fc
      .tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 1, max: 59 }))
      .filter(([n, d]) => n > d && n <= 5 * d)
    fc.assert(
      fc.property(reduced, fc.integer({ min: 1, max: 600 }), ([numerator, denominator], count) => {
        const read = readExtraTime(writeExtraTime(ratio(numerator, denominator)))
        expect(read?.kind === 'ratio' && read.numerator * denominator === read.denominator * numerator).toBe(true)
        expect(readExtraTime(writeExtraTime(minutes(count)))).toEqual(minutes(count))
      }),
    )
    expect(writeExtraTime(none)).toBe('')
  })
})
