import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepPages } from '#test/setup/kept-pages.ts'
import { type Box, boxesOf, headFaults, layoutFaults, rested, unreadable } from '#test/setup/layout.ts'
import { livedInPlaces, type Place } from '#test/setup/lived-in.ts'
import { writeNaughtyTexts } from '#test/setup/naughty.ts'
import { routesOfSite } from '#test/setup/routes-of-site.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { lostWhenLeaving } from '#test/setup/typed.ts'
import type { Someone } from '#test/setup/world.ts'

/** Every address of the site: a page that is added is a page that is measured. */
const routes = [...new Set(routesOfSite())]

let site: Site
let places: Record<string, Place>
let kept: ReturnType<typeof keepPages>
beforeAll(async () => {
  site = await openSite()
  kept = keepPages(site)
  places = await livedInPlaces(site, writeNaughtyTexts)
  // Also fills the data that livedInPlaces finalised, corrected and contested.
  await writeNaughtyTexts(site.world)
}, 180_000)
afterAll(() => site?.close())

const placeOf = (route: string) => {
  const place = places[route]
  if (!place) throw new Error(`no way to open ${route} in test/setup/lived-in.ts`)
  return place
}

/** Resizes the window as a person does, and waits for the elements that measure themselves. */
async function resize(page: Page, width: number) {
  await page.setViewportSize({ width, height: 740 })
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** Waits until nothing loads any more. */
async function settle(page: Page) {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // The samples of /design stay busy.
  await page
    .locator('[aria-busy="true"]:not(button), main > .desk__page > .skeleton')
    .first()
    .waitFor({ state: 'detached' })
  await page.evaluate(rested)
}

/** A region learns that it scrolls by measuring itself: on a page of forty questions, a moment after its width changed. */
async function faultsOnScreen(page: Page) {
  let faults = await page.evaluate(layoutFaults, 'screen' as const)
  for (let turn = 0; turn < 8 && faults.some((fault) => fault.includes('not by keyboard')); turn += 1) {
    await page.waitForTimeout(250)
    faults = await page.evaluate(layoutFaults, 'screen' as const)
  }
  return faults
}

const widths = [1280, 768, 360, 320]
/** Between them, only what the width of the page and of its head decides is asked: the rest is the same. */
const others = [1920, 1536, 1366, 1024]
/** The boxes of each page opened first in a browser, by URL. */
const fresh = new Map<string, Boxes>()

// Two pages at a time, because a page waits more than it computes.
it.concurrent.each(routes)('nothing a person wrote widens %s, nor pushes a button away', async (route) => {
  const place = placeOf(route)
  const found = await kept.withPage(place.who, async (page) => {
    const faults: string[] = []
    const look = async () => {
      for (const width of widths) {
        await resize(page, width)
        for (const fault of await faultsOnScreen(page)) faults.push(`${width}: ${fault}`)
        for (const fault of await page.evaluate(headFaults)) faults.push(`${width}: ${fault}`)
      }
      for (const width of others) {
        await resize(page, width)
        for (const fault of await page.evaluate(headFaults)) faults.push(`${width}: ${fault}`)
      }
    }
    if (place.also) {
      await page.goto(place.also)
      await settle(page)
      await look()
      await resize(page, 1280)
    }
    await page.goto(place.path)
    await settle(page)
    fresh.set(place.path, await measure(page))
    await look()
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    await resize(page, 320)
    for (const fault of await page.evaluate(layoutFaults, 'unfolded' as const)) faults.push(`unfolded: ${fault}`)
    await page.emulateMedia({ media: 'print' })
    await resize(page, 680)
    for (const fault of await page.evaluate(layoutFaults, 'print' as const)) faults.push(`print: ${fault}`)
    await page.emulateMedia({ media: 'screen' })
    // What a student types is saved at once, but for a code.
    if (route.startsWith('/cours'))
      for (const field of await page.evaluate(lostWhenLeaving)) faults.push(`lost when leaving: ${field}`)
    return faults
  })
  expect(found).toEqual([])
})

type Boxes = { width: number; boxes: Box[] }[]
const looks = [1280, 360]

async function measure(page: Page): Promise<Boxes> {
  const measured: Boxes = []
  for (const width of looks) {
    await resize(page, width)
    measured.push({ width, boxes: JSON.parse(await page.evaluate(boxesOf)) as Box[] })
  }
  return measured
}

const compared = (first: Boxes, second: Boxes) =>
  first.flatMap(({ width, boxes }, look) =>
    differences(boxes, second[look]?.boxes ?? []).map((each) => `${width}: ${each}`),
  )

/** Describes the first boxes that differ by more than a pixel. */
function differences(first: readonly Box[], second: readonly Box[]): string[] {
  const wrong = first.flatMap((box, rank) => {
    const other = second[rank]
    const isSame =
      other?.name === box.name &&
      (['left', 'width', 'height'] as const).every((side) => Math.abs(other[side] - box[side]) <= 1)
    return isSame ? [] : [`${JSON.stringify(other)} instead of ${JSON.stringify(box)}`]
  })
  if (first.length !== second.length) wrong.unshift(`${second.length} boxes instead of ${first.length}`)
  return wrong.slice(0, 4)
}

/** Navigates without a reload: by a link of the page if there is one, otherwise by the router. */
async function goInside(page: Page, path: string) {
  await page.evaluate((to) => {
    const link = [...document.querySelectorAll('a')].find((each) => each.getAttribute('href') === to)
    if (link) link.click()
    else history.pushState(null, '', to)
  }, path)
  await settle(page)
}

/** `beside`: another page of the same person. `also`: other widths at which nothing may stick out. */
type WalkInput = { who: Someone | undefined; beside: Page; paths: readonly string[]; also?: readonly number[] }

/**
 * Navigates from page to page inside the application, and lists the pages whose layout differs from that of a first
 * load.
 */
async function walk({ who, beside, paths, also = [] }: WalkInput) {
  const page = await site.visitor(who)
  await page.goto(paths.at(-1) ?? '/')
  await settle(page)
  const found: string[] = []
  for (const path of paths) {
    await page.evaluate(() => Object.assign(window, { isSameDocument: true }))
    await goInside(page, path)
    if (!(await page.evaluate(() => 'isSameDocument' in window))) found.push(`${path} was loaded anew`)
    const compare = async (first: Boxes | undefined) => compared(first ?? [], await measure(page))
    let different = await compare(fresh.get(path))
    if (different.length > 0) {
      // Its data may have changed since, and cached data are being refetched.
      await beside.goto(path)
      await settle(beside)
      for (let turn = 0; turn < 8 && different.length > 0; turn++) {
        await page.waitForTimeout(250)
        different = await compare(await measure(beside))
      }
    }
    for (const each of different) found.push(`${path} ${each}`)
    // A page reached from another may be wider than the same one opened by its address: what was measured before stays.
    for (const width of also) {
      await resize(page, width)
      for (const fault of await page.evaluate(headFaults)) found.push(`${path} at ${width}: ${fault}`)
    }
  }
  await page.context().close()
  return found
}

/**
 * 400 % of 1280 × 1024, and our text size of 200 % on a phone (WCAG 2.2, 1.4.4 and 1.4.10). In both, the question and
 * every choice can be scrolled into view with nothing covering them.
 */
const magnified = [
  ['400 % of 1280 × 1024', { width: 320, height: 256 }, '100'],
  ['our letters at 200 % on a phone', { width: 360, height: 740 }, '200'],
  ['our letters at 200 % on a short phone', { width: 360, height: 480 }, '200'],
] as const
const asking = ['/copies/:attemptId/questions/:position', '/entrainement/:section/:position']

it.each(magnified.flatMap(([look, size, letters]) => asking.map((route) => ({ look, size, letters, route }))))(
  'a question stays readable at $look, on $route',
  async ({ size, letters, route }) => {
    const place = placeOf(route)
    const page = await kept.pageOf(place.who)
    await page.goto(place.path)
    await settle(page)
    try {
      await page.evaluate((percent) => {
        document.documentElement.dataset['textSize'] = percent
      }, letters)
      await page.setViewportSize(size)
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      expect(await page.locator('.answer-row').count()).toBeGreaterThan(1)
      expect(await page.evaluate(unreadable, '.question__stem, .answer-row__text, .action-bar .button')).toEqual([])
    } finally {
      await page.evaluate(() => delete document.documentElement.dataset['textSize'])
    }
  },
)

it('shows code on the width of the screen, and wraps it on a phone until the student chooses otherwise', async () => {
  const place = placeOf('/copies/:attemptId/questions/:position')
  const page = await site.visitor(place.who)
  await page.goto(place.path)
  await settle(page)
  const block = page.locator('.question .code-block').first()
  const look = async (width: number) => {
    await resize(page, width)
    return block.locator('pre').evaluate((pre) => {
      const letter = Number.parseFloat(getComputedStyle(pre).fontSize) * 0.6
      const line = pre.querySelector('.code-block__line')
      const beside = Number.parseFloat(getComputedStyle(line as Element).paddingInlineStart) + 16
      return { columns: Math.floor((pre.clientWidth - beside) / letter), isScrolled: pre.scrollWidth > pre.clientWidth }
    })
  }
  expect((await look(1280)).columns).toBeGreaterThanOrEqual(100)
  expect((await look(1920)).columns).toBeGreaterThanOrEqual(120)
  expect((await look(1280)).isScrolled).toBe(true)
  const wrap = block.getByRole('button', { name: 'Couper les lignes', pressed: true })
  expect((await look(360)).isScrolled).toBe(false)
  await wrap.click()
  expect((await look(360)).isScrolled).toBe(true)
  await page.reload()
  await settle(page)
  expect((await look(360)).isScrolled).toBe(true)
  await page.context().close()
})

/** What stays at the edges of the screen while a question is read, by the height it takes. */
function bars(): { name: string; height: number }[] {
  window.scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' })
  return ['.exam-bar', '.action-bar', '.navigator'].flatMap((name) => {
    const element = document.querySelector(name)
    if (!element || !/sticky|fixed/.test(getComputedStyle(element).position)) return []
    // Without the warnings under it: this copy was begun on another device.
    const line = element.querySelector('.exam-bar__in') ?? element
    return [{ name, height: Math.round(line.getBoundingClientRect().height) }]
  })
}

it('on a phone shows « Vérifier » on one line, and on its side one thin bar', async () => {
  const { who, path } = placeOf('/copies/:attemptId/questions/:position')
  const page = await kept.pageOf(who)
  const id = /copies\/([^/]+)/.exec(path)?.[1] ?? ''
  const { paper } = await site.world.db.attempt.findUniqueOrThrow({ where: { id } })
  await page.goto(path.replace(/\d+$/, String(paper.length)))
  await settle(page)
  const check = page.locator('.action-bar').getByRole('link', { name: 'Vérifier ma copie' })
  for (const width of [320, 360]) {
    await resize(page, width)
    const { height, line } = await check.evaluate((link) => ({
      height: link.clientHeight,
      line: Number.parseFloat(getComputedStyle(link).lineHeight),
    }))
    expect(height, `${width}`).toBeLessThan(Math.max(2 * line, 52))
  }
  await page.setViewportSize({ width: 740, height: 360 })
  expect(await page.evaluate(bars)).toEqual([{ name: '.exam-bar', height: expect.any(Number) }])
  expect((await page.evaluate(bars))[0]?.height).toBeLessThanOrEqual(50)
  expect(await page.evaluate(unreadable, '.question__stem, .answer-row__text, .action-bar .button')).toEqual([])
  await resize(page, 1280)
})

/** Some pages of an exam, some lists: navigated in both directions, each from a browser with an empty cache. */
const orders = [
  ['in the order of the story', (paths: readonly string[]) => paths],
  ['backwards', (paths: readonly string[]) => [...paths].reverse()],
] as const

it.concurrent.each(orders)(
  'every page of the staff looks the same when one comes from another, %s',
  async (_, inOrder) => {
    const { who } = placeOf('/cours/:courseId')
    const paths = routes.filter((route) => placeOf(route).who === who).map((route) => placeOf(route).path)
    const beside = await site.visitor(who)
    const also = inOrder === orders[0][1] ? [1920, 1024, 768, 320] : []
    expect(await walk({ who, beside, paths: inOrder(paths), also })).toEqual([])
    await beside.context().close()
  },
  // Every page, one after the other, beside the other walk.
  480_000,
)

it.each(orders)('every page of a student looks the same when one comes from another, %s', async (_, inOrder) => {
  const place = placeOf('/copies/:attemptId/questions/:position')
  const finished = await site.world.db.attempt.findFirstOrThrow({
    where: { studentId: place.who?.id ?? '', exam: { status: 'released' } },
  })
  const paths = [
    '/mes-examens',
    ...['/examens/:examId', '/copies/:attemptId/questions/:position', '/copies/:attemptId/verification'].map(
      (route) => placeOf(route).path,
    ),
    ...[`/copies/${finished.id}/recu`, `/copies/${finished.id}/correction`, '/entrainement'],
    ...[placeOf('/entrainement/:section/:position').path, '/mon-bilan', '/tester-mon-poste', '/aide'],
  ]
  const beside = await kept.pageOf(place.who)
  for (const path of paths) {
    await beside.goto(path)
    await settle(beside)
    fresh.set(path, await measure(beside))
  }
  expect(await walk({ who: place.who, beside, paths: inOrder(paths), also: [1920, 1024, 768, 320] })).toEqual([])
})

/** Dialogs and menus, with the button that opens each. Last, because one takes over an attempt from its device. */
const dialogs = [
  { route: '/copies/:attemptId/verification', press: 'Rendre ma copie…' },
  { route: '/cours/:courseId/equipe', press: 'Retirer' },
  { route: '/cours/:courseId/examens/:examId/surveillance', press: 'Projeter le code' },
  { route: '/cours/:courseId/examens/:examId/surveillance', press: 'Pause' },
]

it.each(dialogs)('what a person wrote stays in the dialog of « $press », on $route', async ({ route, press }) => {
  const page = await kept.pageOf(placeOf(route).who)
  await resize(page, 1280)
  await page.goto(placeOf(route).path)
  await settle(page)
  // An attempt whose active device is another one cannot be submitted from here.
  const takeOver = page.getByRole('button', { name: 'Reprendre ici' })
  if (await takeOver.isVisible()) await takeOver.click()
  await page.getByRole('button', { name: press }).first().click()
  const dialog = page.locator('dialog[open]')
  await dialog.waitFor()
  const found: string[] = []
  for (const width of widths) {
    await resize(page, width)
    const excess = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)
    if (excess > 1) found.push(`${width}: ${excess} px too wide`)
  }
  expect(found).toEqual([])
})

it('asks before a link, the history or closing takes away what was typed, and keeps it for who stays', async () => {
  const place = placeOf('/cours/:courseId/etudiants/nouveau')
  const page = await site.visitor(place.who)
  await page.goto(place.path.replace(/\/nouveau$/, ''))
  await settle(page)
  await goInside(page, place.path)
  const name = page.getByLabel(/^Nom de famille/)
  const stays = async () => {
    await page.getByRole('dialog').getByRole('button', { name: 'Rester sur la page' }).click()
    expect(await name.inputValue()).toBe('Gautier')
    expect(page.url()).toMatch(/nouveau$/)
  }
  await name.pressSequentially('Gautier')
  await page
    .getByRole('link', { name: /^Questions/ })
    .first()
    .click()
  await stays()
  await page.evaluate(() => history.back())
  await stays()
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.type())
      void dialog.dismiss()
    })
  })
  await page.close({ runBeforeUnload: true })
  expect(await asked).toBe('beforeunload')
  expect(await name.inputValue()).toBe('Gautier')
  await page.evaluate(() => history.back())
  await page.getByRole('dialog').getByRole('button', { name: 'Quitter sans enregistrer' }).click()
  await page.waitForURL(/etudiants$/)
  await page.close()
})
