import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as rulesContract from '#contract/assessment/rules.ts'
import * as contract from '#contract/exports/exports.ts'
import { weightedMeanRules } from '#core/assessment/presets.ts'
import { findOffice, throughCalc } from '#test/setup/office.ts'
import { hasSharedCases, naughtyStrings, sharedCases } from '#test/setup/shared-fixtures.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

type Class = Awaited<ReturnType<typeof makeClass>>
const names = ['Élise Gautier', '=1+1 @N’Diaye', "D'Almeida; Kevin"]

/** Two labs marked by hand. */
async function makeClass(people = names) {
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const students: Someone[] = []
  for (const name of people) students.push(await world.student({ course, name }))
  const params = { courseId: course.id }
  const hand = { kind: 'hand' } as const
  const rules = weightedMeanRules([
    { id: 'tp1', name: 'TP 1', coefficient: '1', source: hand },
    { id: 'tp2', name: 'TP 2 ; réseau', coefficient: '2', source: hand },
  ])
  await world.ask(nadia, rulesContract.setRules, {
    params,
    body: { revision: 0, title: 'Note finale', rules: rules as never },
  })
  return { course, nadia, students, params }
}

const set = ({ nadia, params }: Class, who: Someone, component: string, mark: number | null) =>
  world.ask(nadia, finalSheet.setEntry, {
    params: { ...params, studentId: who.id, component },
    body: { status: 'present', mark, retake: null, reason: 'saisie' },
  })
const fileOf = async ({ nadia, params }: Class, profile: 'excel_fr' | 'rfc4180' = 'excel_fr') =>
  (await world.ask(nadia, contract.exportFinalSheet, { params, query: { profile } })).bytes
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64')
const preview = async ({ nadia, params }: Class, bytes: Buffer | string) =>
  (await world.ask(nadia, contract.previewSheetImport, { params, body: { base64: base64(bytes) } })).body
const write = ({ nadia, params }: Class, bytes: Buffer | string, fingerprint: string) =>
  world.ask(nadia, contract.importSheet, { params, body: { base64: base64(bytes), fingerprint } })
const entries = (all: Class) =>
  world.db.assessmentEntry.findMany({
    where: { assessment: { courseId: all.course.id } },
    orderBy: [{ studentId: 'asc' }, { component: 'asc' }],
  })
const [, first, second, third] = ['', 0, 1, 2] as [string, number, number, number]
const who = (all: Class, at: number) => all.students[at] as Someone

