import type { AddressInfo, Socket } from 'node:net'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { afterStart } from '#server/after-start.ts'
import { openLine } from '#test/setup/line.ts'
import { openSite } from '#test/setup/site.ts'
import startDatabase from '#test/setup/template-database.ts'

// npm run weight:wire: a whole exam of 20 questions of the real bank in Chromium with an empty cache, with its bytes
// counted on the connection, headers included. Then, on slow 4G with a CPU four times slower, the time until the first
// question can be answered. `--runs 5` for the second part. Build the site first (npm run build).

const slow4g = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
const target = { kb: 300, requests: 40, readyMs: 1_500 }

type Codes = { joinCode: string; code: string }

async function main() {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } })
  const stopDatabase = await startDatabase()
  const site = await openSite()
  try {
    const { demo } = await afterStart(site.world.deps, { origin: site.origin, demo: true })
    const [first, second, third] = demo?.students ?? []
    if (!demo?.joinCode || !first || !second || !third) throw new Error('the demonstration has no open exam')
    const line = await openLine((site.world.app.server.address() as AddressInfo).port)
    const wire = await wholeExam(site, { line, codes: { joinCode: demo.joinCode, code: first.code } })
    print(wire)
    const times = await firstQuestions(site, {
      runs: Number(values.runs),
      students: [second, third].map(({ code }) => ({ joinCode: demo.joinCode as string, code })),
    })
    console.log(
      `first question usable after « Commencer » (median of ${times.started.length}): ${median(times.started)} ms`,
    )
    console.log(
      `first question usable at its address, nothing in the cache (median of ${times.cold.length}): ${median(times.cold)} ms`,
    )
    console.log(`target: ${target.readyMs} ms on slow 4G, CPU 4 times slower`)
    await line.close()
  } finally {
    await site.close()
    await stopDatabase?.()
  }
}

type SiteOpen = Awaited<ReturnType<typeof openSite>>
type Line = Awaited<ReturnType<typeof openLine>>

async function wholeExam(site: SiteOpen, { line, codes }: { line: Line; codes: Codes }) {
  const requests: string[] = []
  site.world.app.server.on('request', (request: { method?: string; url?: string; socket: Socket }) => {
    requests.push(`${request.method} ${request.url}`)
  })
  const page = await site.visitor(undefined, { baseURL: line.origin })
  const steps: { name: string; bytes: number; requests: number }[] = []
  const step = async (name: string, act: () => Promise<unknown>) => {
    const before = { bytes: line.bytes(), requests: requests.length }
    await act()
    await page.waitForLoadState('networkidle')
    steps.push({ name, bytes: line.bytes() - before.bytes, requests: requests.length - before.requests })
  }
  await step('code and instructions', () => join(page, codes))
  await step('start', () => start(page))
  await step('20 answers', async () => {
    for (let position = 1; position <= 20; position += 1) {
      await page.getByRole('heading', { name: `Question ${position} sur 20` }).waitFor()
      const saved = page.waitForResponse(
        (reply) => reply.request().method() === 'PUT' && reply.url().includes('/answers/'),
      )
      await page.locator('.answer-row').first().click()
      await saved
      await page
        .getByRole('link', { name: position < 20 ? 'Continuer' : 'Vérifier ma copie' })
        .first()
        .click()
    }
    await page.getByRole('heading', { name: 'Vérifier ma copie' }).waitFor()
  })
  await step('submit and receipt', async () => {
    await page.getByRole('button', { name: 'Rendre ma copie…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Rendre ma copie' }).click()
    await page.getByRole('heading', { name: 'Votre copie est rendue' }).waitFor()
  })
  await page.context().close()
  return { steps, requests, bytes: line.bytes() }
}

function print({ steps, requests, bytes }: Awaited<ReturnType<typeof wholeExam>>) {
  const saves = requests.filter((request) => /^PUT .*\/answers\//.test(request)).length
  for (const { name, ...step } of steps)
    console.log(`${name.padEnd(24)} ${kb(step.bytes).padStart(7)} kB  ${String(step.requests).padStart(3)} requests`)
  console.log(
    `${'whole exam'.padEnd(24)} ${kb(bytes).padStart(7)} kB  ${String(requests.length).padStart(3)} requests, of which ${saves} saves`,
  )
  console.log(`target: ${target.kb} kB, ${target.requests} requests of which 20 saves\n`)
  for (const request of requests.filter((one) => !one.includes('/answers/'))) console.log(`  ${request}`)
  console.log('')
}

/**
 * Measured from the click, as for most students, and from an empty browser, as after changing computers during the
 * exam.
 */
async function firstQuestions(site: SiteOpen, { runs, students }: { runs: number; students: Codes[] }) {
  const started: number[] = []
  const cold: number[] = []
  for (const codes of students) {
    const page = await site.visitor()
    await join(page, codes)
    await page.waitForLoadState('networkidle')
    await slowDown(page)
    started.push(await readyAfter(page, () => start(page)))
    const address = page.url()
    // Keeps the cookies and the browser's id, so that the page does not ask to take over; no cache, no worker.
    const storageState = await page.context().storageState()
    await page.context().close()
    for (let run = 0; run < runs; run += 1) {
      const other = await site.visitor(undefined, { storageState })
      await slowDown(other)
      cold.push(await readyAfter(other, () => other.goto(address, { waitUntil: 'commit' })))
      await other.context().close()
    }
  }
  return { started, cold }
}

async function slowDown(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', slow4g)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
}

async function readyAfter(page: Page, act: () => Promise<unknown>) {
  const began = performance.now()
  await act()
  await page.locator('.answer-row__input:not([disabled])').first().waitFor()
  return Math.round(performance.now() - began)
}

async function join(page: Page, { joinCode, code }: Codes) {
  await page.goto(`/?code=${joinCode}`)
  await page.getByLabel('Code personnel').fill(code)
  await page.getByRole('button', { name: 'Voir les consignes' }).click()
  await page.getByLabel('J’ai lu les consignes et le barème.').check()
}

async function start(page: Page) {
  await page.getByRole('button', { name: 'Commencer l’examen' }).click()
  await page.getByRole('heading', { name: 'Question 1 sur 20' }).waitFor()
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const kb = (bytes: number) => (bytes / 1024).toFixed(1)

await main()
