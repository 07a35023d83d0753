import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { releaseResults } from '#contract/grading/grading.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import type { Someone } from '#test/setup/world.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site?.close())

/** Twenty-four students; the better half choose c where the published key is b. */
function answersOfClass() {
  return Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => {
      const isStrong = index < 12
      const ticked = isStrong
        ? ['c', 'a', 'a', index % 4 === 0 ? 'd' : 'a']
        : ['b', index % 3 === 0 ? 'a' : 'd', index % 4 === 1 ? 'a' : 'd', index % 2 === 0 ? 'a' : 'd']
      return [`Prénom${index} Nom${String(index).padStart(2, '0')}`, ticked]
    }),
  )
}

it('a wrong key is found, corrected with every consequence seen, read by the student, and recorded', async () => {
  const { world } = site
  const course = await world.course()
  const trainer = await world.staff('Nadia', { course, role: 'trainer' })
  const exam = await markedExam(world, { course, trainer, keys: ['b', 'a', 'a', 'a'], answers: answersOfClass() })
  await world.ask(trainer, releaseResults, { params: exam.params, body: {} })
  const at = `/cours/${course.id}/examens/${exam.id}`

  // The statistics flag the question, and link to its correction.
  const trainerPage = await site.visitor(trainer)
  await trainerPage.goto(`${at}/statistiques`)
  await trainerPage.getByText('n = 24 : indicatif.', { exact: false }).waitFor()
  await trainerPage.locator('#question').getByText('Clé probablement fausse').waitFor()
  await trainerPage.locator('#question').getByText('C choisi par 12 sur 24', { exact: false }).waitFor()
  await trainerPage.getByRole('link', { name: 'Corriger cette question' }).click()

  // The decision; its effects are displayed before anything is written.
  await trainerPage.getByRole('radio', { name: /^C\./ }).check()
  await trainerPage.getByRole('heading', { name: 'Ce que la correction change' }).waitFor()
  await trainerPage.getByRole('radio', { name: 'Ne baisser aucune note' }).check()
  expect(await statOf(trainerPage, 'Gagnent')).toContain('12')
  expect(await statOf(trainerPage, 'Perdent')).toMatch(/0.*12 notes gardées/)
  expect(await world.db.markingRun.count({ where: { examId: exam.id } })).toBe(1)
  await trainerPage
    .getByLabel('Motif, inscrit au procès-verbal')
    .fill('Clé saisie par erreur, vue dans les statistiques.')
  await trainerPage.getByRole('button', { name: 'Enregistrer la correction' }).click()
  await trainerPage.getByRole('dialog').getByRole('button', { name: 'Enregistrer la correction' }).click()

  // The record: author, reason, marks before and after, ready to print.
  await trainerPage.getByRole('heading', { name: 'Procès-verbal de correction' }).waitFor()
  await trainerPage.getByText('la bonne réponse passe de B à C', { exact: false }).waitFor()
  await trainerPage.getByText('Clé saisie par erreur, vue dans les statistiques.').waitFor()
  expect(await trainerPage.getByRole('row').count()).toBe(25)
  const pdf = await trainerPage.pdf({ format: 'A4' })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const marks = await world.db.mark.findMany({ where: { run: { examId: exam.id, number: 2 } } })
  expect(marks).toHaveLength(24)

  // The student who answered C sees the new mark, and that it was corrected.
  const who = exam.students.get('Prénom1 Nom01') as Someone
  const student = await site.visitor(who)
  await student.goto(`/copies/${exam.copies['Prénom1 Nom01']}/correction`)
  await student.getByText('20,00').first().waitFor()
  await student.getByText('Cette note tient compte d’une correction', { exact: false }).waitFor()

  // Undone from the history: a third run with the first rules.
  await trainerPage.getByRole('link', { name: 'Annuler cette correction' }).click()
  await trainerPage.getByLabel('Motif, inscrit au procès-verbal').fill('Décision reprise en commission.')
  await trainerPage.getByRole('button', { name: 'Enregistrer la correction' }).click()
  await trainerPage.getByRole('dialog').getByRole('button', { name: 'Enregistrer la correction' }).click()
  await trainerPage.getByText('Retour aux règles de la correction n° 1.', { exact: false }).first().waitFor()
  await student.reload()
  await student.getByText('15,00').first().waitFor()
})

/** The value of a total on the page of effects, with its note. */
async function statOf(page: Page, name: string): Promise<string> {
  const stat = page.locator('.stat', { hasText: name }).first()
  await page.locator('[aria-busy="false"] .stat', { hasText: name }).first().waitFor()
  return (await stat.textContent()) ?? ''
}
