import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { livedInPlaces } from './setup/lived-in.ts'
import { openSite } from './setup/site.ts'
import startDatabase from './setup/template-database.ts'

// npm run screenshots: the pictures of the README, from the demonstration's class.
// npm run screenshots -- all FOLDER: every route, at 360 and 1280 px, light and dark, to look at.

const readme: Record<string, string> = {
  '/copies/:attemptId/questions/:position': 'question',
  '/cours/:courseId/examens/:examId/surveillance': 'cockpit',
  '/cours/:courseId/evaluation': 'final-sheet',
}

const [what, folder = '/tmp/bareme-screens', only] = process.argv.slice(2)
const stopDatabase = await startDatabase()
const site = await openSite()
try {
  const places = await livedInPlaces(site)
  if (what === 'all') await everything(places)
  else await forReadme(places)
} finally {
  await site.close()
  await stopDatabase?.()
}

async function forReadme(places: Awaited<ReturnType<typeof livedInPlaces>>) {
  const out = join('docs', 'screenshots')
  mkdirSync(out, { recursive: true })
  for (const [route, name] of Object.entries(readme)) {
    await shoot(places[route], { path: join(out, `${name}.png`), width: 1280, height: 860, colorScheme: 'light' })
  }
}

async function everything(places: Awaited<ReturnType<typeof livedInPlaces>>) {
  mkdirSync(folder, { recursive: true })
  for (const [route, place] of Object.entries(places)) {
    if (only && !route.includes(only)) continue
    const name = route.replace(/[/:]+/g, '-').replace(/^-|-$/g, '') || 'home'
    for (const width of [360, 1280]) {
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
