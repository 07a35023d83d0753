import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as profiles from '#contract/exports/export-profiles.ts'
import * as contract from '#contract/exports/exports.ts'
import { readSpreadsheet } from '#contract/students/spreadsheets.ts'
import { unguard } from '#core/csv.ts'
import {
  csvProfileOf,
  type FileFormat,
  type FileKind,
  fileKinds,
  textBases,
  workbookBases,
} from '#core/exports/file-layout.ts'
import { toolProfiles } from '#core/exports/tool-profiles.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { naughtyStrings } from '#test/setup/shared-fixtures.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

/** What a spreadsheet would run, in every place a person can write something. */
const corpus = naughtyStrings()
const some = (at: number) => corpus[at % corpus.length] as string

type End = Awaited<ReturnType<typeof endOfCourse>>
let world: World
let end: End
beforeAll(async () => {
  world = await createWorld()
  end = await endOfCourse(world)
  await poison(world, end)
}, 120_000)
afterAll(() => world.close())

async function poison({ db }: World, { course, exam, project, elise, fatou, nadia, params }: End) {
  const section = { id: 'images-couches', title: some(3), headings: [], objectives: [some(4)] }
  const outline = { sessions: [{ id: 's', title: some(5), labs: [], sections: [section] }] }
  await db.course.update({ where: { id: course.id }, data: { title: some(1), outline } })
  await db.exam.update({ where: { id: exam.id }, data: { title: some(2) } })
  const own = (at: number) => ({
    ...{ familyName: some(at).slice(0, 200), givenName: `@${some(at).slice(0, 100)}`, group: some(at).slice(0, 50) },
    ...{ number: `-${at}`, email: `+${at}@exemple.fr` },
  })
  for (const [at, { id }] of [elise, fatou].entries()) await db.student.update({ where: { id }, data: own(at + 7) })
  const added = await db.student.createManyAndReturn({
    data: corpus.map((_, at) => ({ ...own(at), courseId: course.id })),
    select: { id: true },
  })
  for (const [at, id] of exam.questionIds.entries()) {
    const row = await db.examQuestion.findUniqueOrThrow({ where: { id } })
    const stem = [{ type: 'element', tag: 'p', children: [{ type: 'text', value: some(at * 3) }] }]
    const data = { questionKey: some(at), asked: asColumn({ ...row.asked, stem }) }
    await db.examQuestion.update({ where: { id }, data })
  }
  const team = await db.team.findFirstOrThrow({ where: { projectId: project.projectId } })
  await db.team.update({ where: { id: team.id }, data: { name: '=Équipe' } })
  const member = { projectId: project.projectId, teamId: team.id, adjustment: -50 }
  await db.teamMember.createMany({
    data: added.map(({ id }, at) => ({ ...member, studentId: id, reason: some(at) })),
  })
  const { rubric, id } = await db.project.findUniqueOrThrow({ where: { id: project.projectId } })
  const criteria = (rubric as { criteria: { title: string; levels: { label: string }[] }[] }).criteria.map(
    (one, at) => ({
      ...one,
      title: some(at + 40),
      levels: one.levels.map((level, index) => ({ ...level, label: some(at + index + 80) })),
    }),
  )
  await db.project.update({
    where: { id },
    data: { title: '@Projet', rubric: asColumn({ ...(rubric as object), criteria }) },
  })
  await world.ask(nadia, finalSheet.setJury, {
    params: { ...params, studentId: elise.id },
    body: { points: -25, reason: '=Retard; répété' },
  })
  await db.auditLine.createMany({
    data: corpus.map((text) => ({
      ...{ courseId: course.id, actorName: text, action: text, subject: text, reason: text },
      before: text,
      after: { text },
    })),
  })
}

const download = ({ nadia, params, exam, project }: End, kind: FileKind, profile: string) => {
  const query = { profile: profile as contract.TableProfile }
  const ofExam = { params: { ...params, examId: exam.id }, query }
  switch (kind) {
    case 'final_sheet':
      return world.ask(nadia, contract.exportFinalSheet, { params, query })
    case 'results':
      return world.ask(nadia, contract.exportResults, ofExam)
    case 'points':
      return world.ask(nadia, contract.exportPoints, ofExam)
    case 'answers':
      return world.ask(nadia, contract.exportAnswers, ofExam)
    case 'attendance':
      return world.ask(nadia, contract.exportAttendance, ofExam)
    case 'statistics':
      return world.ask(nadia, contract.exportStatistics, ofExam)
    case 'sections':
      return world.ask(nadia, contract.exportSections, ofExam)
    case 'student_sections':
      return world.ask(nadia, contract.exportStudentSections, ofExam)
    case 'rubric':
      return world.ask(nadia, contract.exportRubric, { params: project, query })
    case 'journal':
      return world.ask(nadia, contract.exportJournal, { params, query })
  }
}

