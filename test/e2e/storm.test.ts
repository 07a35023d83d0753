import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAttempt, submitAttempt } from '#contract/attempts/sitting.ts'
import { releaseResults } from '#contract/grading/grading.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { makeExam } from '#test/setup/exam.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { type Answer, strangers } from '#test/setup/middlebox.ts'
import { openMiddlebox } from '#test/setup/middlebox-line.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { join, letter, saved, start } from '#test/setup/sitting-page.ts'
import type { Someone } from '#test/setup/world.ts'

/**
 * A server behind a proxy that returns 502 for ten seconds while a whole room opens its pages: how often each page
 * retries, and whether it recovers by itself. All pages run during the same ten seconds, each behind its own proxy.
 */
const stormMs = 10_000
/** The most requests of one URL in ten seconds: retries after 0.5, 1, 2, 4 and 8 seconds, with a margin. */
const mostPerAddress = 8
/** Two more delays of the slowest retry. */
const healMs = 30_000
const gateway = strangers.find(({ name }) => name === 'a gateway') as Answer

/** Which requests of a page fail, its document excepted. `first`: the files the document refers to. */
const groups = {
  'the API': () => /^\/api\//,
  'the code and styles it fetches': (first) => new RegExp(`^/assets/(?!fr_|(?:${first.join('|')})$)`),
  'its sentences': () => /^\/assets\/fr_/,
  'the style sheet of the whole site': () => /^\/assets\/index-[^/]*\.css/,
  // Without them, none of our code runs that could retry.
  'the scripts of the document': (first) => new RegExp(`^/assets/(?:${first.join('|')})$`),
} as const satisfies Record<string, (first: readonly string[]) => RegExp>
type Group = keyof typeof groups
const byHand: Group = 'the scripts of the document'

type Place = {
  path: string
  who?: Someone
  /** Earlier actions in this browser, before the failures. */
  before?: (page: Page) => Promise<void>
  /** Uses the main function of the page, to check that it works. */
  use: (page: Page) => Promise<unknown>
}

