import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as auth from '#contract/auth/auth.ts'
import * as accessCodes from '#contract/students/access-codes.ts'
import * as rosterImport from '#contract/students/roster-import.ts'
import * as students from '#contract/students/students.ts'
import type { RosterMend } from '#core/students/roster-columns.ts'
import { giveAccessCodes } from '#server/students/give-access-codes.ts'
import { hasSharedFixtures, sharedFixtures } from '#test/setup/shared-fixtures.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** A course of its own for each test, with its trainer. */
async function desk() {
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const params = { courseId: course.id }
  const preview = (content: Content) =>
    world.ask(nadia, rosterImport.previewImport, { params, body: { firstLine: 'titles', ...content } })
  return {
    course,
    nadia,
    params,
    preview,
    /** Previews, then imports: what the page does. */
    load: async (content: Content) => {
      const { fingerprint } = (await preview(content)).body
      const body = { firstLine: 'titles' as const, ...content, fingerprint }
      return world.ask(nadia, rosterImport.importStudents, { params, body })
    },
    list: async (query: { search?: string; group?: string; archived?: 'without' | 'only' | 'with' } = {}) =>
      (await world.ask(nadia, students.listStudents, { params, query })).body,
    add: (fields: Partial<Fields> & { familyName: string }) =>
      world.ask(nadia, students.addStudent, { params, body: fields }),
    audit: async () => {
      const lines = await world.db.auditLine.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })
      return lines.map(({ action }) => action)
    },
  }
}
type Content = {
  text?: string
  base64?: string
  columns?: Record<string, number>
  firstLine?: 'titles' | 'student'
  mends?: RosterMend[]
}
type Fields = { givenName: string; email: string; number: string; group: string; extraTime: { kind: 'none' } }

const file = (bytes: Uint8Array) => ({ base64: Buffer.from(bytes).toString('base64') })
const excel = 'Nom;Prénom;E-mail;Numéro;Groupe;Temps majoré\r\n'
const roster = `${excel}Gautier;Élise;elise@exemple.fr;00412;A;4/3\r\nde la Fontaine;Noé;noe@exemple.fr;00413;B;\r\n`

