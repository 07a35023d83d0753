import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { classAtWork } from './setup/class-at-work.ts'
import { livedInPlaces } from './setup/lived-in.ts'
import { openSite } from './setup/site.ts'
import { goTo } from './setup/sitting-page.ts'
import startDatabase from './setup/template-database.ts'

// npm run screenshots: the pictures of the README, from the demonstration's class while it sits an exam.
// npm run screenshots -- all FOLDER: every route, at 360, 768 and 1280 px, light and dark, to look at; after
// FOLDER, words between commas choose the routes.

const [what, folder = '/tmp/bareme-screens', only] = process.argv.slice(2)
const stopDatabase = await startDatabase()
const site = await openSite()
try {
  if (what === 'all') await everything(await livedInPlaces(site))
  else await forReadme()
} finally {
  await site.close()
  await stopDatabase?.()
}

async function forReadme() {
  const out = join('docs', 'screenshots')
  mkdirSync(out, { recursive: true })
  const { page, courseId, examId, who, heard } = await classAtWork(site)
  await goTo(page, 7)
  await picture(page, join(out, 'question.png'))
  for (const [name, path] of [
    ['cockpit', `/cours/${courseId}/examens/${examId}/surveillance`],
    ['final-sheet', `/cours/${courseId}/evaluation`],
  ] as const) {
    await heard()
    const staff = await site.visitor(who, { viewport: { width: 1280, height: 860 } })
    await staff.goto(path)
    await staff.getByRole('heading', { level: 1 }).first().waitFor()
    await picture(staff, join(out, `${name}.png`))
  }
}

/** A picture that shows an alarm, or a place still empty, would be a picture of something else. */
async function picture(page: Page, path: string) {
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const alarms = page.locator('.notice--warn, .notice--bad, [role=alert], .skeleton').filter({ visible: true })
  for (const alarm of await alarms.all()) throw new Error(`${path}: ${await alarm.textContent()}`)
  await page.screenshot({ path })
  console.log(path)
}

async function everything(places: Awaited<ReturnType<typeof livedInPlaces>>) {
  mkdirSync(folder, { recursive: true })
  for (const [route, place] of Object.entries(places)) {
    if (only && !only.split(',').some((word) => route.includes(word))) continue
    const name = route.replace(/[/:]+/g, '-').replace(/^-|-$/g, '') || 'home'
    for (const width of [360, 768, 1280]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const path = join(folder, `${name}-${width}-${colorScheme}.png`)
        await shoot(place, { path, width, height: 800, colorScheme, fullPage: true })
      }
    }
  }
}

type Shot = { path: string; width: number; height: number; colorScheme: 'light' | 'dark'; fullPage?: boolean }
type Place = Awaited<ReturnType<typeof livedInPlaces>>[string]

async function shoot(place: Place | undefined, { path, width, height, colorScheme, fullPage = false }: Shot) {
  if (!place) throw new Error(`no place for ${path}`)
  const page = await site.visitor(place.who, { viewport: { width, height }, colorScheme })
  try {
    await page.goto(place.path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForTimeout(800)
    await page.screenshot({ path, fullPage })
    console.log(path)
  } catch (error) {
    console.error(`${path}: ${String(error).split('\n')[0]}`)
    process.exitCode = 1
  } finally {
    await page.context().close()
  }
}