let site: Site
let course: { id: string }
/** The files the document refers to, without which the page does not start. */
let named: string[]
beforeAll(async () => {
  site = await openSite()
  course = { id: (await ensureShippedCourse(site.world.deps)).courseId ?? '' }
  const document = await (await fetch(site.origin)).text()
  named = [...document.matchAll(/\/assets\/([^"]+)/g)].map(([, file]) => file ?? '')
}, 120_000)
afterAll(() => site?.close())

const heading = (page: Page, name: RegExp | string) => page.getByRole('heading', { level: 1, name }).waitFor()
const button = (page: Page, name: RegExp | string) => page.getByRole('button', { name })

let made = 0
/** A page of each kind; each with an attempt of its own. */
const places: Record<string, () => Promise<Place>> = {
  async join() {
    const { exam, code } = await student()
    return {
      path: `/?code=${exam.joinCode}`,
      async use(page) {
        await page.getByLabel('Code personnel').pressSequentially(code)
        await button(page, 'Voir les consignes').click()
        await heading(page, exam.title)
      },
    }
  },
  async 'my exams'() {
    const { who, exam } = await student()
    return {
      path: '/mes-examens',
      who,
      async use(page) {
        await page.getByText(exam.title, { exact: true }).waitFor()
        await page
          .getByRole('listitem')
          .filter({ has: page.getByText(exam.title, { exact: true }) })
          .getByRole('link', { name: /consignes/ })
          .click()
        await heading(page, exam.title)
      },
    }
  },
  async instructions() {
    const { who, exam } = await student()
    return { path: `/examens/${exam.id}`, who, use: start }
  },
  async question() {
    const { exam, code } = await student()
    return {
      path: '',
      async before(page) {
        await join(page, exam.joinCode, code)
        await start(page)
      },
      async use(page) {
        await letter(page, 'B').click()
        await saved(page)
        await page.getByRole('link', { name: 'Continuer' }).click()
        await heading(page, /^Question 2/)
      },
    }
  },
  async check() {
    const { exam, code } = await student()
    return {
      path: '',
      async before(page) {
        await join(page, exam.joinCode, code)
        await start(page)
        await page.getByRole('link', { name: 'Vérifier ma copie' }).first().click()
        await heading(page, 'Vérifier ma copie')
      },
      async use(page) {
        await button(page, 'Rendre ma copie…').click()
        await page.getByRole('dialog').getByRole('button', { name: 'Rendre ma copie' }).click()
        await heading(page, 'Votre copie est rendue')
      },
    }
  },
  async receipt() {
    const { who, exam } = await student()
    const started = await site.world.ask(who, startAttempt, {
      params: { examId: exam.id },
      body: { device: 'laptop01:page0001' },
    })
    await site.world.ask(who, submitAttempt, { params: { attemptId: started.body.id } })
    return { path: `/copies/${started.body.id}/recu`, who, use: (page) => heading(page, 'Votre copie est rendue') }
  },
  async review() {
    made += 1
    const name = `Ana Review${made}`
    const trainer = await site.world.staff('Nadia', { course, role: 'trainer' })
    const exam = await markedExam(site.world, { course, trainer, keys: ['a', 'b'], answers: { [name]: ['a', 'c'] } })
    await site.world.ask(trainer, releaseResults, { params: exam.params, body: { what: 'review' } })
    return {
      path: `/copies/${exam.copies[name]}/correction`,
      who: exam.students.get(name) as Someone,
      async use(page) {
        await heading(page, exam.title)
        await page.locator('label').filter({ hasText: 'Mes erreurs' }).click()
        await page.getByText('Question 2 ?').waitFor()
      },
    }
  },
  async practice() {
    const { who } = await student()
    return {
      path: '/entrainement',
      who,
      async use(page) {
        await page.locator('.practice-section a').first().click()
        await page.locator('.answer-row').first().click()
        await button(page, 'Voir la correction').click()
        await page.getByRole('heading', { name: 'Correction' }).waitFor()
      },
    }
  },
}

async function student() {
  made += 1
  const code = `ABCD2${100 + made}`
  const who = await site.world.student({ course, name: `Ana Storm${made}`, code })
  return { who, code, exam: await makeExam(site.world, { course }) }
}

/** Runs one page through the failures; returns what went wrong, in sentences. */
async function weather(place: Place, group: Group, { passes }: { passes: Promise<unknown> }) {
  const failing = groups[group](named)
  const box = await openMiddlebox((site.world.app.server.address() as AddressInfo).port)
  // No worker and no cached files, as on the first visit from a computer: either would spare this page the failures.
  const page = await site.visitor(place.who, { baseURL: box.origin, serviceWorkers: 'block' })
  page.setDefaultTimeout(60_000)
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await place.before?.(page)
  let loads = 0
  page.on('domcontentloaded', () => {
    loads += 1
  })
  return {
    async begin() {
      box.say(gateway, failing)
      await (place.path === '' ? page.reload() : page.goto(place.path))
    },
    async end() {
      await passes
      const asked = [...box.byAddress()]
      box.say(null)
      const found = asked.filter(([, count]) => count > mostPerAddress).map(([address, count]) => `${address} ${count}`)
      if (asked.length === 0) found.push('nothing failed')
      page.setDefaultTimeout(healMs)
      try {
        if (group === byHand) await page.getByRole('link', { name: 'Réessayer' }).click()
        await place.use(page)
      } catch (error) {
        const seen = (await page.locator('body').textContent()) ?? ''
        found.push(`${String(error).slice(0, 600)}: ${seen.slice(0, 200)}`)
      }
      if (loads !== (group === byHand ? 2 : 1)) found.push(`${loads} loads of the page`)
      const isStyled = () => getComputedStyle(document.body).margin === '0px'
      await page.waitForFunction(isStyled).catch(() => found.push('no style'))
      await page.context().close()
      await box.close()
      return { asked: Object.fromEntries(asked), found }
    },
  }
}

const everywhere = Object.keys(places)
const storms: [place: string, group: Group][] = [
  ...everywhere.map((place): [string, Group] => [place, 'the API']),
  ...everywhere.map((place): [string, Group] => [place, 'the code and styles it fetches']),
  ['join', 'its sentences'],
  ['question', 'its sentences'],
  ['join', 'the style sheet of the whole site'],
  ['question', byHand],
]

describe('ten seconds of 502', () => {
  it('no page asks again without waiting, and each is whole by itself afterwards', { timeout: 240_000 }, async () => {
    let clear: (value?: unknown) => void = () => undefined
    const passes = new Promise((done) => {
      clear = done
    })
    // One exam after the other: all at once, a busy server has no connection left for the last of them.
    const prepared: { name: string; place: Place; group: Group }[] = []
    for (const [name, group] of storms) {
      prepared.push({ name: `${name}, ${group}`, place: await (places[name] as () => Promise<Place>)(), group })
    }
    const runs = await Promise.all(
      prepared.map(async ({ name, place, group }) => ({ name, run: await weather(place, group, { passes }) })),
    )
    await Promise.all(runs.map(({ run }) => run.begin()))
    setTimeout(clear, stormMs)
    const told = await Promise.all(runs.map(async ({ name, run }) => ({ name, ...(await run.end()) })))
    if (process.env['SHOW']) console.log(JSON.stringify(told, null, 1))
    expect(told.flatMap(({ name, found }) => found.map((each) => `${name}: ${each}`))).toEqual([])
  })
})

it('choosing English without network leaves the page in French, and works once it is back', async () => {
  const { who, exam } = await student()
  const page = await site.visitor(who, { serviceWorkers: 'block' })
  await page.goto(`/examens/${exam.id}`)
  await heading(page, exam.title)
  await page.context().setOffline(true)
  await button(page, 'Affichage et langue').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'English' }).click()
  await page.getByText(/reste en français|n’a pas pu/).waitFor({ timeout: healMs })
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
  await page.getByText('J’ai lu les consignes et le barème.').waitFor()
  await page.context().setOffline(false)
  await dialog.getByRole('radio', { name: 'English' }).click()
  await page.locator('html[lang=en]').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Start the exam' }).waitFor()
  await page.context().close()
})
