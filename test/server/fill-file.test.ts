import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeOds } from 'hucre/ods'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyCourse } from '#contract/exports/course-copies.ts'
import {
  deleteFillTemplate,
  fillFile,
  keepFillTemplate,
  listFillTemplates,
  previewFill,
  renameFillTemplate,
} from '#contract/exports/fill-file.ts'
import { unzip } from '#server/platform/unzip.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { findOffice } from '#test/setup/office.ts'
import { createWorld, type World } from '#test/setup/world.ts'

type End = Awaited<ReturnType<typeof endOfCourse>>
let world: World
let end: End
beforeAll(async () => {
  world = await createWorld()
  end = await endOfCourse(world)
  const number = (id: string, own: string) => world.db.student.update({ where: { id }, data: { number: own } })
  await number(end.elise.id, '00121')
  await number(end.fatou.id, '00122')
  await number(end.kevin.id, '00123')
}, 120_000)
afterAll(() => world?.close())

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const preview = async (bytes: Uint8Array, more: object = {}) =>
  (
    await world.ask(end.nadia, previewFill, {
      params: end.params,
      body: { base64: base64(bytes), source: end.exam.id, ...more },
    })
  ).body
const fill = async (bytes: Uint8Array, column: number, more: object = {}) => {
  const { body } = await world.ask(end.nadia, fillFile, {
    params: end.params,
    body: { base64: base64(bytes), source: end.exam.id, column, ...more },
  })
  return { written: body.written, bytes: Buffer.from(body.base64, 'base64') }
}