describe('a file', () => {
  const utf16be = Buffer.from(`\uFEFF${roster}`, 'utf16le').swap16()
  it.each([
    ['UTF-8', Buffer.from(roster), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${roster}`), 'utf-8'],
    ['Windows-1252, as Excel writes it', Buffer.from(roster, 'latin1'), 'windows-1252'],
    ['UTF-16 LE', Buffer.from(`\uFEFF${roster}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE', utf16be, 'utf-16be'],
    ['UTF-16 LE without its mark', Buffer.from(roster, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE without its mark', utf16be.subarray(2), 'utf-16be'],
  ])('in %s is read with its accents, leading zeros and particles', async (_, bytes, encoding) => {
    const { preview } = await desk()
    const { body } = await preview(file(bytes))
    expect(body).toMatchObject({
      encoding,
      separator: ';',
      columns: { familyName: 0, givenName: 1, email: 2, number: 3, group: 4, extraTime: 5 },
      counts: { new: 2, changed: 0, unchanged: 0, duplicated: 0, unusable: 0 },
    })
    expect(body.lines).toMatchObject([
      {
        line: 2,
        outcome: 'new',
        student: { givenName: 'Élise', number: '00412', extraTime: { kind: 'ratio', numerator: 4, denominator: 3 } },
      },
      { line: 3, outcome: 'new', student: { familyName: 'de la Fontaine', extraTime: { kind: 'none' } } },
    ])
  })

  it.each([
    ['semicolons', ';', ''],
    ['commas', ',', ''],
    ['tabulations', '\t', ''],
    ['bars', '|', ''],
    ['the separator it declares', ';', 'sep=;\r\n'],
  ])('with %s is understood', async (_, separator, first) => {
    const { preview } = await desk()
    const { body } = await preview({ text: `${first}${roster.replaceAll(';', separator)}` })
    expect(body).toMatchObject({ separator, counts: { new: 2 } })
    expect(body.lines.map(({ line }) => line)).toEqual(first ? [3, 4] : [2, 3])
  })

  it('keeps the line numbers a person sees, past empty lines and cells of two lines', async () => {
    const { preview } = await desk()
    const { body } = await preview({ text: 'nom,prénom\n\n"Du\nPont",Jean\n , \nRoy,Ana\n' })
    expect(body.lines).toMatchObject([
      { line: 3, student: { familyName: 'Du Pont' } },
      { line: 6, student: { familyName: 'Roy' } },
    ])
  })

  it('says which lines cannot be used and why, and keeps the others', async () => {
    const { preview } = await desk()
    const lines = [
      'Gautier;Élise;elise(at)exemple;1;A;',
      ';;;2;A;',
      'Roy;Ana;;2,20E+07;A;',
      'Morel;Ugo;;3;A;un peu',
      `${'x'.repeat(201)};Léo;;4;A;`,
      'Petit;Zoé;zoe@exemple.fr;5;A;',
      'PETIT;Zoe;zoe@exemple.fr;5;B;',
    ]
    const { body } = await preview({ text: excel + lines.join('\n') })
    expect(body.counts).toEqual({ new: 2, changed: 0, unchanged: 0, duplicated: 1, unusable: 4 })
    expect(body.lines).toMatchObject([
      { line: 2, reason: 'invalid_email', field: 'email', said: 'Gautier · Élise · elise(at)exemple · 1 · A' },
      { line: 3, reason: 'no_name' },
      { line: 4, reason: 'mangled_number' },
      { line: 5, outcome: 'new', student: { extraTime: { kind: 'none' } }, doubts: ['extra_time_unread'] },
      { line: 6, reason: 'too_long', field: 'familyName' },
      { line: 7, outcome: 'new' },
      { line: 8, outcome: 'duplicated', of: 7 },
    ])
  })

  it('writes what was mended in the preview, and names who still needs an extra time', async () => {
    const { preview, nadia, params } = await desk()
    const write = (body: Content & { fingerprint: string }) =>
      world.ask(nadia, rosterImport.importStudents, { params, body: { firstLine: 'titles', ...body } })
    const list = {
      text: `${excel}Gautier;Élise;elise(at)exemple;1;A;1/3 temps\nRoy;Ana;;2;A;un peu\nMorel;Ugo;;3;A;un peu\n`,
      mends: [
        { line: 2, field: 'email' as const, text: 'elise@exemple.fr' },
        { line: 4, field: 'extraTime' as const, text: 'tiers-temps (+33 %)' },
      ],
    }
    const { body } = await preview(list)
    expect(body.lines).toMatchObject([
      { outcome: 'new', student: { email: 'elise@exemple.fr', extraTime: { numerator: 4, denominator: 3 } } },
      { outcome: 'new', cells: { extraTime: 'un peu' }, doubts: ['extra_time_unread'] },
      { outcome: 'new', cells: { extraTime: 'tiers-temps (+33 %)' }, doubts: [] },
    ])
    const other = await write({ text: list.text, fingerprint: body.fingerprint })
    expect(other.status).toBe(409)
    const { body: done } = await write({ ...list, fingerprint: body.fingerprint })
    const ana = await world.db.student.findFirstOrThrow({ where: { id: { in: done.unreadExtraTimeIds } } })
    expect(done).toMatchObject({ added: 3, unreadExtraTimeIds: [ana.id] })
    expect(ana).toMatchObject({ familyName: 'Roy', extraTime: { kind: 'none' } })
  })

  it('whose columns have no known name is read once somebody says which is which', async () => {
    const { preview } = await desk()
    const text = 'Gautier;Élise\nRoy;Ana\n'
    expect((await preview({ text })).body).toMatchObject({ columns: {}, headers: ['Gautier', 'Élise'] })
    const { body } = await preview({ text, columns: { familyName: 0, givenName: 1 }, firstLine: 'student' })
    expect(body.lines).toMatchObject([
      { line: 1, student: { familyName: 'Gautier', givenName: 'Élise' } },
      { line: 2, student: { familyName: 'Roy' } },
    ])
  })

  it.each([
    ['a workbook', file(Buffer.from('504b030414000600', 'hex')), 'unreadable_file', { reason: 'spreadsheet' }],
    ['bytes that are no text', file(Buffer.from([1, 2, 0, 3, 65, 66, 67, 68, 69])), 'unreadable_file', {}],
    ['a quote left open', { text: 'nom;prénom\n"Roy;Ana\nPetit;Léo\n' }, 'unreadable_file', { reason: 'quote' }],
    ['titles alone', { text: excel }, 'nothing_to_import', undefined],
    ['more than two megabytes', { text: `nom\n${'Roy\n'.repeat(600_000)}` }, 'too_large', {}],
    ['more lines than a class', { text: `nom\n${'Roy\n'.repeat(5_001)}` }, 'too_large', { lines: 5_000 }],
    ['both a text and a file', { text: roster, base64: 'Tm9t' }, 'invalid_request', undefined],
  ] as const)('that is %s is refused, and nothing is written', async (_, content, code, details) => {
    const { preview, list } = await desk()
    const { body } = await preview(content)
    expect(body.code).toBe(code)
    if (details) expect(body.details ?? {}).toMatchObject(details)
    expect((await list()).counts.active).toBe(0)
  })

  it('of 50 megabytes is refused by its size', async () => {
    const { preview } = await desk()
    const answer = await preview({ text: 'x'.repeat(50 * 1024 * 1024) })
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 413, code: 'too_large' })
  })

  const folder = join(sharedFixtures, 'csv')
  const lists = ['moodle_upload_users.csv', 'moodle_upload_users_cohorts.csv', 'moodle_grade_import.csv']
  it.runIf(hasSharedFixtures)('of another platform gives its students', async () => {
    const { preview } = await desk()
    const counts = []
    for (const name of lists) {
      const { body } = await preview(file(readFileSync(join(folder, name))))
      expect(body.columns).toMatchObject({ familyName: expect.any(Number), givenName: expect.any(Number) })
      counts.push(body.counts.new)
    }
    expect(counts).toEqual([2, 4, 1])
    // The others are no class lists: an answer or a refusal, never a crash.
    for (const name of readdirSync(folder).filter((each) => /\.(csv|txt)$/.test(each))) {
      expect((await preview(file(readFileSync(join(folder, name))))).status, name).toBeLessThan(500)
    }
  })
})

describe('an import', () => {
  it('writes what the preview said, with one line in the journal; a second one changes nothing', async () => {
    const { load, preview, list, audit } = await desk()
    expect((await preview({ text: roster })).body.counts.new).toBe(2)
    expect((await list()).counts.active).toBe(0)

    expect((await load({ text: roster })).body).toMatchObject({ added: 2, changed: 0 })
    const before = await list()
    expect(before.students.map(({ familyName, number }) => [familyName, number])).toEqual([
      ['de la Fontaine', '00413'],
      ['Gautier', '00412'],
    ])
    expect((await preview({ text: roster })).body.counts).toMatchObject({ new: 0, changed: 0, unchanged: 2 })
    expect((await load({ text: roster })).body.code).toBe('nothing_to_import')
    expect(await list()).toEqual(before)
    expect(await audit()).toEqual(['students.import'])
  })

  it('shows each difference, and erases nothing with an empty cell', async () => {
    const { load, preview, list } = await desk()
    await load({ text: roster })
    const text = `${excel}GAUTIER;Elise;e.gautier@exemple.fr;00412;;\nNdiaye;Awa;awa@exemple.fr;00414;A;\n`
    const { body } = await preview({ text })
    expect(body.lines).toMatchObject([
      {
        outcome: 'changed',
        changes: [
          { field: 'familyName', before: 'Gautier', after: 'GAUTIER' },
          { field: 'givenName', before: 'Élise', after: 'Elise' },
          { field: 'email', before: 'elise@exemple.fr', after: 'e.gautier@exemple.fr' },
        ],
      },
      { outcome: 'new' },
    ])
    expect((await load({ text })).body).toMatchObject({ added: 1, changed: 1 })
    expect((await list({ search: 'gautier' })).students).toMatchObject([
      { group: 'A', extraTime: { kind: 'ratio', numerator: 4, denominator: 3 } },
    ])
  })

  it('is refused when the class changed since the preview', async () => {
    const { nadia, params, preview, add, list } = await desk()
    const { fingerprint } = (await preview({ text: roster })).body
    await add({ familyName: 'Gautier', givenName: 'Élise', number: '00412' })
    const body = { text: roster, fingerprint }
    const answer = await world.ask(nadia, rosterImport.importStudents, { params, body })
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 409, code: 'preview_outdated' })
    expect((await list()).counts.active).toBe(1)
  })

  it('pressed eight times at once adds each student once', async () => {
    const { nadia, params, preview, list } = await desk()
    const { fingerprint } = (await preview({ text: roster })).body
    const body = { text: roster, fingerprint }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => world.ask(nadia, rosterImport.importStudents, { params, body })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await list()).counts.active).toBe(2)
  })

  it('leaves an archived student archived, and says so', async () => {
    const { nadia, params, load, preview, list } = await desk()
    await load({ text: roster })
    const [noe] = (await list()).students
    await world.ask(nadia, students.archiveStudent, { params: { ...params, studentId: noe?.id ?? '' } })
    expect((await preview({ text: roster })).body.lines).toMatchObject([
      { isArchived: false },
      { outcome: 'unchanged', isArchived: true, name: { familyName: 'de la Fontaine' } },
    ])
  })

  it('is undone: who was added goes, who was changed is as before', async () => {
    const { nadia, params, load, list, audit } = await desk()
    await load({ text: roster })
    const before = await list()
    world.wait(1)
    const { body } = await load({ text: `${excel}Gautier;Élise;;00412;C;\nNdiaye;Awa;;00414;A;\n` })
    const [latest] = (await world.ask(nadia, rosterImport.listImports, { params })).body.imports
    expect(latest).toMatchObject({ id: body.importId, byName: 'Nadia', added: 1, changed: 1 })

    const undo = { params: { ...params, importId: body.importId } }
    expect((await world.ask(nadia, rosterImport.undoImport, undo)).body).toEqual({ done: true })
    expect((await list()).students).toEqual(before.students)
    expect((await world.ask(nadia, rosterImport.undoImport, undo)).status).toBe(404)
    expect(await audit()).toEqual(['students.import', 'students.import', 'students.undo_import'])
  })

  it('is kept once something rests on it: a code, a change, a copy', async () => {
    const { course, nadia, params, load, list } = await desk()
    const undo = async (importId: string) =>
      (await world.ask(nadia, rosterImport.undoImport, { params: { ...params, importId } })).body.code
    const { importId } = (await load({ text: roster })).body
    const [noe, elise] = (await list()).students
    await world.ask(nadia, accessCodes.giveAccessCodes, { params, body: { studentIds: [noe?.id ?? ''] } })
    expect(await undo(importId)).toBe('import_in_use')

    world.wait(1)
    const second = (await load({ text: `${excel}Ndiaye;Awa;;00414;A;\n` })).body.importId
    const [awa] = (await list({ search: 'awa' })).students
    const exam = await world.db.exam.create({
      data: { ...bareExam, courseId: course.id, joinCode: 'JCKEPT' },
    })
    await world.db.attempt.create({ data: { examId: exam.id, studentId: awa?.id ?? '', seed: 's', paper: [] } })
    expect(await undo(second)).toBe('import_in_use')

    world.wait(1)
    const third = (await load({ text: `${excel}Gautier;Élise;;00412;D;\n` })).body.importId
    world.wait(1)
    const { id, familyName, givenName, email, number, extraTime } = elise as NonNullable<typeof elise>
    const fields = { familyName, givenName, email, number, extraTime }
    const where = { ...params, studentId: id }
    await world.ask(nadia, students.updateStudent, { params: where, body: { ...fields, group: 'E' } })
    expect(await undo(third)).toBe('import_in_use')
    expect((await list({ search: 'gautier' })).students[0]?.group).toBe('E')
  })
})

