import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { planRoster } from '#core/students/roster.ts'
import { recogniseColumns, rosterRow } from '#core/students/roster-columns.ts'
import { readRoster } from '#server/students/read-roster.ts'
import { hasSharedFixtures, sharedFixtures } from '#test/setup/shared-fixtures.ts'

const folder = join(sharedFixtures, 'csv')
const coordinates = 'location_coordinates.csv'
const spectrum = join(folder, 'csv-spectrum')
/** Its JSON has one kind of line end, its files two. */
const unix = (cell: string) => cell.replaceAll('\r\n', '\n')
const bytes = (path: string) => ({ base64: readFileSync(path).toString('base64'), firstLine: 'titles' as const })

describe.skipIf(!hasSharedFixtures)('the files of shared/fixtures/csv', () => {
  const files = existsSync(spectrum) ? readdirSync(join(spectrum, 'csvs')).filter((file) => file !== coordinates) : []
  it.each(files)('csv-spectrum, %s: the cells it says', (file) => {
    const text = readFileSync(join(spectrum, 'json', file.replace('.csv', '.json')), 'utf8')
    const said: unknown = JSON.parse(text.replaceAll('\\r\\n', '\\n'))
    const expected = [said].flat() as object[]
    const { headers, records } = readRoster(bytes(join(spectrum, 'csvs', file)))
    const rows = records.map(({ cells }) =>
      Object.fromEntries(headers.map((title, index) => [title, unix(cells[index] ?? '')])),
    )
    expect(rows).toEqual(expected.filter((row) => Object.values(row).some((cell) => cell !== '')))
  })

  it('csv-spectrum, coordinates: quotes inside a cell that is not quoted (its JSON has another telephone number)', () => {
    const { headers, records, encoding } = readRoster(bytes(join(spectrum, 'csvs', coordinates)))
    expect(headers).toHaveLength(4)
    expect(records).toMatchObject([
      { line: 2, cells: ['2095257564', expect.stringMatching(/37.36'37\.8"N/), 'Modesto', 'Stanislaus'] },
    ])
    expect(encoding).toMatch(/windows-1252|utf-8/)
  })

  it('papaparse, UTF-8 with a BOM: the first title is whole', () => {
    const { headers, encoding } = readRoster(bytes(join(folder, 'papaparse_utf-8-bom-sample.csv')))
    expect({ headers, encoding }).toEqual({ headers: ['A', 'B', 'C'], encoding: 'utf-8' })
  })

  it('charset_normalizer, French without a BOM: read as UTF-8, no accent lost', () => {
    const path = join(folder, 'charset_normalizer_sample-french_utf8.txt')
    const { encoding, records } = readRoster({ ...bytes(path), firstLine: 'student' })
    expect(encoding).toBe('utf-8')
    expect(JSON.stringify(records)).not.toContain('\uFFFD')
  })

  it('ScoDoc: the columns of its description are known by their names', () => {
    const lines = readFileSync(join(folder, 'scodoc_format_import_etudiants.txt'), 'utf8').split('\n')
    const titles = lines
      .filter((line) => line.includes(';') && !line.startsWith('#'))
      .map((line) => line.split(';')[0]?.trim() ?? '')
    const found = recogniseColumns(titles)
    const named = Object.fromEntries(Object.entries(found).map(([field, index]) => [field, titles[index]]))
    expect(named).toMatchObject({ familyName: 'nom', givenName: 'prenom', number: 'Code_NIP' })
  })

  it('Moodle: users, with their cohorts', () => {
    for (const name of ['moodle_upload_users.csv', 'moodle_upload_users_cohorts.csv']) {
      const { columns } = readRoster(bytes(join(folder, name)))
      expect(columns).toMatchObject({
        familyName: expect.any(Number),
        givenName: expect.any(Number),
        email: expect.any(Number),
      })
    }
  })

  it('naughty strings as names: each is a student or a line refused with its reason, and a second time changes nothing', () => {
    const strings = JSON.parse(readFileSync(join(folder, 'blns.json'), 'utf8')) as string[]
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
    const lines = strings.map((name, index) => `${quoted(name)};N${String(index).padStart(6, '0')}`)
    const { records, columns } = readRoster({ text: ['nom;numéro', ...lines].join('\n'), firstLine: 'titles' })
    expect(records).toHaveLength(strings.length)
    const rows = records.map(({ line, cells }) => rosterRow(cells, columns, { line }))
    const plan = planRoster({ rows, existing: [] })
    expect(new Set(plan.map(({ outcome }) => outcome))).toEqual(new Set(['new', 'unusable']))
    const students = plan.flatMap((line) => (line.outcome === 'new' ? [{ ...line.student, id: `s${line.line}` }] : []))
    expect(students.length).toBeGreaterThan(400)
    const again = planRoster({ rows, existing: students })
    expect(again.filter(({ outcome }) => outcome === 'new' || outcome === 'changed')).toEqual([])
  })
})