describe('a text', () => {
  it.each([
    ['UTF-8 with its mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['Windows-1252', (text: string) => Buffer.from(text, 'latin1')],
    ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ])('in %s comes back with its marks, byte for byte the same elsewhere', async (_name, encode) => {
    const text = 'Épreuve;"QCM; juin"\r\n\r\nCOD_ETU;NOM;NOTE;BAREME\r\n00121;GAUTIER;;20\r\n"00999";ÉTRANGÈRE;;20\r\n'
    const bytes = encode(text)
    const shown = await preview(bytes)
    expect(shown).toMatchObject({ kind: 'text', titleLine: 3, column: 2, isSure: true })
    expect(shown.lines).toMatchObject([
      { line: 4, outcome: 'filled', after: '13.25' },
      { line: 5, outcome: 'unknown', after: null },
    ])
    const filled = await fill(bytes, 2)
    expect(filled.written).toBe(1)
    expect(filled.bytes.equals(encode(text.replace('GAUTIER;;', 'GAUTIER;13,25;')))).toBe(true)
  })
})

const rows = [
  ['Relevé de notes', null, null, null],
  ['Code', 'Nom', 'Note sur 20', 'Rang'],
  ['00121', 'GAUTIER', null, null],
  ['00122', 'N’DIAYE', null, null],
]

describe('a workbook', () => {
  it('comes back with its marks as numbers in their style, every other file of it the same', async () => {
    const bytes = await writeXlsx({
      sheets: [
        { name: 'Consignes', rows: [['Lisez-moi']] },
        {
          name: 'Notes',
          rows: rows.map((row) => [row[0] === 'Code' ? 'N° étudiant' : (row[0] ?? null), ...row.slice(1)]),
          columns: [{}, {}, { numFmt: '0.00' }, {}],
        },
      ],
    })
    const shown = await preview(bytes)
    expect(shown).toMatchObject({
      kind: 'workbook',
      sheet: 'Notes',
      titleLine: 2,
      column: 2,
      outOf: 20,
      marksOutOf: 2000,
    })
    const { bytes: filled } = await fill(bytes, 2, { sheet: 'Notes' })
    const read = await readXlsx(filled, { readStyles: true })
    expect(read.sheets[1]?.rows[2]?.slice(0, 3)).toEqual(['00121', 'GAUTIER', 13.25])
    expect(read.sheets[1]?.cells?.get('2,2')?.style?.numFmt).toBe('0.00')
    const before = (await unzip(bytes)).files
    const after = (await unzip(filled)).files
    expect([...(after?.keys() ?? [])]).toEqual([...(before?.keys() ?? [])])
    const changed = [...(before ?? [])].filter(
      ([path, content]) => !Buffer.from(after?.get(path) ?? []).equals(content),
    )
    expect(changed.map(([path]) => path)).toEqual(['xl/worksheets/sheet2.xml'])
  })

  it('in ODS is told to be saved as XLSX first', async () => {
    const bytes = await writeOds({
      sheets: [
        {
          name: 'Notes',
          rows: [
            ['N° étudiant', 'Note'],
            ['00121', null],
          ],
        },
      ],
    })
    const refused = (await world.ask(end.nadia, fillFile, {
      params: end.params,
      body: { base64: base64(bytes), source: end.exam.id, column: 1 },
    })) as unknown as { status: number; body: { details: unknown } }
    expect(refused).toMatchObject({ status: 422, body: { details: { reason: 'ods' } } })
  })

  it('that names nobody is refused', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'A',
          rows: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    })
    expect(await preview(bytes)).toMatchObject({ code: 'unreadable_file', details: { reason: 'columns' } })
  })

  const office = findOffice()
  it.skipIf(!office)(
    'made by LibreOffice is filled, and LibreOffice reads it',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'bareme-fill-'))
      const calc = (...args: string[]) =>
        execFileSync(office ?? '', [`-env:UserInstallation=file://${folder}/profile`, '--headless', ...args], {
          env: { ...process.env, LC_ALL: 'fr_FR.UTF-8', LANG: 'fr_FR.UTF-8', HOME: folder },
          stdio: 'ignore',
        })
      try {
        writeFileSync(join(folder, 'a.csv'), 'Relevé;;;\nNuméro;Nom;Prénom;Note\n="00121";Gautier;Élise;\n')
        calc(
          '--infilter=CSV:59,34,76,1,,1036,false,true,,true',
          '--convert-to',
          'xlsx',
          '--outdir',
          folder,
          join(folder, 'a.csv'),
        )
        const bytes = readFileSync(join(folder, 'a.xlsx'))
        const shown = await preview(bytes)
        expect(shown.lines).toMatchObject([{ line: 3, outcome: 'filled', after: '13.25' }])
        const filled = await fill(bytes, 3)
        writeFileSync(join(folder, 'a.xlsx'), filled.bytes)
        calc(
          '--convert-to',
          'csv:Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true,false',
          '--outdir',
          folder,
          join(folder, 'a.xlsx'),
        )
        expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toMatch(/Élise;"?13,25/)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    120_000,
  )
})

it('writes in no column that was not shown: that of the names, or one far away', async () => {
  for (const column of [1, 299]) {
    const body = { base64: base64(Buffer.from('N°;Nom;Note\n00121;Gautier;\n')), source: end.exam.id, column }
    expect(await world.ask(end.nadia, fillFile, { params: end.params, body })).toMatchObject({ status: 400 })
  }
})

it('takes the final grades too, and gives nothing of another course', async () => {
  const text = Buffer.from('N°;Note\n00121;\n')
  const shown = await preview(text, { source: 'final' })
  expect(shown.counts).toMatchObject({ filled: 1 })
  const other = await endOfCourse(world)
  const foreign = await world.ask(other.nadia, previewFill, {
    params: other.params,
    body: { base64: base64(text), source: end.exam.id },
  })
  expect(foreign.status).toBe(404)
})

