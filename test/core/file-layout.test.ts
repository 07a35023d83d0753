import { describe, expect, it } from 'vitest'
import { excelFr, rfc4180, toCsvLine } from '#core/csv.ts'
import {
  choicesAmong,
  chosenColumns,
  csvProfileOf,
  type FileFormat,
  familyOf,
  isAmbiguous,
} from '#core/exports/file-layout.ts'

const inherited: FileFormat = {
  ...{ base: 'excel_fr', separator: null, decimal: null, encoding: null, lineEnd: null, quote: null },
}
const all = [
  { field: 'family_name', title: 'Nom' },
  { field: 'question:1', title: 'Q1 (sur 1)' },
  { field: 'question:2', title: 'Q2 (sur 1)' },
  { field: 'mark', title: 'Note sur 20' },
]

describe('how a file is written', () => {
  it('is inherited whole from the form it starts from', () => {
    expect(csvProfileOf(inherited)).toEqual(excelFr)
    expect(csvProfileOf({ ...inherited, base: 'rfc4180' })).toEqual(rfc4180)
  })
  it('changes one thing at a time', () => {
    const own = csvProfileOf({ ...inherited, separator: '\t', decimal: '.', lineEnd: '\n', quote: 'needed' })
    expect(own).toEqual({ ...excelFr, separator: '\t', decimal: '.', lineEnd: '\n', quote: 'needed' })
    const line = toCsvLine(
      [
        { kind: 'text', value: '=a\tb' },
        { kind: 'mark', value: -150 },
        { kind: 'number', value: '0.5' },
      ],
      own,
    )
    expect(line).toBe('"\'=a\tb"\t-1.5\t0.5\n')
  })
  it.each([
    ['utf8_bom', '\uFEFF', 'utf8'],
    ['utf8', '', 'utf8'],
    ['utf16', '\uFEFF', 'utf16le'],
    ['windows1252', '', 'windows1252'],
  ] as const)('in %s', (encoding, start, written) => {
    expect(csvProfileOf({ ...inherited, encoding })).toMatchObject({ start, encoding: written })
  })
  it('is never a decimal comma between commas', () => {
    expect(isAmbiguous({ ...inherited, separator: ',' })).toBe(true)
    expect(isAmbiguous({ ...inherited, separator: ',', decimal: '.' })).toBe(false)
    expect(isAmbiguous(inherited)).toBe(false)
  })
})

describe('which columns a file has', () => {
  it('are those chosen, in their order, under their names; what this file does not have is left out', () => {
    const chosen = [
      { field: 'mark', title: 'NOTE' },
      { field: 'criterion:*', title: null },
      { field: 'question:*', title: 'Exercice {n}' },
      { field: 'family_name', title: null },
      { field: 'gone', title: 'Disparue' },
    ]
    expect(chosenColumns(all, chosen).map(({ title }) => title)).toEqual(['NOTE', 'Exercice 1', 'Exercice 2', 'Nom'])
  })
  it('are chosen a family at a time', () => {
    expect(choicesAmong(all)).toEqual([
      { field: 'family_name', title: 'Nom', count: 1 },
      { field: 'question:*', title: 'Q1 (sur 1)', count: 2 },
      { field: 'mark', title: 'Note sur 20', count: 1 },
    ])
    expect(familyOf('criterion:helm')).toBe('criterion')
    expect(familyOf('mark:qcm')).toBeNull()
  })
})
