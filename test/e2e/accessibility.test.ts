import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepPages } from '#test/setup/kept-pages.ts'
import { brokenWords, rested } from '#test/setup/layout.ts'
import { livedInPlaces } from '#test/setup/lived-in.ts'
import { type PrintedPage, printed } from '#test/setup/printed.ts'
import { routesOfSite } from '#test/setup/routes-of-site.ts'
import { openSite, type Site } from '#test/setup/site.ts'

/** Every route of the site, so that a new page is checked too. */
const routes = routesOfSite()

let site: Site
let places: Awaited<ReturnType<typeof livedInPlaces>>
let kept: ReturnType<typeof keepPages>
beforeAll(async () => {
  site = await openSite()
  kept = keepPages(site)
  places = await livedInPlaces(site)
}, 180_000)
afterAll(() => site?.close())

const looks = [
  { name: 'phone, light', viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { name: 'phone, dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  { name: 'laptop, light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'laptop, dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
] as const

it('knows how to open every route, and no route that is gone', () => {
  expect(Object.keys(places).sort()).toEqual([...new Set(routes)].sort())
})

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Those of axe's category « color » under these tags. */
const colourRules = ['color-contrast', 'link-in-text-block']

/**
 * Legacy mode: there are no frames, and opening a page per analysis would take longer than the analysis. The half
 * megabyte of axe is sent once per page, and the dark theme, which changes nothing but colours, is asked about them.
 * What passed is not described: nobody reads it, and it is a third of the work.
 */
function axeOn(page: Page, { isFirst, isDark }: { isFirst: boolean; isDark: boolean }) {
  const axe = new AxeBuilder({ page, ...(isFirst ? {} : { axeSource: 'void 0' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
  return (isDark ? axe.withRules(colourRules) : axe.withTags(tags)).analyze()
}

/** Opens a page and waits for what it shows. */
async function open(page: Page, path: string) {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // A loading page sets aria-busy on its content; a button may stay busy (the samples of /design do).
  await page.locator('[aria-busy="true"]:not(button)').first().waitFor({ state: 'detached' })
}

/** Each page is opened once and checked in four ways by changing its size and theme. Two pages at a time. */
it.concurrent.each(routes)('axe finds nothing on %s, on a phone and a laptop, light and dark', async (route) => {
  const place = places[route]
  if (!place) throw new Error(`no way to open ${route} in test/setup/lived-in.ts`)
  const errors: string[] = []
  const note = (error: Error) => errors.push(String(error))
  const found = await kept.withPage(place.who, async (page) => {
    page.on('pageerror', note)
    try {
      return await violationsOn(page, [place.path, ...(place.also ? [place.also] : [])])
    } finally {
      page.off('pageerror', note)
    }
  })
  expect(found).toEqual([])
  expect(errors).toEqual([])
})

async function violationsOn(page: Page, paths: readonly string[]) {
  const found: string[] = []
  for (const path of paths) {
    await open(page, path)
    for (const { name, viewport, colorScheme } of looks) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      const { violations } = await axeOn(page, { isFirst: name === looks[0].name, isDark: colorScheme === 'dark' })
      for (const { id, nodes } of violations) {
        found.push(`${name}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
      }
      // Only code and wide tables, in regions of their own, may scroll sideways.
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (overflow > 0) found.push(`${name}: ${overflow} px too wide`)
      for (const word of await page.evaluate(brokenWords)) found.push(`${name}: ${word}`)
    }
  }
  return found
}

/** What is printed, with the heading that every page of its table repeats, and how many pages it may take. */
const onPaper = [
  { route: '/copies/:attemptId/correction', heading: null, most: 28 },
  { route: '/cours/:courseId/examens/:examId/copies/:attemptId', heading: null, most: 28 },
  { route: '/cours/:courseId/examens/:examId/resultats', heading: 'Étudiant', most: 3 },
  { route: '/cours/:courseId/examens/:examId/emargement', heading: 'Signature', most: 2 },
  { route: '/cours/:courseId/evaluation', heading: 'Étudiant', most: 3 },
  { route: '/cours/:courseId/evaluation/proces-verbaux/:number', heading: null, most: 2 },
  { route: '/cours/:courseId/projets/:projectId/equipes/:teamId', heading: null, most: 3 },
] as const

it.each(onPaper)(
  '$route on paper: numbered pages, none half empty, headings on each',
  async ({ route, heading, most }) => {
    const place = places[route]
    const page = await kept.pageOf(place?.who)
    await page.setViewportSize({ width: 1280, height: 800 })
    await open(page, place?.path ?? '')
    await page.evaluate(rested)
    await page.evaluate(markPictures)
    const pages = await printed(page)
    expect(pages.map(({ number }) => number)).toEqual(pages.map((_, index) => `${index + 1} / ${pages.length}`))
    expect(pages.length).toBeLessThanOrEqual(most)
    expect(halfEmpty(pages).slice(route.includes('attemptId') ? 1 : 0)).toEqual([])
    expect(pages.at(-1)?.text).not.toBe('')
    if (heading) for (const { text } of pages) expect(text).toContain(heading)
  },
)

/**
 * The last page aside. Of some copies drawn at random, Chromium moves a question that would have fitted to the next
 * page, about one page in three hundred: one is let pass in a copy, one in fifty over six arrangements of it.
 */
const halfEmpty = (pages: readonly PrintedPage[]) => pages.slice(0, -1).filter(({ filled }) => filled < 0.4)

it.each(['/copies/:attemptId/correction', '/cours/:courseId/examens/:examId/copies/:attemptId'])(
  '%s on paper: no page half empty, whichever question is first',
  async (route) => {
    const place = places[route]
    const page = await kept.pageOf(place?.who)
    await open(page, place?.path ?? '')
    await page.evaluate(rested)
    // As drawn for another student: a tall question first, then one whose code is longer than half a page.
    const all: PrintedPage[] = []
    const empty: PrintedPage[] = []
    for (const lines of [0, 45]) {
      for (const rank of [0, 1, 2]) {
        await page.evaluate(tallestFirst, { rank, lines })
        const pages = await printed(page)
        all.push(...pages)
        empty.push(...halfEmpty(pages))
      }
    }
    expect(empty.slice(Math.floor(all.length / 50))).toEqual([])
  },
)

/** Each place to sign, on as many rows as one likes: its words and its box are on one page. */
it('a place to sign is never cut by the end of a page', async () => {
  const { path, who } = places['/cours/:courseId/evaluation/proces-verbaux/:number'] ?? { path: '' }
  const page = await kept.pageOf(who)
  await open(page, path)
  await page.evaluate(rested)
  await page.evaluate(() => {
    // Text at the foot of each box, to find it in what is printed.
    for (const [index, box] of [...document.querySelectorAll<HTMLElement>('.record__sign p')].entries()) {
      const foot = document.createElement('span')
      foot.textContent = `pied${index}`
      foot.style.alignSelf = 'end'
      box.style.display = 'grid'
      box.prepend(`tete${index} `)
      box.append(foot)
    }
  })
  const body = page.locator('.record table tbody').first()
  // A row more each time: the boxes come to every place of a page.
  for (let more = 0; more < 12; more += 1) {
    await body.evaluate((rows) => rows.append(rows.lastElementChild?.cloneNode(true) ?? ''))
    const pages = await printed(page)
    const on = (word: string) => pages.findIndex(({ text }) => text.includes(word))
    for (const index of [0, 1, 2]) {
      expect(on(`tete${index}`)).toBeGreaterThan(-1)
      expect(on(`pied${index}`)).toBe(on(`tete${index}`))
    }
  }
})

/** What fills a page is measured by its words: a picture is given one at its foot. */
function markPictures() {
  for (const picture of document.querySelectorAll('main img')) {
    const word = document.createElement('span')
    word.textContent = '.'
    Object.assign(word.style, { display: 'inline-block', verticalAlign: 'bottom' })
    picture.after(word)
  }
}

/** Moves one of the tallest questions to the head of the list; with lines, its code is made as long as that. */
function tallestFirst({ rank, lines }: { rank: number; lines: number }) {
  const list = document.querySelector('.review-list')
  const coded = [...(list?.children ?? [])].filter((each) => each.querySelector('.review .code-block'))
  const tallest = coded.toSorted((a, b) => b.clientHeight - a.clientHeight)[rank]
  if (!list || !tallest) throw new Error('no question with code')
  const code = tallest.querySelector('.review .code-block code')
  while (code?.lastElementChild && code.childElementCount < lines) code.append(code.lastElementChild.cloneNode(true))
  list.prepend(tallest)
}