describe('a template', () => {
  const file = (ending: string) => Buffer.from(`COD_ETU;NOM;Note TP;Note CC${ending}\r\n00121;GAUTIER;;;\r\n`)
  const params = () => end.params
  const keep = (more: object = {}, who = end.nadia) =>
    world.ask(who, keepFillTemplate, {
      params: params(),
      body: {
        ...{ name: 'Scolarité', titles: ['COD_ETU', 'NOM', 'Note TP', 'Note CC'], sheet: '', column: 3 },
        ...{ source: end.exam.id, ...more },
      },
    })

  it('is found again by the titles of the next file, for the whole team, and only by them', async () => {
    expect(await preview(file(''))).toMatchObject({ column: 2, isSure: false, template: null })
    const kept = (await keep()).body
    expect(kept).toMatchObject({ name: 'Scolarité', column: 3, source: end.exam.id, byName: end.nadia.name })
    const colleague = await world.staff('Collègue', { course: { id: params().courseId }, role: 'trainer' })
    const shown = await world.ask(colleague, previewFill, {
      params: params(),
      body: { base64: base64(file('')), source: end.exam.id },
    })
    expect(shown.body).toMatchObject({ column: 3, isSure: true, template: { name: 'Scolarité', column: 3 } })
    const { bytes } = await fill(file(''), 3)
    expect(bytes.toString()).toBe('COD_ETU;NOM;Note TP;Note CC\r\n00121;GAUTIER;;13,25;\r\n')
    // Chosen by hand, another column; of another shape, nothing.
    expect(await preview(file(''), { column: 2 })).toMatchObject({ column: 2, template: null })
    expect(await preview(file(';Rang'))).toMatchObject({ column: 2, template: null })
    expect((await keep()).body.code).toBe('name_taken')
    const lines = { courseId: params().courseId, action: 'course.keep_fill_template' }
    expect(await world.db.auditLine.count({ where: lines })).toBe(1)

    const place = { ...params(), templateId: kept.id }
    const renamed = await world.ask(colleague, renameFillTemplate, { params: place, body: { name: 'Apogée S1' } })
    expect(renamed.body.name).toBe('Apogée S1')
    expect((await world.ask(colleague, listFillTemplates, { params: params() })).body.templates).toMatchObject([
      { id: kept.id, name: 'Apogée S1' },
    ])
    const other = await world.course()
    const stranger = await world.staff('Autre', { course: other, role: 'owner' })
    const elsewhere = { params: { courseId: other.id, templateId: kept.id } }
    expect((await world.ask(stranger, deleteFillTemplate, elsewhere)).status).toBe(404)
    expect((await world.ask(stranger, renameFillTemplate, { ...elsewhere, body: { name: 'x' } })).status).toBe(404)
    expect((await world.ask(colleague, deleteFillTemplate, { params: place })).body).toEqual({ done: true })
    expect(await preview(file(''))).toMatchObject({ column: 2, template: null })
  })

  it('of one sheet of a workbook opens that sheet; an exam of another course is none', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'TD',
          rows: [
            ['N° étudiant', 'Note'],
            ['00121', null],
          ],
        },
        {
          name: 'Jury',
          rows: [
            ['N° étudiant', 'Nom', 'Avis', 'Total'],
            ['00121', 'GAUTIER', null, null],
          ],
        },
      ],
    })
    expect(await preview(bytes)).toMatchObject({ sheet: 'TD', column: 1 })
    const jury = { name: 'Jury', titles: ['N° étudiant', 'Nom', 'Avis', 'Total'], sheet: 'Jury', column: 3 }
    expect((await keep({ ...jury, source: 'final' })).status).toBe(200)
    expect(await preview(bytes)).toMatchObject({ sheet: 'Jury', column: 3, template: { source: 'final' } })
    const away = crypto.randomUUID()
    expect((await keep({ name: 'Ailleurs', source: away })).status).toBe(404)
  })

  it('goes with a course that is copied, but for the exam that stays behind', async () => {
    await keep({ name: 'Examen' })
    const { body } = await world.ask(end.nadia, copyCourse, { params: params(), body: { title: 'L’an prochain' } })
    const copied = await world.db.fillTemplate.findMany({ where: { courseId: body.id }, orderBy: { name: 'asc' } })
    expect(copied.map(({ name, column, source }) => [name, column, source])).toEqual([
      ['Examen', 3, null],
      ['Jury', 3, 'final'],
    ])
  })
})
