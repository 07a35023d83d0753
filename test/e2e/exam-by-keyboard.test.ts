import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startAttempt } from '#contract/attempts/sitting.ts'
import { makeExam } from '#test/setup/exam.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { attemptOf, saved } from '#test/setup/sitting-page.ts'

/** A whole exam by keyboard only, with focus on a meaningful element at each step. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 60_000)
afterAll(() => site?.close())

/** Presses Tab until the target has focus, within a limit. */
async function tabTo(page: Page, target: Locator) {
  await target.waitFor()
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the Tab key does not lead there')
}

const heading = async (page: Page, name: string | RegExp) => {
  await page.getByRole('heading', { level: 1, name }).waitFor()
  // Focus goes to the title, so that screen readers announce the page.
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
}
const isTicked = (page: Page, letter: string) =>
  page.locator(`.answer-row__input[value=${letter}]`).evaluate((input) => (input as HTMLInputElement).checked)

it('joins, starts, answers, flags, checks, submits and reads the receipt with the keyboard alone', async () => {
  const { world } = site
  const course = await world.course()
  await world.student({ course, name: 'Ana Kerdoncuff', code: 'ABCD2345' })
  const exam = await makeExam(world, { course, keys: ['a', 'b', 'c', 'd'] })
  const page = await site.visitor()
  const { keyboard } = page

  await page.goto(`/?code=${exam.joinCode}`)
  await tabTo(page, page.getByLabel('Code personnel'))
  await keyboard.type('ABCD2345')
  await keyboard.press('Enter')
  await heading(page, exam.title)

  await tabTo(page, page.getByLabel('J’ai lu les consignes et le barème.'))
  await keyboard.press('Space')
  await tabTo(page, page.getByRole('button', { name: 'Commencer l’examen' }))
  await keyboard.press('Enter')

  // Shortcuts from the title: a number, a letter, the flag, the next question.
  await heading(page, /^Question 1 sur 4/)
  await keyboard.press('2')
  await saved(page)
  expect(await isTicked(page, 'B')).toBe(true)
  await keyboard.press('f')
  await page.getByRole('button', { name: /^Marquée/ }).waitFor()
  await keyboard.press('Alt+ArrowRight')

  await heading(page, /^Question 2 sur 4/)
  await keyboard.press('c')
  expect(await isTicked(page, 'C')).toBe(true)
  await keyboard.press('?')
  await page.getByRole('dialog', { name: 'Raccourcis clavier' }).waitFor()
  await keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await keyboard.press('Alt+ArrowLeft')
  await heading(page, /^Question 1 sur 4/)
  expect(await isTicked(page, 'B')).toBe(true)
  await keyboard.press('Alt+ArrowRight')
  await heading(page, /^Question 2 sur 4/)
  await tabTo(page, page.getByRole('link', { name: 'Continuer' }))
  await keyboard.press('Enter')

  // Native keys: Tab, Space, arrows.
  await heading(page, /^Question 3 sur 4/)
  await tabTo(page, page.locator('.answer-row__input').first())
  await keyboard.press('Space')
  await keyboard.press('ArrowDown')
  expect(await isTicked(page, 'B')).toBe(true)
  await saved(page)

  await tabTo(page, page.getByRole('link', { name: 'Vérifier ma copie' }).first())
  await keyboard.press('Enter')
  await heading(page, 'Vérifier ma copie')
  await tabTo(page, page.getByRole('link', { name: 'Répondre à la question 4' }).first())
  await keyboard.press('Enter')
  await heading(page, /^Question 4 sur 4/)
  await keyboard.press('4')
  await saved(page)
  await tabTo(page, page.getByRole('link', { name: 'Vérifier ma copie' }).first())
  await keyboard.press('Enter')

  await heading(page, 'Vérifier ma copie')
  await tabTo(page, page.getByRole('button', { name: 'Rendre ma copie…' }))
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /^Rendre votre copie/ })
  await dialog.waitFor()
  // The safe button, which goes back, has the focus.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Revenir à l’examen')
  const attemptId = attemptOf(page)
  await tabTo(page, dialog.getByRole('button', { name: 'Rendre ma copie' }))
  await keyboard.press('Enter')
  await heading(page, 'Votre copie est rendue')
  expect(await page.getByText('4 réponses sur 4').isVisible()).toBe(true)

  const answers = await world.db.answer.findMany({ where: { attemptId } })
  expect(answers.filter(({ choices }) => choices.length === 1)).toHaveLength(4)
  expect(answers.filter(({ flagged }) => flagged)).toHaveLength(1)
  await page.context().close()
})

it('has a shared document beside its question on a wide screen, above it on a telephone, scrolled by keyboard', async () => {
  const { world } = site
  const course = await world.course()
  const ana = await world.student({ course, name: 'Ana Lectrice' })
  const exam = await makeExam(world, { course, keys: ['a', 'b'] })
  const line = 'apiVersion: apps/v1 # une ligne du manifeste\n'
  const code = {
    type: 'element' as const,
    tag: 'code' as const,
    children: [{ type: 'text' as const, value: line.repeat(70) }],
  }
  const context = {
    id: 'manifeste',
    title: 'Le manifeste',
    content: [{ type: 'element' as const, tag: 'pre' as const, children: [code] }],
  }
  for (const id of exam.questionIds) {
    const { asked } = await world.db.examQuestion.findUniqueOrThrow({ where: { id } })
    await world.db.examQuestion.update({ where: { id }, data: { asked: { ...asked, context } } })
  }
  const { body } = await world.ask(ana, startAttempt, {
    params: { examId: exam.id },
    body: { device: 'laptop01:page0001' },
  })
  for (const [width, isBeside] of [
    [1280, true],
    [360, false],
  ] as const) {
    const page = await site.visitor(ana, { viewport: { width, height: 800 } })
    await page.goto(`/copies/${body.id}/questions/1`)
    const document = page.getByRole('region', { name: /^Document des questions 1 à 2/ })
    await document.waitFor()
    const [shared, question] = await Promise.all([document.boundingBox(), page.locator('#question').boundingBox()])
    if (!shared || !question) throw new Error('not shown')
    expect(isBeside ? shared.x + shared.width <= question.x : shared.y + shared.height <= question.y).toBe(true)
    expect(await page.evaluate(() => window.document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    if (isBeside) {
      await document.focus()
      await page.keyboard.press('PageDown')
      await expect.poll(() => document.evaluate((element) => element.scrollTop)).toBeGreaterThan(0)
    }
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/context-${width}.png` })
    await page.context().close()
  }
})
