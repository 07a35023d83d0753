import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeAttempts } from '#contract/attempts/monitor.ts'
import { makeExam } from '#test/setup/exam.ts'
import { openLine } from '#test/setup/line.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { attemptOf, goTo, join, letter, saved, start } from '#test/setup/sitting-page.ts'
import type { Someone } from '#test/setup/world.ts'

/** An attempt during failures of the network and the device, in a real browser against the real server. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 60_000)
afterAll(() => site?.close())

let made = 0
async function sitting(options: { minutes?: number } = {}) {
  const { world } = site
  const course = await world.course()
  made += 1
  const code = `ABCD2${100 + made}`
  const ana = await world.student({ course, name: 'Ana Kerdoncuff', code })
  const exam = await makeExam(world, { course, keys: ['a', 'b', 'c', 'd', 'ac'], ...options })
  return { course, ana, code, exam }
}

/** The displayed paper: stems and choices in order, with what is ticked. */
async function paper(page: Page) {
  const sheets: { words: string; ticked: boolean[] }[] = []
  for (const position of [1, 2, 3, 4, 5]) {
    await goTo(page, position)
    sheets.push({
      words: ((await page.getByRole('group', { name: /^Question \d/ }).textContent()) ?? '')
        .replace(/Effacer.*/, '')
        .trim(),
      ticked: await page
        .locator('.answer-row__input')
        .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).checked)),
    })
  }
  return sheets
}

/** Shifts the time of day of this computer by this many days; timers and performance.now() are unchanged. */
function wrongBy(days: number) {
  const RealDate = Date
  const late = () => RealDate.now() + days * 86_400_000
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [number | string | Date]) {
      super(given.length === 0 ? late() : given[0])
    }
    static override now = late
  } as DateConstructor
}

/** The start may or may not have reached the server before the tab closed; either way a button continues. */
async function insistOnStart(page: Page) {
  const resume = page.getByRole('link', { name: 'Reprendre l’examen' })
  const consent = page.getByLabel('J’ai lu les consignes et le barème.')
  await resume.or(consent).first().waitFor()
  if (await consent.isVisible()) return start(page)
  await resume.click()
  await page.getByRole('heading', { name: /^Question 1 sur/ }).waitFor()
}

const kept = async (attemptId: string) =>
  (await site.world.db.answer.findMany({ where: { attemptId } })).filter(({ choices }) => choices.length > 0).length