const bareExam = {
  title: 'QCM',
  status: 'open',
  limitMinutes: 40,
  blueprint: asColumn({}),
  seed: 's',
  scale: asColumn({}),
  markRule: asColumn({}),
  release: asColumn({}),
} as const

describe('the class', () => {
  it('is listed by name, found by any word without its accents, filtered by group', async () => {
    const { load, list } = await desk()
    await load({ text: roster })
    const found = async (query: Parameters<typeof list>[0]) => (await list(query)).students.map((s) => s.familyName)
    expect(await found({})).toEqual(['de la Fontaine', 'Gautier'])
    expect(await found({ search: 'elise GAUT' })).toEqual(['Gautier'])
    expect(await found({ search: '00413' })).toEqual(['de la Fontaine'])
    expect(await found({ group: 'B' })).toEqual(['de la Fontaine'])
    expect((await list()).groups).toEqual(['A', 'B'])
  })

  it('takes one student by hand, and refuses the same one twice', async () => {
    const { add, list, audit } = await desk()
    const answer = await add({ familyName: '  de  la Fontaine ', givenName: 'Noé', number: '007' })
    expect(answer.body).toMatchObject({ familyName: 'de la Fontaine', email: null, extraTime: { kind: 'none' } })
    expect((await add({ familyName: 'DE LA FONTAINE', givenName: 'Noe' })).body.code).toBe('student_exists')
    expect((await add({ familyName: 'Autre', number: '007' })).body.code).toBe('student_exists')
    // A namesake, whom the number tells apart.
    expect((await add({ familyName: 'de la Fontaine', givenName: 'Noé', number: '008' })).status).toBe(200)
    expect((await list()).counts.active).toBe(2)
    expect(await audit()).toEqual(['student.add', 'student.add'])
  })

  it('is corrected with what it was before in the journal', async () => {
    const { nadia, params, add, course } = await desk()
    const { id } = (await add({ familyName: 'Roy', givenName: 'Ana', group: 'A' })).body
    const extraTime = { kind: 'minutes', minutes: 20 } as const
    const body = { familyName: 'Roy', givenName: 'Anna', group: 'A', extraTime }
    const answer = await world.ask(nadia, students.updateStudent, { params: { ...params, studentId: id }, body })
    expect(answer.body).toMatchObject({ givenName: 'Anna', extraTime })
    const line = await world.db.auditLine.findFirst({ where: { courseId: course.id, action: 'student.update' } })
    expect(line).toMatchObject({ before: { givenName: 'Ana' }, after: { givenName: 'Anna', extraTime } })
  })

  it.each([
    ['a ratio below one', { extraTime: { kind: 'ratio', numerator: 3, denominator: 4 } }],
    ['an address that is none', { email: 'ana(at)exemple.fr' }],
    ['a field it does not know', { codeHash: 'x' }],
    ['no name', { familyName: ' \u200b ' }],
  ])('refuses %s', async (_, wrong) => {
    const { add, list } = await desk()
    expect((await add({ familyName: 'Roy', ...(wrong as object) })).body.code).toBe('invalid_request')
    expect((await list()).counts.active).toBe(0)
  })

  it('keeps who left apart, signs them out, and takes them back', async () => {
    const { course, nadia, params, list } = await desk()
    const ana = await world.student({ course, name: 'Ana Roy', code: 'ABCDEFGH' })
    const where = { params: { ...params, studentId: ana.id } }
    expect((await world.ask(nadia, students.archiveStudent, where)).body.archivedAt).not.toBeNull()
    expect((await list()).counts).toEqual({ active: 0, archived: 1, withoutCode: 0 })
    expect((await list({ archived: 'only' })).students).toHaveLength(1)
    expect((await world.ask(ana, auth.getSession, {})).body).toEqual({ kind: 'visitor' })
    expect((await world.ask(nadia, students.restoreStudent, where)).body.archivedAt).toBeNull()
    expect((await list()).counts.active).toBe(1)
  })

  it('does not exist for staff of another course, and is only read by an invigilator', async () => {
    const { course, params, add } = await desk()
    const { id } = (await add({ familyName: 'Roy', givenName: 'Ana' })).body
    const paul = await world.staff('Paul', { course, role: 'invigilator' })
    const zoe = await world.staff('Zoé', { course: await world.course('Réseaux'), role: 'owner' })
    const other = (await desk()).params
    const where = { params: { ...params, studentId: id } }
    const statuses = async (who: Someone) => [
      (await world.ask(who, students.listStudents, { params, query: {} })).status,
      (await world.ask(who, students.getStudent, where)).status,
      (await world.ask(who, students.updateStudent, { ...where, body: { familyName: 'Volé' } })).status,
      (await world.ask(who, students.archiveStudent, where)).status,
      (await world.ask(who, rosterImport.previewImport, { params, body: { text: roster } })).status,
      (await world.ask(who, accessCodes.giveAccessCodes, { params, body: {} })).status,
    ]
    expect(await statuses(paul)).toEqual([200, 200, 403, 403, 403, 403])
    expect(await statuses(zoe)).toEqual([404, 404, 404, 404, 404, 404])
    expect(await statuses(nobody)).toEqual([401, 401, 401, 401, 401, 401])

    // A student of one course is nobody in another, even for its own trainer.
    const amy = await world.staff('Amy', { course: { id: other.courseId }, role: 'owner' })
    const across = { params: { ...other, studentId: id } }
    expect((await world.ask(amy, students.getStudent, across)).status).toBe(404)
    expect((await world.ask(amy, students.updateStudent, { ...across, body: { familyName: 'Volé' } })).status).toBe(404)
    expect((await world.ask(amy, students.archiveStudent, across)).status).toBe(404)
    const codes = { params: other, body: { studentIds: [id] } }
    expect((await world.ask(amy, accessCodes.giveAccessCodes, codes)).status).toBe(404)
  })
})

