import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type KnownStudent, planRoster } from '#core/students/roster.ts'
import { rosterRow } from '#core/students/roster-columns.ts'
import { decodeText } from '#server/platform/decode-text.ts'
import { type RosterContent, readRoster } from '#server/students/read-roster.ts'
import { hasSharedCases, sharedCases } from '#test/setup/shared-fixtures.ts'

function read(file: string, how: Partial<RosterContent> = {}, existing: readonly KnownStudent[] = []) {
  const base64 = readFileSync(join(sharedCases, 'rosters', file)).toString('base64')
  const roster = readRoster({ base64, ...how })
  const { columns, order } = roster
  const rows = roster.records.map(({ line, cells }) => rosterRow(cells, columns, { line, order }))
  const plan = planRoster({ rows, existing })
  const people = plan.map((line) =>
    line.outcome === 'new' ? `${line.student.familyName} / ${line.student.givenName}` : line.outcome,
  )
  return { ...roster, plan, people }
}

describe.skipIf(!hasSharedCases)('the files of shared/cases/rosters', () => {
  it('a column of whole names is cut where capitals or a comma say', () => {
    expect(read('roster-fullname.csv').people).toEqual(['SIMON / Bart', 'DE LA TOUR / Lisa Marie'])
    expect(read('roster-single-column.csv').people).toEqual(['Simon / Bart', 'Nguyen / Lisa'])
  })

  it('titles in German, and of TUMonline, are known; a login nobody knows is left aside', () => {
    expect(read('roster-german.csv')).toMatchObject({
      people: ['Lovelace / Ada'],
      columns: { number: 2, email: 3 },
    })
    expect(read('roster-tumonline.csv')).toMatchObject({
      people: ['Lovelace / Ada', 'Turing / Alan'],
      columns: { familyName: 2, givenName: 1, number: 0, email: 4 },
      plan: [{ student: { number: '03712345' } }, {}],
    })
  })

  it('the title of the list is skipped, and its lines keep their numbers', () => {
    const { skipped, plan, people } = read('roster-preamble.csv')
    expect(skipped.map(({ cells }) => cells[0])).toEqual([
      'Liste des élèves de la classe : BTS SIO 2',
      'Éditée le 12/10/2026',
    ])
    expect(plan.map(({ line }) => line)).toEqual([5, 6])
    expect(people).toEqual(['MARTIN / Léa', 'DURAND / Noé'])
  })

  it('without titles its first line is a person, and columns are proposed', () => {
    const { firstLine, isGuessed, people } = read('roster-headerless.csv')
    expect({ firstLine, isGuessed }).toEqual({ firstLine: 'student', isGuessed: true })
    expect(people).toEqual(['FRANKLIN / Benoît', 'ARMSTRONG / Noé', 'DE LA TOUR / Ella'])
    const swapped = read('roster-headerless.csv', { firstLine: 'student', columns: { familyName: 1, givenName: 0 } })
    expect(swapped).toMatchObject({ isGuessed: false, people: expect.arrayContaining(['Benoît / FRANKLIN']) })
  })

  it('a person of one name is accepted, in either column, and a second time changes nothing', () => {
    const { plan, people } = read('roster-mononyms.csv')
    expect(people).toEqual(['MARTIN / Léa', 'Suharto / ', 'Nakamoto / '])
    const existing = plan.flatMap((line) => (line.outcome === 'new' ? [{ ...line.student, id: `${line.line}` }] : []))
    expect(read('roster-mononyms.csv', {}, existing).people).toEqual(['unchanged', 'unchanged', 'unchanged'])
  })

  it('a number like a power of ten is accepted with a warning, groups like dates as they are', () => {
    const { plan } = read('roster-datelike-groups.csv')
    expect(plan).toMatchObject([
      { outcome: 'new', student: { group: '11-12' } },
      { outcome: 'new', student: { number: '12E45', group: '1/2' }, doubts: ['number_like_power'] },
      { outcome: 'new', student: { number: '220000000012', group: 'SEPT2' } },
    ])
    expect(plan[0]).not.toHaveProperty('doubts')
  })

  it.each([
    ['roster_iso8859-15.csv', 'iso-8859-15'],
    ['roster_macroman_cr.csv', 'macintosh'],
  ] as const)('%s: its encoding is found, and its accents are right', (file, encoding) => {
    const roster = read(file)
    expect(roster.encoding).toBe(encoding)
    expect(roster.people.slice(0, 7)).toEqual([
      'Lefebvre / Anaïs',
      'Da silva / Céline',
      'Le gall / Noëlle',
      'Rousseau / Françoise',
      'Girard / Héloïse',
      'Leclercq / Élisée',
      expect.stringMatching(/^Roux \/ Jeanne d['’]Arc$/),
    ])
    expect(roster.plan[0]).toMatchObject({ student: { group: "Tas d'œufs cassés" } })
    expect(roster.columns).toMatchObject({ number: 0, group: 4 })
  })

  it('the encoding may be chosen', () => {
    expect(read('roster_iso8859-15.csv', { encoding: 'windows-1252' })).toMatchObject({
      encoding: 'windows-1252',
      plan: expect.arrayContaining([
        expect.objectContaining({ student: expect.objectContaining({ group: "Tas d'½ufs cassés" }) }),
      ]),
    })
  })

  it('the lists of Auto Multiple Choice, with their colon, are read', () => {
    const { separator, columns, plan } = read('amc_multiple_students.txt')
    expect({ separator, columns }).toEqual({ separator: ':', columns: { number: 0, fullName: 1 } })
    expect(plan).toMatchObject([
      { outcome: 'new', student: { number: '132', familyName: 'Głobiś' } },
      { outcome: 'new', student: { number: '007', familyName: 'Jojó' } },
      { outcome: 'new', student: { number: '000', familyName: 'Perfect' } },
      { outcome: 'new', student: { number: '101', familyName: 'Errors correcting test' }, doubts: ['name_whole'] },
    ])
  })
})

describe('a group a spreadsheet took for a date', () => {
  it.each([
    ['01-févr', true],
    ['11-déc.', true],
    ['12-Nov-26', true],
    ['11/12/2026', true],
    ['2026-12-11', true],
    ['1/2', false],
    ['11-12', false],
    ['SEPT2', false],
    ['TD 1', false],
  ])('%s: %s', (group, isDoubtful) => {
    const [line] = planRoster({ rows: [{ line: 2, familyName: 'Martin', group }], existing: [] })
    expect(line?.doubts ?? []).toEqual(isDoubtful ? ['group_like_date'] : [])
  })
})

describe('bytes that do not say how their accents are written', () => {
  const text = 'nom;prénom\r\nLefèvre;Anaïs\r\nD’Almeida;Zoë\r\nCœur;Éloïse — « été » à 15 €'
  it.each([
    ['windows-1252', Buffer.from([0x4c, 0x65, 0x66, 0xe8, 0x76, 0x72, 0x65, 0x20, 0x64, 0x92, 0x9c, 0x75, 0x66])],
    ['utf-8', Buffer.from(text)],
    ['utf-16le', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['windows-1252', Buffer.from('Ren\u00e9e;No\u00ebl', 'latin1')],
  ] as const)('%s', (encoding, bytes) => {
    expect(decodeText(bytes).encoding).toBe(encoding)
  })
})
