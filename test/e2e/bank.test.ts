import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { afterStart } from '#server/after-start.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import type { Someone } from '#test/setup/world.ts'

/** From a course to a published exam through the pages, as a new trainer would. */
let site: Site
let courseId = ''
let nadia: Someone
beforeAll(async () => {
  site = await openSite()
  await afterStart(site.world.deps, { origin: site.origin, demo: false })
  const course = await site.world.db.course.findFirstOrThrow()
  courseId = course.id
  nadia = await site.world.staff('Nadia', { course, role: 'owner' })
}, 120_000)
afterAll(() => site?.close())

const button = (page: Page, name: RegExp | string) => page.getByRole('button', { name })
const link = (page: Page, name: RegExp | string) => page.getByRole('link', { name })
const heading = (page: Page, name: RegExp | string) => page.getByRole('heading', { level: 1, name })

const gift = `::Étiquette:: Quelle étiquette désigne un contenu qui ne change jamais ? {
=l'empreinte #Elle est calculée sur le contenu.
~latest
~stable
####Une empreinte est calculée sur le contenu ; les étiquettes se déplacent.
}

::Dissertation:: Expliquez le rôle d'un registre. {}
`

it('goes from the course to a published exam, through import, editor and plan', { timeout: 180_000 }, async () => {
  const { db } = site.world
  const page = await site.visitor(nadia)

  // Coverage: every section has questions.
  await page.goto(`/cours/${courseId}/questions/couverture`)
  await heading(page, 'Couverture des questions').waitFor()

  // Import: previewed first, with the line of the invalid question, then written.
  await link(page, 'Liste').click()
  await link(page, 'Importer').click()
  await page.getByRole('radio', { name: 'Coller' }).check()
  await page.getByLabel('Questions copiées').fill(gift)
  await button(page, 'Voir l’aperçu').click()
  await page.getByText('1 nouvelle', { exact: true }).waitFor()
  await page.getByText('1 inutilisable', { exact: true }).waitFor()
  await page.getByRole('radio', { name: /Inutilisables/ }).check()
  await page.getByText('8:1').waitFor()
  const before = await db.question.count()
  await button(page, /^Importer.*1 ajout/).click()
  await heading(page, 'Questions').waitFor()
  await button(page, /^Annuler.*texte importé/).waitFor()
  expect(await db.question.count()).toBe(before + 1)

  // A new question, previewed and checked while it is edited, then saved by keyboard.
  await link(page, 'Nouvelle question').click()
  await page.getByRole('textbox', { name: 'Énoncé' }).fill('Quelle commande envoie une image dans un registre ?')
  await page.getByRole('textbox', { name: 'Proposition A', exact: true }).fill('`docker push`')
  await page.getByRole('checkbox', { name: 'bonne réponse' }).first().check()
  await page.getByRole('textbox', { name: 'Proposition B', exact: true }).fill('`docker pull`')
  await page.getByRole('textbox', { name: 'Proposition C', exact: true }).fill('`docker load`')
  await button(page, 'Enlever la proposition D').click()
  await page.getByRole('tab', { name: 'Fiche' }).click()
  await page.getByLabel('Section', { exact: true }).selectOption('registres')
  await page.getByRole('tab', { name: 'Aperçu' }).click()
  await page.getByRole('region', { name: 'Comme l’étudiant la verra' }).getByText('docker push').waitFor()
  await page.getByRole('tab', { name: /^Contrôle/ }).click()
  await page.getByRole('tabpanel').getByText('Écrivez l’explication.').waitFor()
  await page.keyboard.press('Control+s')
  await page.getByRole('alert').getByText('Il manque quelque chose').waitFor()
  // After closing the tab, the draft is found again.
  page.once('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await button(page, 'Le reprendre').click()
  await page
    .getByRole('textbox', { name: 'Explication' })
    .fill('`docker push` envoie ; `pull` rapporte, `load` lit une archive.')
  await page.keyboard.press('Control+s')
  await page.getByText('Question ajoutée à la banque.').waitFor()
  const mine = await db.question.findFirstOrThrow({ where: { key: { startsWith: 'registres-quelle-commande' } } })
  expect(page.url()).toContain(mine.id)

  // Changed, then restored from the history.
  await link(page, 'Modifier').click()
  await page.getByRole('textbox', { name: 'Énoncé' }).fill('Quelle commande publie une image dans un registre ?')
  // All of it on one screen.
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(800)
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
  await page.getByText('Version 2 enregistrée.').waitFor()
  await link(page, 'Versions').click()
  await page.getByText('publie une image').first().waitFor()
  await button(page, 'Rétablir la version 1').click()
  await page.getByText(/La version 1 est de nouveau/).waitFor()
  expect(await db.questionVersion.count({ where: { questionId: mine.id } })).toBe(3)

  // The exam: its plan over the course, this question in every paper, the plan saved for later.
  await page.goto(`/cours/${courseId}/examens`)
  await button(page, 'Nouvel examen').first().click()
  await page.getByLabel('Titre').fill('QCM de la séance 1')
  await button(page, 'Créer le brouillon').click()
  await heading(page, 'QCM de la séance 1').waitFor()
  await page.getByLabel('Ajouter une question choisie').fill(mine.key)
  await button(page, `Ajouter ${mine.key}`).click()
  await page.getByLabel('Nom du plan').fill('Plan de décembre')
  await button(page, 'Enregistrer ce plan').click()
  await page.getByText('Plan « Plan de décembre » enregistré.').waitFor()
  await page.getByText(/^Enregistré à/).waitFor()
  await button(page, 'Publier l’examen').click()
  await page.getByText(/^Examen publié/).waitFor()

  const exam = await db.exam.findFirstOrThrow({
    where: { title: 'QCM de la séance 1' },
    include: { questions: { orderBy: { position: 'asc' } } },
  })
  expect([exam.status, exam.questions.length]).toEqual(['published', 21])
  expect(exam.questions[0]).toMatchObject({ questionId: mine.id, questionKey: mine.key })
  expect((await db.namedBlueprint.findFirstOrThrow()).name).toBe('Plan de décembre')

  // An import used by an exam cannot be undone.
  const batch = await db.questionBatch.findFirstOrThrow({ where: { kind: 'import' } })
  expect(batch.state).toBe('written')
})
