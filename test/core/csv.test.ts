import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, type CsvProfile, excelFr, guardFormula, rfc4180, toCsvLine, unguard } from '#core/csv.ts'
import { hasSharedFixtures, sharedFixtures } from '#test/setup/shared-fixtures.ts'

/** Any sequence of UTF-16 code units, lone surrogates included. */
const anyText = fc.array(fc.nat({ max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units))

const text = (value: string): Cell => ({ kind: 'text', value })
const triggers = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠', '−']

describe('the guard against formulas', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+33 6 12 34 56 78', "'+33 6 12 34 56 78"],
    ['-1,5', "'-1,5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r\n=1', "'\r\n'=1"],
    ['\0x', "'\0x"],
    ['＝1+1', "'＝1+1"],
    ['  =1', "'  =1"],
    ['\u200b=1', "'\u200b=1"],
    ['"=1', '\'"=1'],
    ['Ana;=1', "Ana;'=1"],
    ['Ana,"@x', 'Ana,\'"@x'],
    ['une liste\n- un', "une liste\n'- un"],
    ["'=1", "''=1"],
  ])('%j becomes %j', (value, expected) => {
    expect(guardFormula(value)).toBe(expected)
    expect(unguard(expected)).toBe(value)
  })
  it.each(['', 'Lefèvre-Roy', "L'Hôpital", "'quoted'", 'a=b', 'Ana, Léo; Zoé', '12,5', '00123', "aujourd'hui\nsoir"])(
    'leaves %j alone',
    (value) => {
      expect(guardFormula(value)).toBe(value)
      expect(unguard(value)).toBe(value)
    },
  )

  const piece = fc.constantFrom(...triggers, "'", '"', ';', ',', '\n', ' ', '|', 'a', '1', '\u200b', '\uFEFF')
  const nasty = fc.oneof(
    anyText,
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  )

  it('comes off without a trace, whatever the text', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        expect(unguard(guardFormula(value))).toBe(value)
      }),
      { numRuns: 3000 },
    )
  })
  it('leaves no cell that starts like a formula, nor behind a separator', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        for (const start of guardFormula(value).split(/[;,|\t\r\n]/))
          expect(start).not.toMatch(/^["\s]*[=+\-@＝＋－＠−]/)
        expect(triggers).not.toContain(guardFormula(value).charAt(0))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a line of a file', () => {
  const cells: Cell[] = [
    text('Lefèvre; "Ana"'),
    { kind: 'mark', value: -150 },
    { kind: 'mark', value: null },
    { kind: 'number', value: -0.25 },
    { kind: 'number', value: '1234.5' },
    { kind: 'date', value: '2026-06-15 10:42:07' },
    text('-1'),
    text(''),
  ]
  it('for a French Excel has semicolons, decimal commas, CRLF and every text quoted', () => {
    expect(excelFr.start + toCsvLine(cells, excelFr)).toBe(
      '\uFEFF"Lefèvre; ""Ana""";-1,5;;-0,25;1234,5;2026-06-15 10:42:07;"\'-1";""\r\n',
    )
  })
  it('after RFC 4180 has commas, decimal points, CRLF and quotes where needed', () => {
    expect(rfc4180.start + toCsvLine(cells, rfc4180)).toBe(
      '"Lefèvre; ""Ana""",-1.5,,-0.25,1234.5,2026-06-15 10:42:07,\'-1,\r\n',
    )
    expect(toCsvLine([text('un, deux'), text('a\nb'), { kind: 'date', value: '2026-06-15' }], rfc4180)).toBe(
      '"un, deux","a\nb",2026-06-15\r\n',
    )
  })
  it('of one empty cell is not an empty line', () => {
    expect(toCsvLine([text('')], rfc4180)).toBe('""\r\n')
    expect(toCsvLine([{ kind: 'mark', value: null }], excelFr)).toBe('""\r\n')
  })
  it.each<Cell>([
    { kind: 'number', value: '=1+1' },
    { kind: 'number', value: Number.NaN },
    { kind: 'number', value: 1e21 },
    { kind: 'date', value: '=NOW()' },
  ])('is never written with a number or a date that is none: $value', (cell) => {
    expect(() => toCsvLine([cell], rfc4180)).toThrow(RangeError)
  })
})

describe.skipIf(!hasSharedFixtures)('the naughty strings and the formula payloads of others', () => {
  const strings = (): string[] => [
    ...(JSON.parse(readFileSync(`${sharedFixtures}/csv/blns.json`, 'utf8')) as string[]),
    ...readFileSync(`${sharedFixtures}/csv/payloadbox_csv-payload.txt`, 'utf8').split('\n'),
  ]
  const parsed = (profile: CsvProfile, values: readonly string[]): string[][] =>
    parse(values.map((value) => toCsvLine([text(value), text('fin')], profile)).join(''), {
      delimiter: profile.separator,
      relax_quotes: false,
    })

  it.each([
    ['Excel français', excelFr],
    ['RFC 4180', rfc4180],
  ] as const)('are harmless in %s and come back as they were', (_, profile) => {
    const values = strings()
    const records = parsed(profile, values)
    expect(records).toHaveLength(values.length)
    for (const [cell = ''] of records) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠−]/)
    expect(records.map(([cell = '']) => unguard(cell))).toEqual(values)
  })
})