describe('a copy survives', () => {
  it('a reload in the middle: same order, same answers, no question asked', async () => {
    const { exam, code } = await sitting()
    const page = await site.visitor()
    await join(page, exam.joinCode, code)
    await start(page)
    await letter(page, 'B').click()
    await saved(page)
    await goTo(page, 3)
    await letter(page, 'D').click()
    await page.getByRole('button', { name: /^Marquer/ }).click()
    await saved(page)
    const before = await paper(page)
    await goTo(page, 3)
    await page.reload()
    await page.getByRole('heading', { name: 'Question 3 sur 5' }).waitFor()
    expect(await page.getByRole('button', { name: 'Reprendre ici' }).isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: /^Marquée/ }).isVisible()).toBe(true)
    expect(await paper(page)).toEqual(before)
    await page.goBack()
    await page.getByRole('heading', { name: 'Question 4 sur 5' }).waitFor()
    await page.context().close()
  })

  it('a second browser: it asks, then shows the same paper; the first one stops by itself', async () => {
    const { exam, code } = await sitting()
    const first = await site.visitor()
    await join(first, exam.joinCode, code)
    await start(first)
    await letter(first, 'C').click()
    await saved(first)
    const before = await paper(first)

    const second = await site.visitor()
    await join(second, exam.joinCode, code)
    await second.getByRole('link', { name: 'Reprendre l’examen' }).click()
    await second.getByRole('button', { name: 'Reprendre ici' }).click()
    await second.locator('.answer-row:not(:has(:disabled))').first().waitFor()
    expect(await paper(second)).toEqual(before)
    await goTo(second, 2)
    await letter(second, 'A').click()
    await saved(second)

    // The first device is notified at once.
    await first.getByText('Examen ouvert ailleurs.').waitFor()
    expect(await first.locator('.answer-row__input').first().isDisabled()).toBe(true)
    expect(await kept(attemptOf(second))).toBe(2)
    await Promise.all([first.context().close(), second.context().close()])
  })

  it('a second tab of the same browser: the newest one answers, the other says so at once', async () => {
    const { exam, code } = await sitting()
    const first = await site.visitor()
    await join(first, exam.joinCode, code)
    await start(first)
    const second = await first.context().newPage()
    await second.goto(first.url())
    await second.locator('.answer-row:not(:has(:disabled))').first().waitFor()
    await first.getByText('Examen ouvert ailleurs.').waitFor()
    await first.getByRole('button', { name: 'Reprendre ici' }).click()
    await second.getByText('Examen ouvert ailleurs.').waitFor()
    await letter(first, 'A').click()
    await saved(first)
    await first.context().close()
  })

  it('a network that is cut while answering, then comes back', async () => {
    const { exam, code } = await sitting()
    const page = await site.visitor()
    await join(page, exam.joinCode, code)
    await start(page)
    await letter(page, 'A').click()
    await saved(page)
    await page.context().setOffline(true)
    for (const [position, name] of [
      [2, 'B'],
      [3, 'C'],
      [4, 'D'],
    ] as const) {
      await goTo(page, position)
      await letter(page, name).click()
    }
    await page.getByText('Connexion perdue.').waitFor()
    await page.getByText('3 réponses en attente.').waitFor()
    // The check page opens without network, and says that answers are not sent.
    await page.getByRole('link', { name: 'Vérifier ma copie' }).first().click()
    await page.getByRole('button', { name: 'Rendre ma copie…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Rendre ma copie' }).click()
    await page.getByText('La copie n’est pas encore rendue').waitFor()
    await page.getByRole('button', { name: 'Revenir à l’examen' }).click()
    expect(await kept(attemptOf(page))).toBe(1)

    await page.context().setOffline(false)
    await page.getByText('Connexion rétablie.').waitFor({ timeout: 20_000 })
    await saved(page)
    expect(await kept(attemptOf(page))).toBe(4)
    await page.context().close()
  })

  it('a tab closed on an answer that had not left: the next visit sends it', async () => {
    const { exam, code } = await sitting()
    // Cut by a proxy: requests that a page sends while it closes are not affected by Playwright's offline mode.
    const line = await openLine((site.world.app.server.address() as AddressInfo).port)
    const page = await site.visitor(undefined, { baseURL: line.origin })
    await join(page, exam.joinCode, code)
    await start(page)
    const { context, url, attemptId } = { context: page.context(), url: page.url(), attemptId: attemptOf(page) }
    line.cut()
    await letter(page, 'B').click()
    await page.getByText('Connexion perdue.').waitFor()
    await page.close()
    expect(await kept(attemptId)).toBe(0)
    line.mend()
    const next = await context.newPage()
    await next.goto(url)
    await saved(next)
    expect(await letter(next, 'B').locator('input').isChecked()).toBe(true)
    expect(await kept(attemptId)).toBe(1)
    await context.close()
    await line.close()
  })

  it('a tab closed at any moment: what was ticked is there at the next visit', async () => {
    const { exam, code } = await sitting()
    let page = await site.visitor()
    const context = page.context()
    await join(page, exam.joinCode, code)
    await page.getByLabel('J’ai lu les consignes et le barème.').check()
    // Right after starting, right after ticking, then on the way to the next question.
    await page.getByRole('button', { name: 'Commencer l’examen' }).click()
    await page.close({ runBeforeUnload: false })
    page = await context.newPage()
    await page.goto(`/examens/${exam.id}`)
    await insistOnStart(page)
    const url = page.url()
    for (const [position, name] of [
      [1, 'A'],
      [2, 'B'],
      [3, 'C'],
    ] as const) {
      await goTo(page, position)
      await letter(page, name).click()
      await page.close({ runBeforeUnload: true })
      page = await context.newPage()
      await page.goto(url)
      await page.locator('.answer-row:not(:has(:disabled))').first().waitFor()
    }
    await expect.poll(() => kept(attemptOf(page)), { timeout: 20_000 }).toBe(3)
    await context.close()
  })

  it('a session that ended in the middle: signed in again over the question, nothing lost', async () => {
    const { exam, code } = await sitting()
    const page = await site.visitor()
    await join(page, exam.joinCode, code)
    await start(page)
    await letter(page, 'A').click()
    await saved(page)
    await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
    await goTo(page, 2)
    await letter(page, 'B').click()
    const dialog = page.getByRole('dialog', { name: 'Reconnectez-vous pour continuer' })
    await dialog.getByLabel('Code personnel').fill(code)
    await dialog.getByRole('button', { name: 'Se reconnecter' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await saved(page)
    expect(await kept(attemptOf(page))).toBe(2)
    await page.context().close()
  })

  it.each([-1, 1])('a computer whose clock is wrong by %i day, and minutes granted on the way', async (days) => {
    const { course, exam, code } = await sitting({ minutes: 10 })
    const page = await site.visitor()
    await page.addInitScript(wrongBy, days)
    await join(page, exam.joinCode, code)
    await start(page)
    expect(await page.getByRole('timer').textContent()).toMatch(/^(10:00|9:5\d)/)
    const nadia: Someone = await site.world.staff('Nadia', { course, role: 'invigilator' })
    await site.world.ask(nadia, changeAttempts, {
      params: { courseId: course.id, examId: exam.id },
      body: { reason: 'Alerte incendie', intervention: { type: 'grant', minutes: 5 } },
    })
    await letter(page, 'A').click()
    await page.getByText('+ 5 min accordées.').waitFor()
    expect(await page.getByRole('timer').textContent()).toMatch(/^(15:00|14:5\d)/)
    await page.context().close()
  })
})

