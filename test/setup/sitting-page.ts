import type { Page } from 'playwright-core'

/** What a student does on the pages of an exam, in a real browser. */
export async function join(page: Page, joinCode: string, code: string) {
  await page.goto(`/?code=${joinCode}`)
  await page.getByLabel('Code personnel').pressSequentially(code)
  await page.getByRole('button', { name: 'Voir les consignes' }).click()
  await page.getByRole('heading', { level: 1, name: /^QCM/ }).waitFor()
}

export async function start(page: Page) {
  await page.getByLabel('J’ai lu les consignes et le barème.').check()
  await page.getByRole('button', { name: 'Commencer l’examen' }).click()
  await page.getByRole('heading', { name: /^Question 1 sur/ }).waitFor()
}

export const saved = (page: Page) => page.locator('[data-save=saved]').waitFor()

export const letter = (page: Page, name: string) =>
  page.locator('.answer-row').filter({ hasText: new RegExp(`^${name}`) })

export async function goTo(page: Page, position: number) {
  await page.getByRole('link', { name: new RegExp(`^Question ${position},`) }).click()
  await page.getByRole('heading', { name: new RegExp(`^Question ${position} sur`) }).waitFor()
}

/** Checks the copy, then hands it in for good. */
export async function handIn(page: Page) {
  await page.getByRole('link', { name: 'Vérifier ma copie' }).first().click()
  await page.getByRole('button', { name: 'Rendre ma copie…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rendre ma copie' }).click()
  await page.waitForURL(/recu$/)
}

export const attemptOf = (page: Page) => /copies\/([^/]+)/.exec(page.url())?.[1] ?? ''
