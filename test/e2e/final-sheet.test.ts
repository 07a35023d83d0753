import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as grading from '#contract/grading/grading.ts'
import { runJobs } from '#server/jobs.ts'
import { asColumn } from '#test/setup/as-column.ts'
import { makeExam } from '#test/setup/exam.ts'
import { endOfCourse, take } from '#test/setup/final.ts'
import { findOffice, throughCalc } from '#test/setup/office.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { handIn } from '#test/setup/sitting-page.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site?.close())

const row = (page: Page, name: RegExp) => page.getByRole('row', { name })

it('three labs, an exam and a project: the sheet, its record, the statement and the file', {
  timeout: 180_000,
}, async () => {
  const end = await endOfCourse(site.world)
  const at = `/cours/${end.course.id}/evaluation`
  const trainerPage = await site.visitor(end.nadia)

  // The rules: the three labs are a group whose two best marks count.
  await trainerPage.goto(at)
  await trainerPage.getByRole('button', { name: 'Modifier les règles' }).click()
  const rules = trainerPage.getByRole('dialog')
  await rules.getByRole('button', { name: 'Ajouter une composante' }).click()
  const labs = rules.getByRole('group', { name: 'Composante 3' }).first()
  await labs.getByLabel('Nom').fill('TP')
  await labs.getByLabel('Notes', { exact: true }).selectOption('group')
  for (const _ of ['TP 2', 'TP 3']) await labs.getByRole('button', { name: 'Ajouter au groupe' }).click()
  for (const [index, name] of ['TP 1', 'TP 2', 'TP 3'].entries())
    await labs
      .getByRole('group', { name: `Composante ${index + 1}` })
      .getByLabel('Nom')
      .fill(name)
  await labs.getByLabel('Notes retenues').selectOption('best')
  await labs.getByRole('spinbutton', { name: /Combien en garder/ }).fill('2')
  await labs.getByRole('spinbutton', { name: /Combien en garder/ }).press('Tab')
  await rules.getByRole('button', { name: 'Enregistrer les règles' }).click()
  await trainerPage.getByRole('columnheader', { name: /TP 3/ }).waitFor()

  // The marks of the labs are imported from a spreadsheet, with absences.
  await trainerPage.goto(`${at}/import`)
  await trainerPage.getByRole('radio', { name: 'Coller' }).check()
  await trainerPage
    .getByLabel('Lignes copiées')
    .fill(
      [
        'Identifiant Barème\tTP 1\tTP 2\tTP 3\tQCM final (statut)\tProjet GitOps (statut)',
        `${end.elise.id}\t12\t15,5\t8\tprésent\tprésent`,
        `${end.fatou.id}\t18\t17\t19\tprésent\tprésent`,
        `${end.kevin.id}\t10\t11\t12\tABI\tABI`,
      ].join('\n'),
    )
  await trainerPage.getByRole('button', { name: 'Enregistrer 3 lignes' }).click()
  await trainerPage.getByText('3 lignes enregistrées.').waitFor()

  // The two best labs of Élise: (12 + 15,5) ÷ 2 = 13,75, of coefficient 1 beside two halves:
  // (0,5 × 13,25 + 0,5 × 15,5 + 13,75) ÷ 2 = 14,0625 → 14.
  await row(trainerPage, /Gautier Élise.*14,0625 14,0/).waitFor()
  await trainerPage.getByRole('button', { name: 'Finaliser la feuille' }).click()
  const asking = trainerPage.getByRole('dialog')
  await asking.getByRole('checkbox', { name: /Publier aussi les relevés/ }).check()
  await asking.getByRole('button', { name: 'Finaliser la feuille' }).click()
  await trainerPage.getByText('Feuille finalisée, n° 1.').waitFor()

  // The printed record.
  await trainerPage.getByRole('link', { name: 'Procès-verbal', exact: true }).click()
  await trainerPage.getByText('Empreinte vérifiée.').waitFor()
  await row(trainerPage, /D’Almeida Kevin.*DEF Défaillant/).waitFor()
  expect((await trainerPage.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-')

  // The statement of one student, with the hash of the record.
  const { seal } = await sealOf(end.course.id)
  const home = await site.visitor(end.elise)
  await home.goto('/mon-bilan')
  await home.getByText('14,00').waitFor()
  await home.getByText(/TP : \(1 × 12,00 \+ 1 × 15,50\) ÷ 2 = 13,75/).waitFor()
  await home.getByText(/TP 3 : 8,00 non retenu/).waitFor()
  await home.getByText(seal.slice(0, 16).toUpperCase()).waitFor()

  // The file for a French Excel.
  await trainerPage.goto(`/cours/${end.course.id}/fichiers`)
  const [download] = await Promise.all([
    trainerPage.waitForEvent('download'),
    trainerPage.getByRole('link', { name: /^CSV pour Excel.*Évaluation finale/ }).click(),
  ])
  const file = readFileSync(await download.path(), 'utf8')
  expect(download.suggestedFilename()).toMatch(/Évaluation finale.*\.csv$/)
  expect(file.startsWith('\uFEFF"Nom";"Prénom"')).toBe(true)
  expect(file).toMatch(
    /"Gautier";"Élise";.*;13,25;"présent";15,5;"présent";12;"présent";15,5;"présent";8;"présent";;"";14,0625;14;"Validé"/,
  )
  await openedInCalc({ file, end, trainerPage, at })
})

it('two waves, a deferred student and a retake: the sheet and the statement', { timeout: 180_000 }, async () => {
  const { world } = site
  const course = await world.course('Réseaux')
  const nadia = await world.staff('Nadia', { course, role: 'owner' })
  const ana = await world.student({ course, name: 'Ana Ader', group: 'A' })
  const bea = await world.student({ course, name: 'Bea Bon', group: 'B' })
  const dan = await world.student({ course, name: 'Dan Cam', group: 'A' })
  const inMinutes = (minutes: number) => new Date(world.now().getTime() + minutes * 60_000)
  const exam = await makeExam(world, {
    ...{ course, keys: ['a'], minutes: 20, opensAt: inMinutes(-1), closesAt: inMinutes(60) },
  })
  await world.db.assessment.create({ data: { courseId: course.id, title: 'Bilan', rules: asColumn(rulesOf(exam.id)) } })
  const at = `/cours/${course.id}`
  const page = `${at}/examens/${exam.id}`
  const trainer = await site.visitor(nadia)

  // The second wave, for group B, and a student who comes later than both.
  await trainer.goto(page)
  await trainer.getByRole('button', { name: 'Ajouter un créneau' }).click()
  const slot = trainer.getByRole('dialog')
  await slot.getByLabel('Nom du premier créneau').fill('Matin')
  await slot.getByLabel('Nom', { exact: true }).fill('Soir')
  await hours(slot, { Ouverture: inMinutes(120), Fermeture: inMinutes(180) })
  await slot.getByRole('checkbox', { name: 'B' }).check()
  await slot.getByRole('button', { name: 'Enregistrer' }).click()
  await trainer.getByText('Créneaux enregistrés.').waitFor()
  await trainer.getByText('Les étudiants, leur créneau et leurs dérogations').first().click()
  await trainer.getByRole('button', { name: /Dérogation.*Dan/ }).click()
  const own = trainer.getByRole('dialog')
  await hours(own, { 'Ouverture pour lui': inMinutes(240), 'Fermeture pour lui': inMinutes(300) })
  await own.getByLabel('Motif').fill('Train supprimé')
  await own.getByRole('button', { name: 'Enregistrer' }).click()
  await trainer.getByText(/Dérogation enregistrée/).waitFor()

  // The first wave, in a browser: no mark before the last has ended, whoever asks.
  const anas = await site.visitor(ana)
  await sit(anas, exam)
  world.wait(125)
  await take(world, { who: bea, exam, ticks: ['a'] })
  world.wait(120)
  await take(world, { who: dan, exam, ticks: [''] })
  await trainer.goto(`${page}/resultats`)
  await trainer.getByText('20,00').first().waitFor()
  await anas.goto('/mes-examens')
  await anas.getByText(exam.title).first().waitFor()
  expect(await anas.getByText(/20(,00)?\s*\/\s*20/).count()).toBe(0)
  await trainer.getByRole('search').getByRole('radio', { name: 'Soir' }).check()
  await expect.poll(() => trainer.getByRole('row', { name: /Ader|Cam/ }).count()).toBe(0)
  await row(trainer, /Bon Bea/).waitFor()
  world.wait(60)
  await runJobs(world.deps)
  await trainer.reload()
  await trainer.getByRole('button', { name: 'Rendre les notes' }).click()
  await trainer
    .getByRole('dialog')
    .getByRole('button', { name: /Rendre les notes/ })
    .click()
  await anas.reload()
  await anas
    .getByText(/20(,00)?\s*\/\s*20/)
    .first()
    .waitFor()

  // The retake, for those whom the sheet says.
  const retake = await makeExam(world, { course, keys: ['a'], minutes: 20 })
  const again = { courseId: course.id, examId: retake.id }
  await world.ask(nadia, exams.setRetake, { params: again, body: { of: exam.id } })
  await trainer.goto(`${at}/examens/${retake.id}`)
  await trainer.getByRole('button', { name: 'Choisir qui passe' }).click()
  const audience = trainer.getByRole('dialog')
  await audience.getByRole('radio', { name: /Une règle/ }).check()
  await audience.getByText('Cam Dan').or(audience.getByText('Dan Cam')).first().waitFor()
  await audience.getByRole('button', { name: 'Retenir cette liste' }).click()
  await trainer.getByText(/C’est noté.*1 étudiant passe/).waitFor()
  await anas.goto('/mes-examens')
  expect(await anas.getByText(retake.title).count()).toBe(0)
  const dans = await site.visitor(dan)
  await sit(dans, retake)
  await world.ask(nadia, life.closeExam, { params: again })
  await world.ask(nadia, grading.releaseResults, { params: again, body: {} })

  // The sheet reads both, and so does the statement.
  await trainer.goto(`${at}/evaluation`)
  await row(trainer, /Cam Dan.*20/).waitFor()
  await trainer.getByRole('button', { name: 'Finaliser la feuille' }).click()
  const asking = trainer.getByRole('dialog')
  await asking.getByRole('checkbox', { name: /Publier aussi les relevés/ }).check()
  await asking.getByRole('button', { name: 'Finaliser la feuille' }).click()
  await trainer.getByText('Feuille finalisée, n° 1.').waitFor()
  await dans.goto('/mon-bilan')
  await dans
    .getByText(/rattrapage/i)
    .first()
    .waitFor()
  await dans.getByText('20,00').first().waitFor()
})

/** The exam in its hours, from the list of the student to the receipt, with the one question answered rightly. */
async function sit(page: Page, exam: { title: string }) {
  await page.goto('/mes-examens')
  await page
    .getByRole('link', { name: new RegExp(exam.title) })
    .first()
    .click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Commencer l’examen' }).click()
  await page.waitForURL(/questions\/1$/)
  const [, attemptId = ''] = /copies\/([^/]+)/.exec(page.url()) ?? []
  const { paper } = await site.world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })
  await page
    .locator('fieldset input')
    .nth(paper[0]?.choiceIds.indexOf('a') ?? -1)
    .check({ force: true })
  await page
    .getByText(/Enregistré à/)
    .first()
    .waitFor()
  await handIn(page)
}

