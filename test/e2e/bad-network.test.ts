import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PaperQuestion } from '#core/exams/draw.ts'
import { makeExam } from '#test/setup/exam.ts'
import { openLine } from '#test/setup/line.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { attemptOf, letter } from '#test/setup/sitting-page.ts'

/**
 * A whole exam with a latency of 400 ms, one failure in twenty requests and two cuts. `CUT_MS=30000` gives cuts as long
 * as required; shorter ones exercise the same code.
 */
const cutMs = Number(process.env['CUT_MS'] ?? 4_000)
const questionCount = 20
/** One request in twenty fails, the same at every run, counted from the opening of the page. */
const [every, first] = [20, 7]
let site: Site
let line: Awaited<ReturnType<typeof openLine>>
beforeAll(async () => {
  site = await openSite()
  line = await openLine((site.world.app.server.address() as AddressInfo).port)
}, 60_000)
afterAll(async () => {
  await line?.close()
  await site?.close()
})

async function worsen(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const slow = { offline: false, latency: 400, downloadThroughput: 200_000, uploadThroughput: 90_000 }
  await session.send('Network.emulateNetworkConditions', slow)
  const failed = { requests: 0, all: 0 }
  await page.route('**/*', (route) => {
    failed.all += 1
    if (failed.all % every !== first) return route.continue()
    failed.requests += 1
    return route.abort('connectionfailed')
  })
  return failed
}

/** Acts, and reloads the page to act again when the expected element does not appear. */
async function insist(page: Page, act: () => Promise<unknown>, seen: () => Promise<unknown>) {
  for (let tries = 0; ; tries += 1) {
    try {
      await act()
      return await seen()
    } catch (error) {
      if (tries === 4) throw error
      await page.reload().catch(() => undefined)
    }
  }
}

it('loses nothing and leads nowhere without a way out', async () => {
  const { world } = site
  const course = await world.course()
  await world.student({ course, name: 'Ana Kerdoncuff', code: 'ABCD2345' })
  const exam = await makeExam(world, {
    course,
    keys: Array.from({ length: questionCount }, (_, i) => 'abcd'[i % 4] ?? 'a'),
  })
  const page = await site.visitor(undefined, { baseURL: line.origin })
  page.setDefaultTimeout(12_000)
  const failed = await worsen(page)

  await insist(
    page,
    () => page.goto(`/?code=${exam.joinCode}`),
    () => page.getByLabel('Code personnel').waitFor(),
  )
  await insist(
    page,
    async () => {
      await page.getByLabel('Code personnel').fill('ABCD2345')
      await page.getByRole('button', { name: 'Voir les consignes' }).click()
    },
    () => page.getByLabel('J’ai lu les consignes et le barème.').waitFor(),
  )
  await insist(
    page,
    async () => {
      await page.getByLabel('J’ai lu les consignes et le barème.').check()
      await page.getByRole('button', { name: 'Commencer l’examen' }).click()
    },
    () => page.getByRole('heading', { name: 'Question 1 sur 20' }).waitFor(),
  )

  const attemptId = attemptOf(page)
  const told = new Map<number, string>()
  for (let position = 1; position <= questionCount; position += 1) {
    if (position === 6 || position === 14) line.cut()
    const name = 'ABCD'[(position * 7) % 4] ?? 'A'
    const row = letter(page, name)
    await page.getByRole('heading', { name: `Question ${position} sur ${questionCount}` }).waitFor()
    await row.click()
    told.set(position, /Choix (\w)/.exec((await row.textContent()) ?? '')?.[1] ?? '')
    // A changed answer: the last one counts.
    if (position % 5 === 0) {
      const other = letter(page, name === 'A' ? 'B' : 'A')
      await other.click()
      told.set(position, /Choix (\w)/.exec((await other.textContent()) ?? '')?.[1] ?? '')
    }
    if (position === 8 || position === 16) {
      await page.waitForTimeout(cutMs)
      line.mend()
    }
    if (position < questionCount) await page.getByRole('link', { name: 'Continuer' }).click()
  }

  await page.getByRole('link', { name: 'Vérifier ma copie' }).first().click()
  await insist(
    page,
    async () => {
      if (await page.getByRole('heading', { name: 'Votre copie est rendue' }).isVisible()) return
      await page.locator('[data-save=saved], [data-save=none]').waitFor({ timeout: 40_000 })
      await page.getByRole('button', { name: 'Rendre ma copie…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Rendre ma copie' }).click()
    },
    () => page.getByRole('heading', { name: 'Votre copie est rendue' }).waitFor(),
  )

  const { paper } = await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })
  const answers = await world.db.answer.findMany({ where: { attemptId } })
  const kept = (paper as unknown as PaperQuestion[]).map(
    ({ questionId }) => answers.find((answer) => answer.questionId === questionId)?.choices.join('') ?? '',
  )
  expect(kept).toEqual(Array.from({ length: questionCount }, (_, i) => told.get(i + 1)))
  // Checks that requests did fail, otherwise the test proves nothing.
  expect(failed.requests).toBeGreaterThan(1)
  expect(failed.requests / failed.all).toBeGreaterThan(0.03)
  await page.context().close()
})