describe('a sheet edited in a spreadsheet', () => {
  it('comes back with what was changed, line by line, and nothing else', async () => {
    const all = await makeClass()
    await set(all, who(all, first), 'tp1', 1200)
    await set(all, who(all, second), 'tp1', 800)
    const before = await entries(all)
    const bytes = await fileOf(all)
    expect((await preview(all, bytes)).counts).toEqual({ changed: 0, unchanged: 3, refused: 0 })

    const edited = bytes.toString().replace(/;12;"présent";;"présent";/, ';14,5;"présent";9;"ABJ";')
    const shown = await preview(all, edited)
    expect(shown).toMatchObject({
      counts: { changed: 1, unchanged: 2, refused: 0 },
      lines: [
        {
          ...{ person: { familyName: 'Gautier', number: null }, outcome: 'changed' },
          changes: [
            { kind: 'mark', component: 'tp1', before: '12', after: 1450 },
            { kind: 'mark', component: 'tp2', before: null, after: 900 },
            { kind: 'status', component: 'tp2', before: 'present', after: 'abj' },
          ],
        },
      ],
    })
    expect(await entries(all)).toEqual(before)

    const { body } = await write(all, edited, shown.fingerprint)
    expect(body.changed).toBe(1)
    const after = await entries(all)
    expect(after.filter(({ studentId }) => studentId === who(all, first).id)).toMatchObject([
      { component: 'tp1', mark: 1450, status: 'present', reason: 'saisie' },
      { component: 'tp2', mark: 900, status: 'abj' },
    ])
    expect(after.filter(({ studentId }) => studentId === who(all, second).id)).toEqual(
      before.filter(({ studentId }) => studentId === who(all, second).id),
    )
    const line = await world.db.auditLine.findFirst({ where: { courseId: all.course.id, action: 'assessment.import' } })
    expect(line?.actorName).toBe('Nadia')

    const undo = () =>
      world.ask(all.nadia, contract.undoSheetImport, { params: { ...all.params, importId: body.importId } })
    expect((await undo()).status).toBe(200)
    expect(await entries(all)).toEqual(before)
    expect((await undo()).status).toBe(200)
  })

  it('refuses what it cannot map, one line at a time, and takes the rest', async () => {
    const all = await makeClass()
    const id = (at: number) => who(all, at).id
    const file = [
      'Identifiant Barème;TP 1;TP 2 ; réseau;Couleur préférée',
      `${id(first)};20,5;;bleu`,
      `${id(second)};douze;;`,
      `${id(third)};11;;`,
      `${id(third)};12;;`,
      '00000000-0000-4000-8000-000000000000;10;;',
    ]
      .join('\r\n')
      .replace('TP 2 ; réseau', '"TP 2 ; réseau"')
    const shown = await preview(all, file)
    expect(shown.ignored).toEqual(['Couleur préférée'])
    expect(shown.lines).toMatchObject([
      { line: 2, outcome: 'refused', reason: 'out_of_range', column: 'TP 1', said: '20,5' },
      { line: 3, outcome: 'refused', reason: 'not_a_number', column: 'TP 1', said: 'douze' },
      { line: 4, outcome: 'changed' },
      { line: 5, outcome: 'refused', reason: 'duplicate' },
      { line: 6, outcome: 'refused', reason: 'unknown_student' },
    ])
    await write(all, file, shown.fingerprint)
    expect((await entries(all)).map(({ studentId, mark }) => [studentId, mark])).toEqual([[id(third), 1100]])
  })

  it('is refused where one line names two people, and shows both by number and e-mail', async () => {
    const all = await makeClass(['Léa Martin', 'Zoé Martin'])
    const of = (at: number, data: object) => world.db.student.update({ where: { id: who(all, at).id }, data })
    const [lea, zoe] = [
      { number: '00120', email: 'lea@exemple.fr' },
      { number: '00121', email: 'zoe@exemple.fr' },
    ]
    await of(first, lea)
    await of(second, zoe)
    const [a, b] = [who(all, first).id, who(all, second).id]
    const lines = [
      `${a};Martin;Zoé;;;11`,
      `${a};;;;zoe@exemple.fr;12`,
      `;;;00120;zoe@exemple.fr;13`,
      `${b};Martin;Zoé;;;14`,
    ]
    const file = ['Identifiant Barème;Nom;Prénom;Numéro;Adresse électronique;TP 1', ...lines].join('\n')
    const shown = await preview(all, file)
    const refused = { outcome: 'refused', reason: 'contradiction', person: null, people: [lea, zoe] }
    expect(shown.lines).toMatchObject([
      ...[2, 3, 4].map((line) => ({ line, ...refused })),
      { line: 5, outcome: 'changed', person: zoe },
    ])
    await write(all, file, shown.fingerprint)
    expect((await entries(all)).map(({ studentId, mark }) => [studentId, mark])).toEqual([[b, 1400]])
  })

  it('is read again when the sheet moved in between, and not undone over a later hand', async () => {
    const all = await makeClass()
    const file = `Identifiant Barème,TP 1\n${who(all, first).id},15`
    const stale = await preview(all, file)
    await set(all, who(all, second), 'tp1', 700)
    expect((await write(all, file, stale.fingerprint)).body.code).toBe('preview_outdated')
    const { body } = await write(all, file, (await preview(all, file)).fingerprint)
    await set(all, who(all, first), 'tp1', 1600)
    const undo = await world.ask(all.nadia, contract.undoSheetImport, {
      params: { ...all.params, importId: body.importId },
    })
    expect(undo.body.code).toBe('import_in_use')
    expect((await entries(all)).find(({ studentId }) => studentId === who(all, first).id)?.mark).toBe(1600)
    expect(
      (await write(all, file.replace('15', '16'), (await preview(all, file.replace('15', '16'))).fingerprint)).body
        .code,
    ).toBe('nothing_to_import')
  })

  it('that is not a sheet is refused with a reason', async () => {
    const all = await makeClass()
    expect(await preview(all, 'Nom;Prénom\r\nGautier;Élise')).toMatchObject({ code: 'unreadable_file' })
    expect(await preview(all, Buffer.from('504b030400000000', 'hex'))).toMatchObject({ code: 'unreadable_file' })
  })

  it('is the same sheet after export and import, whatever the names and the marks', async () => {
    const all = await makeClass(['Ana Un', 'Bob Deux'])
    const name = fc
      .oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom(...naughtyStrings()))
      .filter((text) => !text.includes('\0'))
    const mark = fc.option(fc.integer({ min: 0, max: 2000 }))
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.record({ name, mark }), fc.record({ name, mark })),
        fc.constantFrom('excel_fr' as const, 'rfc4180' as const),
        async (people, profile) => {
          for (const [at, { name: familyName, mark: value }] of people.entries()) {
            await world.db.student.update({
              where: { id: who(all, at).id },
              data: { familyName, number: `=${at}` },
            })
            await set(all, who(all, at), 'tp2', value)
          }
          const { counts } = await preview(all, await fileOf(all, profile))
          expect(counts).toEqual({ changed: 0, unchanged: 2, refused: 0 })
        },
      ),
      { numRuns: 25, seed: 6 },
    )
  })
})

