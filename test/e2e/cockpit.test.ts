import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeExam } from '#test/setup/exam.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { join, start } from '#test/setup/sitting-page.ts'

/** The monitor and a student who only reads: actions on one page reach the other, in real browsers. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 60_000)
afterAll(() => site?.close())

it('reaches a student who saves nothing: a message, minutes and a pause, long before their page asks by itself', async () => {
  const { world } = site
  const course = await world.course()
  const marc = await world.staff('Marc', { course, role: 'invigilator' })
  await world.student({ course, name: 'Ana Kerdoncuff', code: 'ABCD2345' })
  const exam = await makeExam(world, { course })
  await world.db.exam.update({ where: { id: exam.id }, data: { roomCode: 'fixed' } })
  const cockpit = await site.visitor(marc)
  await cockpit.goto(`/cours/${course.id}/examens/${exam.id}/surveillance`)
  const roomCode = (await cockpit.locator('.monitor-room-code strong').textContent()) ?? ''

  const page = await site.visitor()
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/pulse')) asked += 1
  })
  await join(page, exam.joinCode, 'ABCD2345')
  await page.getByLabel('Code de la salle').fill(roomCode)
  const followed = page.waitForResponse((response) => response.url().endsWith('/changes'))
  await start(page)
  await page.getByRole('heading', { name: /^Question 1/ }).waitFor()
  await followed

  const act = async (name: string, reason: string, go: RegExp) => {
    await cockpit.getByRole('group', { name: 'Agir sur les copies' }).getByRole('button', { name }).click()
    await cockpit.getByRole('textbox', { name: 'Motif' }).fill(reason)
    await cockpit.getByRole('dialog').getByRole('button', { name: go }).click()
  }
  await cockpit.getByRole('row', { name: /Kerdoncuff.*En cours/ }).waitFor()
  const before = asked
  await cockpit.getByRole('group', { name: 'Agir sur les copies' }).getByText('Autres').click()
  await cockpit.getByRole('button', { name: 'Écrire un message' }).click()
  await cockpit.getByRole('textbox', { name: 'Message' }).fill('Question 2 : lisez « volume ».')
  await cockpit.getByRole('dialog').getByRole('button', { name: 'Envoyer' }).click()
  await page.getByText('lisez « volume »').waitFor()
  // One request at most because of the notification: the page's own interval is ten seconds.
  expect(asked - before).toBeLessThanOrEqual(2)
  await cockpit.getByText('Lu par 0 sur 1').waitFor()
  await page.getByRole('button', { name: 'J’ai lu' }).click()
  await cockpit.getByText('Lu par 0 sur 1').waitFor({ state: 'detached' })
  expect(await page.getByText('lisez « volume »').isVisible()).toBe(false)

  await act('+ min', 'Retard de la salle', /^Donner 5/)
  await page.getByText('+ 5 min accordées.').waitFor()
  await act('Pause', 'Alarme incendie', /^Mettre en pause/)
  await page.getByText('Examen en pause.').waitFor()
  await cockpit.getByRole('link', { name: 'Procès-verbal de surveillance' }).click()
  await cockpit.getByRole('heading', { level: 1, name: 'Procès-verbal de surveillance' }).waitFor()
  await cockpit.getByText('Alarme incendie').first().waitFor()
  await page.context().close()
  await cockpit.context().close()
})