const inherited: FileFormat = {
  ...{ base: 'excel_fr', separator: null, decimal: null, encoding: null, lineEnd: null, quote: null },
}
/** Every choice a form has, spread over the kinds of file. */
const formats: FileFormat[] = [
  { ...inherited, quote: 'needed' },
  { ...inherited, separator: '\t', decimal: '.', lineEnd: '\n', quote: 'needed' },
  { ...inherited, encoding: 'utf16' },
  { ...inherited, encoding: 'windows1252', separator: ',', decimal: '.' },
  { ...inherited, base: 'rfc4180', encoding: 'utf8_bom', separator: ';' },
]

const formatOf = (profile: string): FileFormat => {
  if (profile === 'excel_fr') return inherited
  if (profile === 'rfc4180' || profile === 'moodle' || profile === 'canvas') return { ...inherited, base: 'rfc4180' }
  return { ...inherited, quote: 'needed' }
}

function readBack(bytes: Buffer, format: FileFormat): string[][] {
  const { encoding, separator } = csvProfileOf(format)
  const names = { utf8: 'utf-8', utf16le: 'utf-16le', windows1252: 'windows-1252' } as const
  const text = new TextDecoder(names[encoding]).decode(bytes)
  return parse(text, { delimiter: separator, bom: true }) as unknown as string[][]
}

