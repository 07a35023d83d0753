import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeOds } from 'hucre/ods'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { previewImport } from '#contract/students/roster-import.ts'
import { readSpreadsheet } from '#contract/students/spreadsheets.ts'
import { unzip } from '#server/platform/unzip.ts'
import { findOffice } from '#test/setup/office.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let nadia: Someone
let params: { courseId: string }
beforeAll(async () => {
  world = await createWorld()
  const course = await world.course()
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  params = { courseId: course.id }
})
afterAll(() => world?.close())

const read = (bytes: Uint8Array) =>
  world.ask(nadia, readSpreadsheet, { params, body: { base64: Buffer.from(bytes).toString('base64') } })
const refusal = async (bytes: Uint8Array) => {
  const { status, body } = (await read(bytes)) as { status: number; body: { code?: string; details?: unknown } }
  return { status, code: body.code, details: body.details }
}

const rows = [
  ['Liste des étudiants, groupe A'],
  [],
  ['NOM', 'Prénom', 'N° étudiant', 'Courriel', 'Tiers-temps', 'Né le'],
  ['Gautier', 'Élise', 121, 'elise@example.org', 1 / 3, new Date(Date.UTC(2004, 1, 29))],
  ['O’Neil "Jo"', 'Jo\tAnn\nMarie', 122, null, null, null],
]
const columns = [{}, {}, { numFmt: '00000' }, {}, { numFmt: '0 %' }, { numFmt: 'dd/mm/yyyy' }]

describe.each([
  ['XLSX', writeXlsx],
  ['ODS', writeOds],
] as const)('a workbook, %s', (_name, write) => {
  it('is read sheet by sheet as its cells show, and its text is a class list', async () => {
    const bytes = await write({
      sheets: [
        { name: 'Vide', rows: [] },
        { name: 'Groupe A', rows, columns },
        { name: 'Groupe B', rows: [['Nom'], ['Petit']] },
      ],
    })
    const { body } = await read(bytes)
    expect(body.sheets.map(({ name, lines }) => [name, lines])).toEqual([
      ['Groupe A', 4],
      ['Groupe B', 2],
    ])
    const text = body.sheets[0]?.text ?? ''
    expect(text.split('\n')).toHaveLength(5)
    expect(text).toContain('2004-02-29')
    expect(text.split('\n')[4]).toMatch(/^"O’Neil ""Jo"""\tJo Ann Marie\t/)

    const preview = (await world.ask(nadia, previewImport, { params, body: { text } })).body
    expect(preview.counts).toMatchObject({ new: 2, unusable: 0 })
    expect(preview.lines[0]).toMatchObject({
      line: 4,
      student: { familyName: 'Gautier', givenName: 'Élise', email: 'elise@example.org' },
    })
  })
})

it('keeps the zeros that the format of a cell shows, and says an extra time in percent', async () => {
  const { body } = await read(await writeXlsx({ sheets: [{ name: 'A', rows, columns }] }))
  const text = body.sheets[0]?.text ?? ''
  expect(text).toContain('\t00121\t')
  expect(text).toContain('\t33 %\t')
  const preview = (await world.ask(nadia, previewImport, { params, body: { text } })).body
  expect(preview.lines[0]).toMatchObject({
    student: { number: '00121', extraTime: { kind: 'ratio', numerator: 4, denominator: 3 } },
  })
})

it('reads the values of formulas and leaves hidden sheets out', async () => {
  const cells = new Map([['1,1', { value: null, type: 'formula' as const, formula: 'SUM(1,2)', formulaResult: 3 }]])
  const bytes = await writeXlsx({
    sheets: [
      {
        name: 'Notes',
        rows: [
          ['Nom', 'Total'],
          ['Gautier', null],
        ],
        cells,
      },
      { name: 'Secret', rows: [['Clé', 'B']], hidden: true },
    ],
  })
  const { body } = await read(bytes)
  expect(body.sheets).toEqual([{ name: 'Notes', lines: 2, text: 'Nom\tTotal\nGautier\t3' }])
})

/** A package of these files, as a hostile person would make one. */
async function zipOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
const types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