/** Types the day and the hour of each field, in the time zone of the exam. */
async function hours(form: ReturnType<Page['getByRole']>, fields: Record<string, Date>) {
  for (const [name, instant] of Object.entries(fields)) {
    const [date = '', time = ''] = instant.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).split(' ')
    const field = form.getByRole('group', { name: new RegExp(`^${name}( |$)`) })
    await field.getByLabel('Date').fill(date)
    await field.getByLabel('Heure').fill(time.slice(0, 5))
  }
}

/** The exam alone counts, and the best of it and of its retake. */
const rulesOf = (examId: string) => ({
  parts: [
    {
      ...{ id: 'qcm', name: 'QCM', coefficient: '1', role: 'weighted', minimum: null, effects: {} },
      content: { kind: 'mark', source: { kind: 'exam', examId } },
    },
  ],
  ...{ keep: { kind: 'all' }, compensation: 'full', passMark: '10', session: 'first', mentions: [] },
  effects: { abi: 'block', abj: 'neutralise', exempt: 'neutralise', fraud: 'zero', not_submitted: 'zero' },
  ...{ retake: { kind: 'best' }, rounding: { grain: 1, direction: 'nearest' } },
})

type Opened = { file: string; end: Awaited<ReturnType<typeof endOfCourse>>; trainerPage: Page; at: string }

