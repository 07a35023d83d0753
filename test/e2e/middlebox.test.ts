import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeExam } from '#test/setup/exam.ts'
import { strangers } from '#test/setup/middlebox.ts'
import { openMiddlebox, openStranger } from '#test/setup/middlebox-line.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { attemptOf, goTo, join, letter, saved, start } from '#test/setup/sitting-page.ts'

/** A real browser behind a real proxy that replies in place of the server, in various ways. */
let site: Site
let box: Awaited<ReturnType<typeof openMiddlebox>>
let other: Awaited<ReturnType<typeof openStranger>>
beforeAll(async () => {
  site = await openSite()
  box = await openMiddlebox((site.world.app.server.address() as AddressInfo).port)
  other = await openStranger('{"savedAt":"2026-12-08T09:00:00.000Z","acknowledgements":[],"refusals":[]}')
}, 60_000)
afterAll(async () => {
  await box?.close()
  await other?.close()
  await site?.close()
})

const named = (name: string) => {
  const found = strangers.find((answer) => answer.name === name)
  if (!found) throw new Error(name)
  return found
}
const saves = /\/answers/
const state = (page: Page) => page.locator('[data-save]').getAttribute('data-save')
/** The event that makes a page retry at once, as when it becomes visible again. */
const insist = (page: Page) => page.evaluate(() => void window.dispatchEvent(new Event('online')))

it('believes none of them, loses nothing, and counts what the server has', async () => {
  const { world } = site
  const course = await world.course()
  await world.student({ course, name: 'Ana Kerdoncuff', code: 'ABCD2345' })
  const answers = [
    named('a filter'),
    named('a gateway'),
    named('a captive portal'),
    named('a portal that speaks JSON'),
    { ...named('a reply cut in the middle'), isCut: true },
    { name: 'a way to another host', status: 302, headers: { location: other.address }, body: '' },
    { name: 'another host for writes', status: 307, headers: { location: other.address }, body: '' },
  ]
  const keys = [...answers, null].map(() => 'a')
  const exam = await makeExam(world, { course, keys })
  const page = await site.visitor(undefined, { baseURL: box.origin })
  await join(page, exam.joinCode, 'ABCD2345')
  await start(page)
  const attemptId = attemptOf(page)
  const held = () => world.db.answer.count({ where: { attemptId, choices: { isEmpty: false } } })
  await letter(page, 'A').click()
  await saved(page)

  for (const [index, answer] of answers.entries()) {
    box.say(answer, saves)
    await goTo(page, index + 2)
    await letter(page, 'B').click()
    const answered = async () => {
      await insist(page)
      return box.answered()
    }
    await expect.poll(answered, { timeout: 20_000 }).toBeGreaterThan(0)
    await page.locator('[data-save=failing], [data-save=local]').waitFor()
    expect(await state(page)).not.toBe('saved')
    // A reload changes nothing.
    if (index === 2) {
      await page.reload()
      await page.locator('[data-save=failing], [data-save=local]').waitFor()
    }
  }
  expect(await held()).toBe(1)

  // Even when the portal replies to every request, the attempt stays open.
  box.say(named('a captive portal'), /^\/api\//)
  await insist(page)
  await page.getByText('Connexion perdue.').waitFor()
  await page.getByText(`${answers.length} réponses en attente.`).waitFor()
  await page.getByRole('link', { name: 'Vérifier ma copie' }).first().click()
  await page.getByRole('button', { name: 'Rendre ma copie…' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByRole('listitem').filter({ hasText: 'réponse enregistrée' }).textContent()).toMatch(/^1/)
  await dialog.getByRole('button', { name: 'Rendre ma copie' }).click()
  await dialog.getByText('La copie n’est pas encore rendue').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Télécharger ma copie' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/\.bareme$/)

  box.say(null)
  await insist(page)
  await dialog.getByText('La copie n’est pas encore rendue').waitFor({ state: 'hidden' })
  await dialog.getByRole('button', { name: 'Rendre ma copie' }).click()
  await page.getByRole('heading', { name: 'Votre copie est rendue' }).waitFor()
  await page.getByText(`${keys.length} réponses sur ${keys.length}`).waitFor()
  expect(await held()).toBe(keys.length)
  // No answer was sent to the other host.
  expect(other.asked()).toBe(0)
  await page.context().close()
})