/** Runs where it is, or in a reader that splits cells at another separator. */
const isRun = (cell: string) =>
  !/^-?\d+([.,]\d+)?$/.test(cell) &&
  (/^[\t\r\0]/.test(cell) || cell.split(/[;,|\t\r\n]/).some((part) => /^["\s]*[=+\-@＝＋－＠−]/.test(part)))

describe('the corpus of formulas', () => {
  const own = fileKinds.flatMap((kind) => textBases.map((profile) => [kind, profile] as const))
  const tools = (['final_sheet', 'results'] as const).flatMap((kind) =>
    toolProfiles.map((profile) => [kind, profile] as const),
  )
  it.each([...own, ...tools])('is harmless in %s, %s', async (kind, profile) => {
    const { status, bytes } = await download(end, kind, profile)
    expect(status).toBe(200)
    const rows = readBack(bytes, formatOf(profile))
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.flat().filter(isRun)).toEqual([])
  })

  it.each(fileKinds.flatMap((kind) => formats.map((format, at) => [kind, at, format] as const)))(
    'is harmless in a profile of %s, form %i, under names that are formulas',
    async (kind, _, format) => {
      const { nadia, params } = end
      const { body: whole } = await world.ask(nadia, profiles.previewExport, { params, body: { kind } })
      const columns = whole.choices.map(({ field }, at) => ({ field, title: `=${at}+cmd|' /C calc'!A${at} {n}` }))
      const { body: kept } = await world.ask(nadia, profiles.createExportProfile, {
        params,
        body: { kind, name: `@profil ${formats.indexOf(format)}`, layout: { columns, format } },
      })
      const { status, bytes, headers } = await download(end, kind, kept.id)
      expect(status).toBe(200)
      expect(String(headers['content-disposition'])).toContain(encodeURIComponent('@profil'))
      const rows = readBack(bytes, format)
      expect(rows.flat().filter(isRun)).toEqual([])
      expect(rows[0]?.[0]).toMatch(/^'=0\+cmd/)
    },
  )

  it('leaves marks numbers, negative ones too', async () => {
    const text = (await download(end, 'final_sheet', 'excel_fr')).bytes.toString()
    expect(text).toContain(';-0,25;"\'=Retard; répété";')
    expect((await download(end, 'rubric', 'rfc4180')).bytes.toString()).toContain(',-0.5,')
  })
})

/** As Excel opens it: the cells of the only sheet, with the formulas it would run. */
async function workbook(bytes: Buffer) {
  const { sheets } = await readXlsx(bytes, { readStyles: true })
  const [sheet] = sheets
  const formulas = [...(sheet?.cells?.values() ?? [])].filter(({ formula }) => formula !== undefined)
  return { rows: sheet?.rows ?? [], formulas, frozen: sheet?.freezePane?.rows, columns: sheet?.columns ?? [] }
}

/** What XML cannot hold is not in a workbook. */
const inXml = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '')

describe('a workbook', () => {
  it.each(fileKinds.flatMap((kind) => workbookBases.map((profile) => [kind, profile] as const)))(
    'of %s, %s, holds no formula, and every cell of the text of the same file',
    async (kind, profile) => {
      const { status, bytes, headers } = await download(end, kind, profile)
      expect(status).toBe(200)
      expect(headers['content-type']).toContain('spreadsheetml.sheet')
      expect(String(headers['content-disposition'])).toMatch(/\.xlsx/)
      const { rows, formulas, frozen } = await workbook(bytes)
      expect(formulas).toEqual([])
      expect(frozen).toBe(1)
      const base = profile === 'xlsx_fr' ? 'excel_fr' : 'rfc4180'
      const texts = readBack((await download(end, kind, base)).bytes, { ...inherited, base })
      expect(rows).toHaveLength(texts.length)
      for (const [line, cells] of texts.entries()) {
        for (const [column, cell] of cells.entries()) {
          const value = rows[line]?.[column] ?? ''
          if (typeof value === 'number') expect(value).toBeCloseTo(Number(cell.replace(',', '.')), 9)
          else if (value instanceof Date) expect(value.toISOString().replace('T', ' ')).toContain(cell)
          else expect(String(value)).toBe(inXml(unguard(cell)))
        }
      }
    },
  )

  it('has marks as numbers with two decimals, and numbers of students with their zeros', async () => {
    const all = await endOfCourse(world)
    await world.db.student.update({ where: { id: all.elise.id }, data: { number: '00123' } })
    const { rows } = await workbook((await download(all, 'results', 'xlsx_fr')).bytes)
    const titles = rows[0] as string[]
    const [elise] = rows.filter(([name]) => name === 'Gautier')
    expect(elise?.[titles.findIndex((title) => /numéro/i.test(title))]).toBe('00123')
    expect(elise?.[titles.findIndex((title) => title.startsWith('Note'))]).toBe(13.25)
  })

  it('of the final sheet comes back the same sheet', async () => {
    const all = await endOfCourse(world)
    const { nadia, params } = all
    const { bytes } = await download(all, 'final_sheet', 'xlsx_fr')
    const body = { base64: bytes.toString('base64') }
    const { sheets } = (await world.ask(nadia, readSpreadsheet, { params, body })).body
    const text = sheets[0]?.text ?? ''
    const preview = (await world.ask(nadia, contract.previewSheetImport, { params, body: { text } })).body
    expect(preview.counts).toEqual({ changed: 0, unchanged: 3, refused: 0 })
  })
})

describe('a final sheet that leaves as a profile says', () => {
  it('comes back the same sheet, whatever the columns, their names, the form, the names and the marks', async () => {
    const all = await endOfCourse(world)
    const { nadia, params } = all
    const { body: sheet } = await world.ask(nadia, profiles.previewExport, { params, body: { kind: 'final_sheet' } })
    const fields = sheet.choices.map(({ field }) => field).filter((field) => field !== 'student_id')
    const text = fc
      .oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.constantFrom(...corpus))
      .filter((one) => !one.includes('\0') && !/\p{Surrogate}/u.test(one))
    const chosen = fc.shuffledSubarray(fields).map((some) => [...new Set([...some, 'mark:qcm', 'jury_points'])])
    let turn = 0
    await fc.assert(
      fc.asyncProperty(
        ...[chosen, fc.constantFrom(...formats), text, fc.integer({ min: -2000, max: 2000 })],
        async (some, format, name, points) => {
          turn += 1
          await world.db.student.update({ where: { id: all.elise.id }, data: { familyName: name, group: name } })
          const jury = { points, reason: `=${name}`.slice(0, 100) }
          await world.ask(nadia, finalSheet.setJury, { params: { ...params, studentId: all.elise.id }, body: jury })
          const columns = ['student_id', ...some].map((field, at) => ({ field, title: `=${turn} colonne ${at}` }))
          const { body: kept } = await world.ask(nadia, profiles.createExportProfile, {
            params,
            body: { kind: 'final_sheet', name: `profil ${turn}`, layout: { columns, format } },
          })
          const { bytes } = await download(all, 'final_sheet', kept.id)
          const { body: preview } = await world.ask(nadia, contract.previewSheetImport, {
            params,
            body: { base64: bytes.toString('base64') },
          })
          // Windows-1252 loses letters: a reason with one would come back changed, and is shown as such.
          if (format.encoding !== 'windows1252')
            expect(preview.counts).toEqual({ changed: 0, unchanged: 3, refused: 0 })
          await world.ask(nadia, profiles.deleteExportProfile, { params: { ...params, profileId: kept.id } })
        },
      ),
      { numRuns: 25, seed: 6 },
    )
  })

  it('whose names are read back without their guard', async () => {
    const rows = readBack((await download(end, 'final_sheet', 'rfc4180')).bytes, { ...inherited, base: 'rfc4180' })
    const { body } = await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })
    expect(new Set(rows.slice(1).map(([name]) => unguard(name ?? '')))).toEqual(
      new Set(body.lines.map(({ familyName }) => familyName)),
    )
  })
})