/**
 * Opens the file in LibreOffice Calc in French: marks are numbers that Calc can add, names are text, no formula runs;
 * saved as CSV, it imports as the same sheet.
 */
async function openedInCalc({ file, end, trainerPage, at }: Opened) {
  if (!findOffice()) return console.log('LibreOffice is not installed here: the file is not opened in Calc.')
  const { ods, csv } = throughCalc(Buffer.from(file))
  const { values, texts } = cellsOf(ods)
  expect(values).toEqual(expect.arrayContaining(['13.25', '15.5', '14.0625', '14']))
  expect(texts).toEqual(expect.arrayContaining(['Gautier', 'Élise', 'N’Diaye']))
  expect(ods).not.toContain('table:formula')
  const rows = parse(csv, { delimiter: ';', columns: true, bom: true }) as unknown as Record<string, string>[]
  expect(rows.find((each) => each['Prénom'] === 'Élise')).toMatchObject({
    'QCM final': '13,25',
    'Somme exacte': '14,0625',
    'Identifiant Barème': end.elise.id,
  })

  // The sheet is finalised; reopened, the import compares the file again.
  await trainerPage.goto(at)
  await trainerPage.getByRole('button', { name: /Rouvrir/ }).click()
  const reopening = trainerPage.getByRole('dialog')
  await reopening.getByRole('textbox').fill('Relecture du fichier ouvert dans Calc')
  await reopening.getByRole('button', { name: /Rouvrir/ }).click()
  await trainerPage.getByRole('button', { name: 'Finaliser la feuille' }).waitFor()
  await trainerPage.goto(`${at}/import`)
  await trainerPage.getByRole('radio', { name: 'Coller' }).check()
  await trainerPage.getByLabel('Lignes copiées').fill(csv.toString().replace(';12;', ';13;'))
  await trainerPage.getByRole('button', { name: 'Enregistrer une ligne' }).waitFor()
}

/** The cells of a flat ODS, separated into numbers and texts. */
function cellsOf(ods: string) {
  return {
    values: [...ods.matchAll(/office:value-type="float"[^>]*office:value="([^"]+)"/g)].map(([, value]) => value),
    texts: [...ods.matchAll(/<text:p>([^<]*)<\/text:p>/g)].map(([, value]) => value),
  }
}

async function sealOf(courseId: string) {
  const { hash } = await site.world.db.sealedSheet.findFirstOrThrow({ where: { assessment: { courseId } } })
  return { seal: hash }
}