describe('when the time runs out', () => {
  /** An hour passes; the page is notified at its next answer. */
  async function nearTheEnd(page: Page, seconds: number) {
    site.world.wait(60 - seconds / 60)
    await letter(page, 'A').click()
    await saved(page)
    await page.getByText('Il reste 1 minute.').waitFor()
  }

  it('freezes, sends what was ticked at the last second, and shows the receipt', async () => {
    const { exam, code } = await sitting()
    await site.world.db.exam.update({ where: { id: exam.id }, data: { graceSeconds: 3 } })
    const page = await site.visitor()
    await join(page, exam.joinCode, code)
    await start(page)
    await nearTheEnd(page, 8)
    await goTo(page, 2)
    await page.getByText('0:02').waitFor()
    await letter(page, 'B').click()
    await page.getByText('Temps écoulé.').first().waitFor()
    expect(await page.locator('.answer-row__input').first().isDisabled()).toBe(true)
    await page.getByRole('heading', { name: 'Temps écoulé, copie rendue' }).waitFor({ timeout: 30_000 })
    await page.getByText('2 réponses sur 5').waitFor()
    await page.reload()
    await page.getByText('2 réponses sur 5').waitFor()
    await page.context().close()
  })

  it('says that the copy waits when the network is down at the end, and sends it when it is back', async () => {
    const { exam, code } = await sitting()
    const page = await site.visitor()
    await join(page, exam.joinCode, code)
    await start(page)
    await nearTheEnd(page, 10)
    await goTo(page, 2)
    await page.context().setOffline(true)
    await letter(page, 'B').click()
    await page.getByText('Temps écoulé, connexion perdue.').waitFor({ timeout: 30_000 })
    const attemptId = attemptOf(page)
    expect(await kept(attemptId)).toBe(1)
    // Back within the grace period: the answer counts.
    await page.context().setOffline(false)
    await page.getByText('Toutes vos réponses sont enregistrées.').waitFor({ timeout: 30_000 })
    expect(await kept(attemptId)).toBe(2)
    site.world.wait(1)
    await page.getByRole('heading', { name: 'Temps écoulé, copie rendue' }).waitFor({ timeout: 30_000 })
    await page.context().close()
  })
})