describe('a workbook that is refused, with what to do', () => {
  it.each([
    ['an Excel of before 2007, or a locked one', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old_or_locked'],
    ['a text under the name of a workbook', Buffer.from('Nom;Prénom\nGautier;Élise\n'), 'not_a_workbook'],
    ['a zip cut in the middle', Buffer.from('504b030414000000', 'hex'), 'damaged'],
  ])('%s', async (_what, bytes, reason) => {
    expect(await refusal(bytes)).toMatchObject({ status: 422, code: 'unreadable_file', details: { reason } })
  })

  it('a zip that holds no workbook', async () => {
    expect(await refusal(await zipOf({ 'photo.txt': 'rien' }))).toMatchObject({ details: { reason: 'not_a_workbook' } })
    expect(await refusal(await zipOf({ '[Content_Types].xml': types }))).toMatchObject({
      details: { reason: 'damaged' },
    })
  })

  it('an entity that stands for a million others', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet/>`
    const bytes = await zipOf({ '[Content_Types].xml': types, 'xl/worksheets/sheet1.xml': bomb })
    expect(await refusal(bytes)).toMatchObject({ code: 'unreadable_file', details: { reason: 'damaged' } })
  })

  it('thirty megabytes of zeros in thirty kilobytes', async () => {
    const bytes = await zipOf({ '[Content_Types].xml': types, 'xl/worksheets/sheet1.xml': Buffer.alloc(30 << 20) })
    expect(bytes.length).toBeLessThan(100_000)
    expect(await refusal(bytes)).toMatchObject({ code: 'file_too_heavy' })
  })

  it('one cell at the far corner of the sheet, which would make a table of seventeen thousand million cells', async () => {
    const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>`
    const whole = await writeXlsx({ sheets: [{ name: 'A', rows: [[1]] }] })
    const { files } = await unzip(whole)
    const changed = Object.fromEntries([...(files ?? [])].map(([path, bytes]) => [path, Buffer.from(bytes)]))
    changed['xl/worksheets/sheet1.xml'] = Buffer.from(sheet)
    expect(await refusal(await zipOf(changed))).toMatchObject({ code: 'file_too_heavy' })
  })

  it('a workbook in which nothing is written', async () => {
    expect(await refusal(await writeXlsx({ sheets: [{ name: 'A', rows: [] }] }))).toMatchObject({
      code: 'nothing_to_import',
    })
  })
})

it('reads no more lines than an import takes, and a little more, so that the import says which are too many', async () => {
  const many = Array.from({ length: 6_000 }, (_, line) => [`Nom${line}`, 'Prénom', line])
  const { body } = await read(await writeXlsx({ sheets: [{ name: 'A', rows: many }] }))
  expect(body.sheets[0]?.lines).toBe(5_050)
  const refused = await world.ask(nadia, previewImport, { params, body: { text: body.sheets[0]?.text ?? '' } })
  expect((refused.body as unknown as { code: string }).code).toBe('too_large')
})

const office = findOffice()
describe(`made by LibreOffice Calc${office ? '' : ' (skipped: it is not installed here)'}`, () => {
  it.skipIf(!office).each(['xlsx', 'ods', 'xls'])(
    'a .%s is read, or says that it is too old',
    async (kind) => {
      const folder = mkdtempSync(join(tmpdir(), 'bareme-workbook-'))
      try {
        writeFileSync(join(folder, 'classe.csv'), 'Nom;Prénom;Note;Le\nGautier;Élise;12,5;15/06/2026\n')
        execFileSync(
          office ?? '',
          [
            ...[`-env:UserInstallation=file://${folder}/profile`, '--headless'],
            ...['--infilter=CSV:59,34,76,1,,1036,false,true', '--convert-to', kind, '--outdir', folder],
            join(folder, 'classe.csv'),
          ],
          { env: { ...process.env, LC_ALL: 'fr_FR.UTF-8', LANG: 'fr_FR.UTF-8', HOME: folder }, stdio: 'ignore' },
        )
        const bytes = readFileSync(join(folder, `classe.${kind}`))
        if (kind === 'xls') expect(await refusal(bytes)).toMatchObject({ details: { reason: 'old_or_locked' } })
        else
          expect((await read(bytes)).body.sheets).toEqual([
            { name: expect.any(String), lines: 2, text: 'Nom\tPrénom\tNote\tLe\nGautier\tÉlise\t12.5\t2026-06-15' },
          ])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    120_000,
  )
})