describe.skipIf(!hasSharedCases)('the files of shared/cases/sheets', () => {
  const folder = join(sharedCases, 'sheets')
  const parts = ['QCM final', 'Projet GitOps', 'Oral', 'TP 1']

  /** The class of the files, as they left: Léa absent at the oral, which her line no longer says. */
  async function classOf(file: string) {
    const course = await world.course()
    const nadia = await world.staff('Nadia', { course, role: 'trainer' })
    const params = { courseId: course.id }
    const [, ...lines] = readFileSync(join(folder, file), 'utf8').split('\n')
    const text = readFileSync(join(folder, file), 'utf8')
    const fresh = new Map(lines.map((line) => [line.split(';').at(-1)?.trim() ?? '', randomUUID()]))
    for (const [former, id] of fresh) {
      const [familyName = '', givenName = '', number = '', email = '', group = ''] =
        lines.find((line) => line.includes(former))?.split(';') ?? []
      await world.db.student.create({
        data: { id, courseId: course.id, familyName, givenName, number, email, group, extraTime: { kind: 'none' } },
      })
    }
    const rules = weightedMeanRules(
      parts.map((name, at) => ({ id: `p${at}`, name, coefficient: '1', source: { kind: 'hand' as const } })),
    )
    await world.ask(nadia, rulesContract.setRules, {
      params,
      body: { revision: 0, title: 'Note finale', rules: rules as never },
    })
    const swapped = [...fresh].reduce((all, [former, id]) => all.replaceAll(former, id), text)
    const all = { course, nadia, params, students: [...fresh.values()].map((id) => ({ id, token: '', name: '' })) }
    return { all, file: swapped }
  }

  it('an empty cell changes nothing, unless the trainer says to empty', async () => {
    const { all, file } = await classOf('sheet-empty-cells.csv')
    const [noe, lea] = [who(all, first), who(all, second)]
    await set(all, noe, 'p0', 0)
    await set(all, noe, 'p2', 1100)
    await world.ask(all.nadia, finalSheet.setEntry, {
      params: { ...all.params, studentId: lea.id, component: 'p3' },
      body: { status: 'abi', mark: null, retake: null, reason: 'saisie' },
    })
    const emptied = file.replace(
      `présent;;présent;;présent;;;;;En attente;;${lea.id}`,
      `présent;;présent;;;;;;;En attente;;${lea.id}`,
    )
    const ask = (empty?: 'clear') =>
      world.ask(all.nadia, contract.previewSheetImport, {
        params: all.params,
        body: { base64: base64(emptied), ...(empty ? { empty } : {}) },
      })
    const ofTwo = (lines: { person: { email: string | null } | null }[]) =>
      lines.filter(({ person }) => /noe|lea/.test(person?.email ?? ''))
    expect(ofTwo((await ask()).body.lines)).toEqual([])
    expect(ofTwo((await ask('clear')).body.lines)).toMatchObject([
      { person: { email: 'noe.durand@exemple.test' }, changes: [{ kind: 'mark', component: 'p2', after: null }] },
      {
        person: { email: 'lea.martin@exemple.test' },
        changes: [{ kind: 'status', component: 'p3', before: 'abi', after: 'present' }],
      },
    ])
  })

  it('a second line for one person is refused, with its line', async () => {
    const { all, file } = await classOf('sheet-duplicate-row.csv')
    const { counts, lines } = await preview(all, file)
    expect(counts).toEqual({ changed: 8, unchanged: 0, refused: 1 })
    expect(lines.at(-1)).toMatchObject({
      line: 10,
      outcome: 'refused',
      reason: 'duplicate',
      person: { number: '00121' },
    })
  })
})

const office = findOffice()
// LibreOffice is not asked of anybody: without it this says so, and everything above still holds.
describe(`in LibreOffice Calc, in French${office ? '' : ' (skipped: LibreOffice is not installed here)'}`, () => {
  it.skipIf(!office)(
    'the file opens, is saved as ODS then as CSV, and comes back without a change',
    async () => {
      const all = await makeClass()
      await set(all, who(all, first), 'tp1', 1225)
      await set(all, who(all, second), 'tp1', 800)
      await set(all, who(all, third), 'tp2', 50)
      const { ods, csv: back } = throughCalc(await fileOf(all))
      expect(ods).toContain('office:value="12.25"')
      // « =1+1 » is a name, and stays one.
      expect(ods).not.toContain('table:formula')
      expect(back.toString()).toContain('12,25')
      expect(await preview(all, back)).toMatchObject({ counts: { changed: 0, unchanged: 3, refused: 0 } })
      const edited = back.toString().replace('12,25', '13,75')
      expect((await preview(all, edited)).lines).toMatchObject([
        {
          person: { familyName: 'Gautier' },
          changes: [{ kind: 'mark', component: 'tp1', before: '12.25', after: 1375 }],
        },
      ])
    },
    240_000,
  )
})
