import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheetContract from '#contract/assessment/final-sheet.ts'
import * as rules from '#contract/assessment/rules.ts'
import * as contract from '#contract/exports/exports.ts'
import { unguard } from '#core/csv.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

type End = Awaited<ReturnType<typeof endOfCourse>>
let world: World
let end: End
beforeAll(async () => {
  world = await createWorld()
  end = await endOfCourse(world)
  const name = (who: Someone, data: object) => world.db.student.update({ where: { id: who.id }, data })
  await world.db.exam.update({ where: { id: end.exam.id }, data: { title: 'QCM final' } })
  await name(end.elise, { number: '00123', email: 'elise.gautier@exemple.fr', group: 'A' })
  // A name that is a formula, one with both separators, a quote and a line break.
  await name(end.fatou, { familyName: '=HYPERLINK("http://exemple.fr";"N’Diaye")', givenName: '-Fatou', group: '@B' })
  await name(end.kevin, { familyName: 'D\'Almeida; dit "Kéké",\nle jeune', givenName: '+Kevin', number: '-12' })
  await world.ask(end.nadia, finalSheetContract.setEntry, {
    params: { ...end.params, studentId: end.kevin.id, component: 'qcm' },
    body: { status: 'abi', mark: null, reason: '' },
  })
  await world.ask(end.nadia, finalSheetContract.setEntry, {
    params: { ...end.params, studentId: end.kevin.id, component: 'projet' },
    body: { status: 'abi', mark: null, reason: '' },
  })
})
afterAll(() => world.close())

const results = (who: Someone, profile: contract.ExportProfile, params = { ...end.params, examId: end.exam.id }) =>
  world.ask(who, contract.exportResults, { params, query: { profile } })
const sheet = (who: Someone, profile: contract.ExportProfile) =>
  world.ask(who, contract.exportFinalSheet, { params: end.params, query: { profile } })
/** What left, byte for byte: each line of the file, then its end. */
const bytesOf = (start: string, lines: string[]) => Buffer.from(start + lines.map((line) => `${line}\r\n`).join(''))

