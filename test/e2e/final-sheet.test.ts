import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endOfCourse } from '#test/setup/final.ts'
import { findOffice, throughCalc } from '#test/setup/office.ts'
import { openSite, type Site } from '#test/setup/site.ts'

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
  await trainerPage.getByRole('button', { name: 'Voir l’aperçu' }).click()
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
    trainerPage.getByRole('link', { name: /Excel français.*Évaluation finale/ }).click(),
  ])
  const file = readFileSync(await download.path(), 'utf8')
  expect(download.suggestedFilename()).toMatch(/Évaluation finale.*\.csv$/)
  expect(file.startsWith('\uFEFF"Nom";"Prénom"')).toBe(true)
  expect(file).toMatch(
    /"Gautier";"Élise";.*;13,25;"présent";15,5;"présent";12;"présent";15,5;"présent";8;"présent";;"";14,0625;14;"Validé"/,
  )
  await openedInCalc({ file, end, trainerPage, at })
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
  await trainerPage.getByRole('button', { name: 'Voir l’aperçu' }).click()
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
