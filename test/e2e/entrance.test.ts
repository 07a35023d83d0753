import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { saveAnswer, startAttempt } from '#contract/attempts/sitting.ts'
import { signInStudent } from '#contract/auth/auth.ts'
import { entranceOf, entrancesOf } from '#server/platform/entrance.ts'
import { makeExam } from '#test/setup/exam.ts'
import { layoutFaults } from '#test/setup/layout.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { nobody } from '#test/setup/world.ts'

/** An entrance for one at a time, so that one start that lasts makes the others wait. */
let site: Site
beforeAll(async () => {
  site = await openSite()
  for (const { bounds } of Object.values(entrancesOf(site.world.deps)))
    Object.assign(bounds, { least: 1, most: 1, firstHoldMs: 100, holdMs: 500, longestInsideMs: 120_000 })
}, 60_000)
afterAll(() => site?.close())

const device = 'laptop01:page0001'

/** The first call alone counts. */
function once(work: () => Promise<void>) {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}

/** Somebody is being served until released; Ana sits, Bo comes. */
async function rush() {
  const { world } = site
  const course = await world.course()
  const [ana, bo, chloe] = [
    await world.student({ course, name: 'Ana Un' }),
    await world.student({ course, name: 'Bo Deux', code: 'ABCD2345' }),
    await world.student({ course, name: 'Chloé Trois' }),
  ]
  const exam = await makeExam(world, { course })
  const start = (who: typeof ana) => world.ask(who, startAttempt, { params: { examId: exam.id }, body: { device } })
  const attemptId = (await start(ana)).body.id
  const client = await world.pool.connect()
  await client.query('begin')
  await client.query('select from "Attempt" where "studentId" = $1 for update', [chloe.id])
  const served = start(chloe)
  await expect.poll(() => entranceOf(world.deps).inside).toBe(1)
  const release = once(async () => {
    await client.query('commit')
    client.release()
    expect((await served).status).toBe(200)
  })
  // Also when the test failed, or what waits would never end.
  onTestFinished(release)
  const save = () => {
    const [questionId = ''] = exam.questionIds
    const choices = pageIds(world, { questionId, letters: ['a'] })
    const body = { choices, flagged: false, device, epoch: 1, sequence: 1 }
    return world.ask(ana, saveAnswer, { params: { attemptId, questionId }, body })
  }
  return { exam, bo, release, save }
}

const waiting = (page: Page) => page.getByRole('dialog', { name: 'Beaucoup d’étudiants entrent en même temps' })

async function askToStart(page: Page, examId: string) {
  await page.goto(`/examens/${examId}`)
  await page.getByLabel('J’ai lu les consignes et le barème.').check()
  await page.getByRole('button', { name: 'Commencer l’examen' }).click()
}

it('a start waits its turn, in two tabs and through a reload, and begins by itself with all its time', async () => {
  const { world } = site
  const { exam, bo, release, save } = await rush()
  const page = await site.visitor(bo)
  await askToStart(page, exam.id)
  await waiting(page)
    .getByRole('progressbar', { name: /Votre tour arrive/ })
    .waitFor()
  // A voice hears it once; the key that leaves is under the fingers.
  await expect.poll(() => waiting(page).getByRole('status').textContent()).toMatch(/environ \d+\ss/)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Ne plus attendre')
  const other = await page.context().newPage()
  await askToStart(other, exam.id)
  await waiting(other).waitFor()
  // The same place for both, and for the page that comes back.
  await page.reload()
  await askToStart(page, exam.id)
  await waiting(page).waitFor()
  expect(entranceOf(world.deps).waiting).toBe(1)

  expect((await save()).status).toBe(200)
  expect(await world.db.attempt.count({ where: { studentId: bo.id, startedAt: { not: null } } })).toBe(0)
  await release()
  await page.getByRole('heading', { level: 1, name: /^Question 1 sur/ }).waitFor()
  await other.getByRole('heading', { level: 1, name: /^Question 1 sur/ }).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(entranceOf(world.deps).waiting).toBe(0)
  await page.context().close()
})

it('who enters with their codes waits the same way, and may leave', async () => {
  const { world } = site
  const course = await world.course()
  await world.student({ course, name: 'Bo Deux', code: 'ABCD2345' })
  await world.student({ course, name: 'Ana Un', code: 'EFGH2345' })
  const exam = await makeExam(world, { course })
  // Somebody signs in, and it lasts.
  const client = await world.pool.connect()
  await client.query('begin')
  await client.query('lock table "Session" in share mode')
  const entering = world.ask(nobody, signInStudent, { body: { joinCode: exam.joinCode, personalCode: 'EFGH2345' } })
  await expect.poll(() => entranceOf(world.deps, 'codes').inside).toBe(1)
  const release = once(async () => {
    await client.query('commit')
    client.release()
    expect((await entering).status).toBe(200)
  })
  onTestFinished(release)
  const page = await site.visitor()
  await page.goto(`/?code=${exam.joinCode}`)
  await page.getByLabel('Code personnel').fill('ABCD2345')
  await page.keyboard.press('Enter')
  await waiting(page).waitFor()
  await page.keyboard.press('Escape')
  await waiting(page).waitFor({ state: 'detached' })
  await page.getByLabel('Code personnel').fill('ABCD2345')
  await page.keyboard.press('Enter')
  await waiting(page).waitFor()
  await release()
  await page.getByRole('heading', { level: 1, name: exam.title }).waitFor()
  await page.context().close()
})

it('what is shown meanwhile is clean for axe and fits from 320 to 1280 pixels, light and dark', async () => {
  const { exam, bo, release } = await rush()
  for (const [width, colorScheme] of [
    [320, 'light'],
    [768, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const) {
    const page = await site.visitor(bo, { viewport: { width, height: 800 }, colorScheme })
    await askToStart(page, exam.id)
    await waiting(page).waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    // The dialog covers the page on purpose.
    const faults = await page.evaluate(layoutFaults, 'screen' as const)
    expect(faults.filter((fault) => !fault.startsWith('covered by'))).toEqual([])
    await page.context().close()
  }
  await release()
})
