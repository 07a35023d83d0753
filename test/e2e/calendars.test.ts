import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventsOf } from '#test/setup/calendar.ts'
import { makeExam } from '#test/setup/exam.ts'
import { openSite, type Site } from '#test/setup/site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
  // Letters wait in the list: nobody answers at this port.
  const from = { name: 'Barème', address: 'bareme@exemple.fr' }
  const mail = {
    host: '127.0.0.1',
    port: 9,
    tls: 'offered' as const,
    user: null,
    password: null,
    patienceMs: 500,
    from,
  }
  Object.assign(site.world.deps.settings, { mail })
})
afterAll(() => site.close())

it('an owner reads the letters, turns them on and tells a class; a student takes their sitting into a calendar', async () => {
  const { world } = site
  const course = await world.course('Réseaux et systèmes')
  const owner = await world.staff('Nadia', { course, role: 'owner' })
  const ana = await world.student({ course, name: 'Ana Roy' })
  await world.student({ course, name: 'Zoé Roy' })
  await world.db.student.update({ where: { id: ana.id }, data: { email: 'ana@exemple.fr' } })
  await world.db.course.update({
    where: { id: course.id },
    data: { mailsOut: true, studentAddress: 'https://examens.exemple.fr' },
  })
  const opensAt = new Date(world.now().getTime() + 72 * 3_600_000)
  const closesAt = new Date(opensAt.getTime() + 7_200_000)
  const exam = await makeExam(world, { course, status: 'published', opensAt, closesAt })
  await world.db.exam.update({ where: { id: exam.id }, data: { room: 'B12, sous-sol' } })

  const page = await site.visitor(owner)
  /** On a phone and a laptop, light and dark: nothing axe minds, nothing to scroll sideways. */
  const look = async () => {
    for (const width of [360, 1280])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      }
  }
  await page.goto(`/cours/${course.id}/reglages`)
  const announces = page.getByRole('checkbox', { name: 'Annoncer chaque examen à sa publication' })
  expect(await announces.isChecked()).toBe(false)
  await page.getByText('Voir le message').first().click()
  await page.getByText(`Votre examen : « ${exam.title} »`).waitFor()
  await page.getByText('Salle : B12, sous-sol').waitFor()
  await look()
  await announces.click()
  await page.getByRole('checkbox', { name: 'Rappeler l’examen la veille' }).click()
  await expect
    .poll(() => world.db.course.count({ where: { remindsExams: true, announcesSince: { not: null } } }))
    .toBe(1)

  await page.goto(`/cours/${course.id}/messages`)
  await page.getByText('0 sur 2 annoncé').waitFor()
  await page.getByRole('link', { name: 'Zoé Roy' }).waitFor()
  await page.getByRole('button', { name: /^Prévenir 1 étudiant/ }).click()
  await page.getByText('1 sur 2 annoncé').waitFor()
  await page.getByRole('heading', { name: `Annonce : ${exam.title}` }).waitFor()
  await page
    .getByRole('button', { name: /Voir les destinataires/ })
    .first()
    .click()
  await page.getByText('Aucune adresse e-mail : donnez-en une dans la fiche.').waitFor()
  await look()

  await page.goto(`/cours/${course.id}/examens`)
  const [all] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Tout le calendrier (.ics)' }).click(),
  ])
  expect(eventsOf(readFileSync(await all.path())).map(({ room }) => room)).toEqual(['B12, sous-sol'])
  await look()
  await page.goto(`/cours/${course.id}/examens/${exam.id}`)
  await page.locator('summary', { hasText: 'Autres actions' }).click()
  const [one] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Calendrier des créneaux (.ics)' }).click(),
  ])
  expect(one.suggestedFilename()).toMatch(/\.ics$/)

  const student = await site.visitor(ana)
  await student.goto('/mes-examens')
  for (const address of ['/mes-examens', `/examens/${exam.id}`]) {
    await student.goto(address)
    const [own] = await Promise.all([
      student.waitForEvent('download'),
      student.getByRole('link', { name: 'Ajouter à mon agenda' }).click(),
    ])
    expect(eventsOf(readFileSync(await own.path()))).toMatchObject([
      { start: opensAt.toISOString().replace(/\.\d+Z/, '.000Z'), room: 'B12, sous-sol' },
    ])
  }
})
