import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCells, withCsvCells } from '#core/exports/csv-cells.ts'

const values = (text: string, separator = ';') => csvCells(text, separator).map((row) => row.map(({ value }) => value))

describe('the cells of a text', () => {
  it.each([
    [
      'a;b\nc;d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a;b\r\nc;d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['\uFEFFa;"b;""c"""\r\n', [['a', 'b;"c"']]],
    ['"a\nb";c', [['a\nb', 'c']]],
    [
      'a;;\n;\n',
      [
        ['a', '', ''],
        ['', ''],
      ],
    ],
    ['a\n\nb', [['a'], [''], ['b']]],
    ['', [['']]],
    ['"never closed;b\nc', [['never closed;b\nc']]],
  ])('%j', (text, rows) => {
    expect(values(text)).toEqual(rows)
  })

  it('are those that csv-parse reads, whatever they hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ';', '\n', '\r\n', 'é', ' '), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(';')).join('\r\n')
        const read = parse(text, { delimiter: ';', relax_column_count: true, record_delimiter: '\r\n' })
        expect(values(text)).toEqual(read)
      }),
    )
  })
})

describe('cells that are written again', () => {
  it('leave every other character as it was', () => {
    const text = '\uFEFF"Nom";Note ; "x"\r\n"Gautier";;y\r\n\r\nRoy\r\n'
    const edits = [
      { row: 1, column: 1, value: '12,5' },
      { row: 3, column: 2, value: '8' },
    ]
    expect(withCsvCells(text, ';', edits)).toBe('\uFEFF"Nom";Note ; "x"\r\n"Gautier";12,5;y\r\n\r\nRoy;;8\r\n')
  })

  it('keep their quotes, and change nothing when nothing is written', () => {
    expect(withCsvCells('"a";"b"\n', ';', [{ row: 0, column: 1, value: 'c"d' }])).toBe('"a";"c""d"\n')
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ';', '\n', '\r') }), (text) => {
        expect(withCsvCells(text, ';', [])).toBe(text)
      }),
    )
    expect(() => withCsvCells('a', ';', [{ row: 4, column: 0, value: 'x' }])).toThrow(RangeError)
  })

  it('are read back as they were written, beside all the others', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ';', '\n', 'é'), maxLength: 5 })
    const place = fc.record({ row: fc.nat({ max: 2 }), column: fc.nat({ max: 2 }) })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 3, maxLength: 3 }),
        place,
        fc.stringMatching(/^[\d.,A-Z]{1,6}$/),
        (rows, { row, column }, value) => {
          const text = rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(';')).join('\n')
          const expected = rows.map((cells, r) => cells.map((one, c) => (r === row && c === column ? value : one)))
          expect(values(withCsvCells(text, ';', [{ row, column, value }]))).toEqual(expected)
        },
      ),
    )
  })
})
