import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endOfCourse } from '#test/setup/final.ts'
import { openSite, type Site } from '#test/setup/site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const file = {
  name: 'scolarite.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from('COD_ETU;NOM;PRENOM;Note TP;Note CC\r\n00121;Gautier;Élise;;\r\n'),
}

it('a trainer keeps how the file of the school is filled, and a colleague on another computer fills the next one so', async () => {
  const { world } = site
  const end = await endOfCourse(world)
  await world.db.student.update({ where: { id: end.elise.id }, data: { number: '00121' } })
  const address = `/cours/${end.params.courseId}/fichiers/remplir`
  const page = await site.visitor(end.nadia)
  await page.goto(address)
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('Plusieurs colonnes conviennent', { exact: false }).waitFor()
  await page.getByLabel('Notes à écrire').selectOption({ label: end.exam.title })
  await page.getByLabel('Colonne des notes').selectOption({ label: 'Note CC' })
  await page.getByText('Garder comme modèle pour l’équipe').click()
  await page.getByLabel('Nom du modèle').fill('Apogée, semestre 1')
  await page.getByRole('button', { name: 'Garder', exact: true }).click()
  await page.getByText(/Colonne «.Note CC.», par Nadia/).waitFor()

  const colleague = await world.staff('Omar', { course: { id: end.params.courseId }, role: 'trainer' })
  const other = await site.visitor(colleague)
  await other.goto(address)
  await other.locator('input[type=file]').setInputFiles(file)
  await other.getByText(/Rempli comme «.Apogée, semestre 1.», un modèle de Nadia/).waitFor()
  expect(await other.getByLabel('Colonne des notes').locator('option:checked').textContent()).toBe('Note CC')
  expect(await other.getByLabel('Notes à écrire').locator('option:checked').textContent()).toBe(end.exam.title)
  for (const width of [360, 1280])
    for (const colorScheme of ['light', 'dark'] as const) {
      await other.setViewportSize({ width, height: 900 })
      await other.emulateMedia({ colorScheme })
      expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      const { violations } = await new AxeBuilder({ page: other }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    }
  await other.getByRole('button', { name: /^Renommer/ }).click()
  await other.getByLabel('Nom du modèle').fill('Apogée S1')
  await other.getByRole('button', { name: 'Garder', exact: true }).click()
  await other.getByRole('button', { name: /^Supprimer Apogée S1/ }).click()
  await expect.poll(() => world.db.fillTemplate.count()).toBe(0)
})