describe('profiles of a course', () => {
  const layout = { columns: [{ field: 'mark', title: 'NOTE' }], format: inherited }
  it('are its own: another course has none of them, an invigilator neither', async () => {
    const other = await endOfCourse(world)
    const { body } = await world.ask(other.nadia, profiles.createExportProfile, {
      params: other.params,
      body: { kind: 'results', name: 'Scolarité', layout },
    })
    expect((await download(end, 'results', body.id)).status).toBe(404)
    expect((await download(other, 'attendance', body.id)).status).toBe(404)
    const mine = { params: { ...end.params, profileId: body.id } }
    expect((await world.ask(end.nadia, profiles.deleteExportProfile, mine)).status).toBe(404)
    const ines = await world.staff('Inès', { course: other.course, role: 'invigilator' })
    expect((await world.ask(ines, profiles.listExportProfiles, { params: other.params })).status).toBe(403)
    const text = (await download(other, 'results', body.id)).bytes.toString()
    expect(text).toBe('\uFEFF"NOTE"\r\n\r\n13,25\r\n20\r\n'.replace('\r\n\r\n', '\r\n""\r\n'))
  })

  it('have one name each, are renamed, and are not overwritten by an older page', async () => {
    const { nadia, params } = await endOfCourse(world)
    const create = (name: string) =>
      world.ask(nadia, profiles.createExportProfile, { params, body: { kind: 'points', name, layout } })
    const { body: first } = await create('Jury')
    expect((await create('Jury')).body.code).toBe('name_taken')
    const update = (revision: number, name: string) =>
      world.ask(nadia, profiles.updateExportProfile, {
        params: { ...params, profileId: first.id },
        body: { revision, name, layout },
      })
    expect((await update(1, 'Jury de juin')).body).toMatchObject({ name: 'Jury de juin', revision: 2 })
    expect((await update(1, 'Autre')).body.code).toBe('changed_meanwhile')
    const { body } = await world.ask(nadia, profiles.listExportProfiles, { params })
    expect(body.profiles.map(({ name }) => name)).toEqual(['Jury de juin'])
  })

  it.each([
    ['a column twice', { columns: [layout.columns[0], { field: 'mark', title: 'X' }], format: inherited }],
    [
      'two columns with one name',
      { columns: [layout.columns[0], { field: 'group', title: 'note' }], format: inherited },
    ],
    ['no column', { columns: [], format: inherited }],
    ['a decimal comma between commas', { ...layout, format: { ...inherited, separator: ',' as const } }],
  ])('never have %s', async (_, wrong) => {
    const { body } = await world.ask(end.nadia, profiles.createExportProfile, {
      params: end.params,
      body: { kind: 'results', name: 'Faux', layout: wrong as typeof layout },
    })
    expect(body.code).toBe('invalid_request')
  })

  it('say what comes first where there is nothing to show yet', async () => {
    const course = await world.course()
    const nadia = await world.staff('Nadia', { course, role: 'trainer' })
    const preview = (kind: (typeof fileKinds)[number]) =>
      world.ask(nadia, profiles.previewExport, { params: { courseId: course.id }, body: { kind } })
    for (const kind of ['results', 'rubric'] as const)
      expect((await preview(kind)).body.code).toBe('nothing_to_preview')
    expect((await preview('journal')).status).toBe(200)
  })

  it('show their first lines as the file will have them, and what an old encoding would lose', async () => {
    const { nadia, params, elise } = await endOfCourse(world)
    await world.db.student.update({ where: { id: elise.id }, data: { familyName: 'Łukasz' } })
    const format = { ...inherited, encoding: 'windows1252' as const }
    const columns = [
      { field: 'family_name', title: null },
      { field: 'question:*', title: 'Ex {n}' },
    ]
    const { body } = await world.ask(nadia, profiles.previewExport, {
      params,
      body: { kind: 'points', layout: { columns, format } },
    })
    expect(body.rows[0]).toEqual(['Nom', ...Array.from({ length: 20 }, (_, at) => `Ex ${at + 1}`)])
    expect(body.lost).toEqual(['Ł'])
    expect(body.choices.find(({ field }) => field === 'question:*')).toMatchObject({ count: 20 })
  })
})