describe('personal codes', () => {
  it('are given once to who has none, work, and stop working when renewed', async () => {
    const { course, nadia, params, load, list } = await desk()
    await load({ text: roster })
    await world.db.exam.create({ data: { ...bareExam, courseId: course.id, joinCode: 'JCWXYZ' } })
    const give = async (studentIds?: string[]) =>
      (await world.ask(nadia, accessCodes.giveAccessCodes, { params, body: studentIds ? { studentIds } : {} })).body
        .codes
    const enter = (personalCode: string) =>
      world.ask(nobody, auth.signInStudent, { body: { joinCode: 'JCWXYZ', personalCode } })

    const codes = await give()
    expect(codes.map(({ familyName }) => familyName)).toEqual(['Gautier', 'de la Fontaine'])
    for (const { code } of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(await give()).toEqual([])
    expect((await list()).counts.withoutCode).toBe(0)
    expect((await list()).students[0]?.codeSetAt).toBe(world.now().toISOString())

    const elise = codes[0] ?? { id: '', code: '' }
    const session = await enter(elise.code)
    expect(session.body).toMatchObject({ session: { name: 'Élise Gautier' } })
    const token = /bareme=([^;]+)/.exec(String(session.headers['set-cookie']))?.[1] ?? ''

    const [renewed] = await give([elise.id])
    expect((await enter(elise.code)).body.code).toBe('wrong_code')
    expect((await world.ask({ ...nobody, token }, auth.getSession, {})).body).toEqual({ kind: 'visitor' })
    expect((await enter(renewed?.code ?? '')).status).toBe(200)
    // The others keep theirs.
    expect((await enter(codes[1]?.code ?? '')).status).toBe(200)
  })

  it('are in no other reply, nor in the database, nor in the journal', async () => {
    const { course, nadia, params, load, list } = await desk()
    await load({ text: roster })
    const { codes } = (await world.ask(nadia, accessCodes.giveAccessCodes, { params, body: {} })).body
    const kept = JSON.stringify([
      await list(),
      await world.db.student.findMany({ where: { courseId: course.id } }),
      (await world.db.auditLine.findMany({ where: { courseId: course.id } })).map(({ after }) => after),
    ])
    for (const { code } of codes) for (const text of [code, code.replace('-', '')]) expect(kept).not.toContain(text)
  })

  it('are never the same for two students, even when chance says so', async () => {
    const { course, load } = await desk()
    await load({ text: roster })
    const drawn = [1, 1, 1, 2].map((byte) => Buffer.alloc(8, byte))
    const codes = await giveAccessCodes(
      { ...world.deps, randomBytes: () => drawn.shift() ?? Buffer.alloc(8, 3) },
      { courseId: course.id, studentIds: undefined, actor: { id: null, name: 'Nadia' } },
    )
    expect(codes.map(({ code }) => code)).toEqual(['1111-1111', '2222-2222'])
  })
})

describe('several students at once', () => {
  it('change group or extra time, leave and come back, all or none, and are given back what they had', async () => {
    const { course, nadia, params, list, audit } = await desk()
    const [ana, zoe] = [
      await world.student({ course, name: 'Ana Roy' }),
      await world.student({ course, name: 'Zoé Petit' }),
    ]
    const studentIds = [ana.id, zoe.id]
    const change = async (what: students.StudentsChange) =>
      world.ask(nadia, students.changeStudents, { params, body: { studentIds, change: what } })
    const third = { kind: 'ratio', numerator: 4, denominator: 3 } as const
    const first = await change({ kind: 'group', group: 'TD 1' })
    expect(first.body.states.map(({ before }) => before.group)).toEqual(['', ''])
    await change({ kind: 'extraTime', extraTime: third })
    expect((await change({ kind: 'extraTime', extraTime: third })).body.states).toEqual([])
    const last = await change({ kind: 'archive' })
    expect((await list()).students).toEqual([])
    // A session of who left ends with it.
    expect((await world.db.session.findMany({ where: { studentId: { in: studentIds } } })).length).toBe(0)
    const { body } = await world.ask(nadia, students.restoreStudents, { params, body: last.body })
    expect(body).toEqual({ changed: 2, left: [] })
    expect((await list()).students).toMatchObject([
      { id: zoe.id, group: 'TD 1', extraTime: third },
      { id: ana.id, group: 'TD 1', extraTime: third },
    ])
    expect(await audit()).toEqual(Array.from({ length: 4 }, () => 'students.change'))
    const stranger = await world.student({ course: await world.course(), name: 'Léa Noir' })
    const refused = await world.ask(nadia, students.changeStudents, {
      params,
      body: { studentIds: [ana.id, stranger.id], change: { kind: 'group', group: 'X' } },
    })
    expect(refused.status).toBe(404)
    expect((await list()).groups).toEqual(['TD 1'])
  })

  it('leaves what a colleague changed since as it is, and says whom; what else is in the line does not count', async () => {
    const { course, nadia, params, list } = await desk()
    const marc = await world.staff('Marc', { course, role: 'trainer' })
    const [ana, zoe] = [
      await world.student({ course, name: 'Ana Roy', group: 'TD 1' }),
      await world.student({ course, name: 'Zoé Petit', group: 'TD 1' }),
    ]
    const change = (who: Someone, studentIds: string[], group: string) =>
      world.ask(who, students.changeStudents, { params, body: { studentIds, change: { kind: 'group', group } } })
    const { body: moved } = await change(nadia, [ana.id, zoe.id], 'TD 2')
    await change(marc, [ana.id], 'TD 3')
    const extraTime = { kind: 'ratio', numerator: 4, denominator: 3 } as const
    const given = { studentIds: [zoe.id], change: { kind: 'extraTime' as const, extraTime } }
    await world.ask(marc, students.changeStudents, { params, body: given })

    const { body } = await world.ask(nadia, students.restoreStudents, { params, body: moved })
    expect(body).toEqual({ changed: 1, left: [{ id: ana.id, familyName: 'Roy', givenName: 'Ana' }] })
    expect((await list()).students).toMatchObject([
      { id: zoe.id, group: 'TD 1', extraTime },
      { id: ana.id, group: 'TD 3' },
    ])
  })
})