describe('the results of an exam', () => {
  it('open right in a French Excel, byte for byte, whatever the names', async () => {
    const file = await results(end.nadia, 'excel_fr')
    const expected = bytesOf('\uFEFF', [
      '"Nom";"Prénom";"Numéro";"Adresse électronique";"Groupe";"Statut";"Note sur 20";"Points";"Réponses données";"Durée (min)"',
      `"'=HYPERLINK(""http://exemple.fr"";""N’Diaye"")";"'-Fatou";"";"";"'@B";"remise";20;20;20;`,
      `"D'Almeida; dit ""Kéké"",\nle jeune";"'+Kevin";"'-12";"";"";"absent";;;;`,
      '"Gautier";"Élise";"00123";"elise.gautier@exemple.fr";"A";"remise";13,25;13,25;14;',
    ])
    expect(file.bytes.toString()).toBe(expected.toString())
    expect(file.bytes.equals(expected)).toBe(true)
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="QCM final - resultats - 2026-12-08.csv"; filename*=UTF-8''QCM%20final%20-%20r%C3%A9sultats%20-%202026-12-08.csv`,
    )
    expect(file.headers['content-security-policy']).toContain('sandbox')
  })

  it('follow RFC 4180 for other programs: commas, points, quotes where needed, no mark at the start', async () => {
    const file = await results(end.nadia, 'rfc4180')
    const expected = bytesOf('', [
      'Family name,Given name,Number,E-mail,Group,Status,Mark out of 20,Points,Answered,Duration (min)',
      `"'=HYPERLINK(""http://exemple.fr"";""N’Diaye"")",'-Fatou,,,'@B,submitted,20,20,20,`,
      `"D'Almeida; dit ""Kéké"",\nle jeune",'+Kevin,'-12,,,absent,,,,`,
      'Gautier,Élise,00123,elise.gautier@exemple.fr,A,submitted,13.25,13.25,14,',
    ])
    expect(file.bytes.equals(expected)).toBe(true)
  })
})

describe('the final sheet', () => {
  it('opens right in a French Excel, with marks as numbers and the working as text', async () => {
    const file = await sheet(end.nadia, 'excel_fr')
    const expected = bytesOf('\uFEFF', [
      '"Nom";"Prénom";"Numéro";"Adresse électronique";"Groupe";"QCM final";"QCM final (statut)";"Projet GitOps";"Projet GitOps (statut)";"Points de jury";"Motif du jury";"Somme exacte";"Note finale sur 20";"Résultat";"Calcul";"Identifiant Barème"',
      `"'=HYPERLINK(""http://exemple.fr"";""N’Diaye"")";"'-Fatou";"";"";"'@B";20;"présent";15;"présent";;"";17,5;17,5;"Validé";"0,5 × 20,00 + 0,5 × 15,00 = 17,5 → 17,5";"${end.fatou.id}"`,
      `"D'Almeida; dit ""Kéké"",\nle jeune";"'+Kevin";"'-12";"";"";;"ABI";;"ABI";;"";;;"DEF";"QCM final : ABI, bloque le résultat ; Projet GitOps : ABI, bloque le résultat";"${end.kevin.id}"`,
      `"Gautier";"Élise";"00123";"elise.gautier@exemple.fr";"A";13,25;"présent";15,5;"présent";;"";14,375;14,5;"Validé";"0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5";"${end.elise.id}"`,
    ])
    expect(file.bytes.toString()).toBe(expected.toString())
    expect(file.bytes.equals(expected)).toBe(true)
    expect(decodeURIComponent(String(file.headers['content-disposition']).split("''")[1] ?? '')).toBe(
      'Orchestration et conteneurs - Évaluation finale - 2026-12-08.csv',
    )
  })

  it('reads back as it was: the guard comes off, numbers are numbers, a sum without end is cut', async () => {
    const third = await endOfCourse(world)
    const { body } = await world.ask(third.nadia, finalSheetContract.getFinalSheet, { params: third.params })
    const parts = body.rules.parts.map((part) => ({ ...part, coefficient: part.id === 'qcm' ? '1' : '2' }))
    await world.ask(third.nadia, rules.setRules, {
      params: third.params,
      body: { revision: body.revision, title: body.title, rules: { ...body.rules, parts } },
    })
    const file = await world.ask(third.nadia, contract.exportFinalSheet, {
      params: third.params,
      query: { profile: 'rfc4180' },
    })
    const rows = parse(file.bytes, { columns: true }) as Record<string, string>[]
    const elise = rows.find((row) => row['Given name'] === 'Élise')
    // (13,25 + 2 × 15,5) ÷ 3 = 14,75; (20 + 2 × 15) ÷ 3 = 16,666…
    expect(elise).toMatchObject({ 'Exact sum': '14.75', 'Final grade out of 20': '15' })
    expect(rows.find((row) => row['Given name'] === 'Fatou')).toMatchObject({ 'Exact sum': '16.666666' })
    expect(rows.find((row) => row['Given name'] === 'Kevin')).toMatchObject({ Result: 'Waiting', 'Exact sum': '' })

    const hostile = parse((await sheet(end.nadia, 'rfc4180')).bytes, { columns: true }) as Record<string, string>[]
    expect(hostile.map((row) => unguard(row['Family name'] ?? ''))).toEqual([
      '=HYPERLINK("http://exemple.fr";"N’Diaye")',
      'D\'Almeida; dit "Kéké",\nle jeune',
      'Gautier',
    ])
  })
})

describe('who may take them away', () => {
  it('lists what there is: exams that left the drawing board and the sheet', async () => {
    const { body } = await world.ask(end.nadia, contract.listFiles, { params: end.params })
    expect(body).toMatchObject({
      exams: [{ id: end.exam.id, title: 'QCM final', status: 'closed', markCount: 2 }],
      projects: [{ id: end.project.projectId, teamCount: 1 }],
      finalSheet: { title: 'Évaluation finale', studentCount: 3 },
    })
    const course = await world.course()
    const marc = await world.staff('Marc', { course, role: 'trainer' })
    const none = await world.ask(marc, contract.listFiles, { params: { courseId: course.id } })
    expect(none.body).toEqual({ exams: [], projects: [], finalSheet: null })
  })

  it('trainers of the course only, and only its own exams', async () => {
    const other = await endOfCourse(world)
    const ines = await world.staff('Inès', { course: end.course, role: 'invigilator' })
    const statuses = async (who: Someone) => [
      (await results(who, 'excel_fr')).status,
      (await sheet(who, 'excel_fr')).status,
    ]
    expect(await statuses(other.nadia)).toEqual([404, 404])
    expect(await statuses(ines)).toEqual([403, 403])
    expect(await statuses(end.elise)).toEqual([403, 403])
    expect(await statuses(nobody)).toEqual([401, 401])
    expect((await results(end.nadia, 'excel_fr', { ...end.params, examId: other.exam.id })).status).toBe(404)
    expect((await results(end.nadia, 'xlsx' as 'excel_fr')).body.code).toBe('invalid_request')
  })
})
