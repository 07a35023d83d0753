import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '#server/platform/sha256.ts'
import { keyHeader, type LockedRoom, openLockedRoom } from '#test/setup/locked-room.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { goTo } from '#test/setup/sitting-page.ts'

const seb = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 SEB/3.8.0'
const button = (page: Page, name: RegExp | string) => page.getByRole('button', { name })
const withoutFragment = (address: string) => address.split('#', 1)[0] ?? ''

/** As Safe Exam Browser of Windows: each request of the page has the hash of its own address. */
async function sendKeys(page: Page, key: string) {
  await page.route('**/*', (route, request) =>
    route.continue({
      headers: { ...request.headers(), [keyHeader]: sha256(`${withoutFragment(request.url())}${key}`) },
    }),
  )
}

/** As on macOS and iOS: no header, and a key that is worked out when the page asks for it. */
async function giveKeys(page: Page, key: string) {
  await page.exposeFunction('hashOf', (address: string) => sha256(`${withoutFragment(address)}${key}`))
  await page.addInitScript(`
    window.SafeExamBrowser = { security: { configKey: '', updateKeys(done) {
      window.hashOf(location.href).then((hash) => { this.configKey = hash; done() })
    } } }`)
}

async function begin(page: Page) {
  await page.getByLabel(/^J’ai lu/).check()
  await button(page, 'Commencer').click()
}

const openAs = async (site: Site, room: LockedRoom, options: { userAgent?: string } = {}) =>
  site.visitor(room.ana, options)

/** The key of the exam for who opens the site at this address. */
const keyAt = async (site: Site, { examId, origin }: { examId: string; origin: string }) => {
  const file = await (await fetch(`${site.origin}/api/locked-browser/${examId}/settings`)).text()
  expect(file).toContain(`<string>${origin}/navigateur/${examId}</string>`)
  const { readSebFile } = await import('#server/exams/read-seb-file.ts')
  const read = readSebFile({ base64: Buffer.from(file) })
  if ('fault' in read) throw new Error(read.fault)
  return read.key
}

describe('an exam that requires Safe Exam Browser', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  }, 120_000)
  afterAll(() => site?.close())

  const openRoom = async () => {
    const room = await openLockedRoom(site.world, { use: 'required' })
    return { ...room, key: await keyAt(site, { examId: room.exam.id, origin: site.origin }) }
  }

  it('refuses another browser with the reason, and leads to the file and to the check page', async () => {
    const room = await openRoom()
    const page = await openAs(site, room)
    await page.goto(`/examens/${room.exam.id}`)
    await page.getByText('Ce navigateur n’est pas Safe Exam Browser.').waitFor()
    const open = page.getByRole('link', { name: 'Ouvrir dans Safe Exam Browser' })
    const settings = `/api/locked-browser/${room.exam.id}/settings`
    expect(await open.getAttribute('href')).toBe(`${site.origin.replace('http:', 'seb:')}${settings}`)
    await begin(page)
    await page.getByText('Cet examen se passe dans Safe Exam Browser.').waitFor()
    await page.getByRole('link', { name: 'Vérifier mon navigateur verrouillé' }).click()
    await page.getByRole('heading', { level: 1, name: 'Vérifier mon navigateur verrouillé' }).waitFor()
    expect(await site.world.db.attempt.count({ where: { examId: room.exam.id, startedAt: { not: null } } })).toBe(0)
  })

  it('is taken with the right header, offline too; a browser that stops showing it loses no answer', async () => {
    const room = await openRoom()
    const page = await openAs(site, room, { userAgent: seb })
    await sendKeys(page, room.key)
    await page.goto(`/navigateur/${room.exam.id}`)
    await page.getByText('Vous êtes dans Safe Exam Browser, avec les bons réglages.').waitFor()
    await page.goto(`/examens/${room.exam.id}`)
    await begin(page)
    const saved = () => site.world.db.answer.count({ where: { attempt: { examId: room.exam.id } } })
    await page.locator('fieldset input').first().check({ force: true })
    await expect.poll(saved, { timeout: 20_000 }).toBe(1)

    await page.context().setOffline(true)
    await goTo(page, 2)
    await page.locator('fieldset input:visible').first().check({ force: true })
    await page
      .getByText(/sur cet appareil/)
      .first()
      .waitFor()
    await page.context().setOffline(false)
    await expect.poll(saved, { timeout: 30_000 }).toBe(2)

    await page.unroute('**/*')
    await goTo(page, 3)
    await page.locator('fieldset input:visible').first().check({ force: true })
    await page
      .getByText(/Cet examen se passe dans Safe Exam Browser/)
      .first()
      .waitFor()
    expect(await saved()).toBe(2)
    await sendKeys(page, room.key)
    await expect.poll(saved, { timeout: 60_000 }).toBe(3)

    await page.getByRole('link', { name: 'Vérifier ma copie' }).first().click()
    await button(page, 'Rendre ma copie…').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Rendre ma copie' }).click()
    const quit = page.getByRole('link', { name: 'Quitter Safe Exam Browser' })
    expect(await quit.getAttribute('href')).toBe(`${site.origin}/navigateur/${room.exam.id}?quitter=1`)
  })

  it('tells wrong settings from none, on the check page, without a session', async () => {
    const room = await openRoom()
    const page = await site.visitor(undefined, { userAgent: seb })
    await page.goto(`/navigateur/${room.exam.id}`)
    await page.getByText('Safe Exam Browser ne montre pas sa clé.').waitFor()
    await sendKeys(page, 'ab'.repeat(32))
    await button(page, 'Vérifier de nouveau').click()
    await page.getByText('Safe Exam Browser est ouvert avec d’autres réglages.').waitFor()
    await page.unroute('**/*')
    await sendKeys(page, room.key)
    await button(page, 'Vérifier de nouveau').click()
    await page.getByText('la bonne, reçue avec la demande').waitFor()
  })

  it('is taken with the key that the page has on macOS and iOS, where requests have none', async () => {
    const room = await openRoom()
    const page = await openAs(site, room)
    await giveKeys(page, room.key)
    await page.goto(`/examens/${room.exam.id}#consignes`)
    await page.getByText('Vous êtes dans Safe Exam Browser, avec les bons réglages.').waitFor()
    await begin(page)
    await page.locator('fieldset input').first().check({ force: true })
    const saved = () => site.world.db.answer.count({ where: { attempt: { examId: room.exam.id } } })
    await expect.poll(saved, { timeout: 20_000 }).toBe(1)
    await page.reload()
    await page.locator('fieldset input').first().waitFor()
  })
})

it('counts the public address behind a proxy, and names both on the check page when it is another', {
  timeout: 200_000,
}, async () => {
  // The proxy speaks to the server under the server's own name.
  const target = { port: 0 }
  const proxy = createServer((asked, answer) => {
    const { method, url: path, headers } = asked
    const host = `127.0.0.1:${target.port}`
    const onward = forward(
      { host: '127.0.0.1', port: target.port, method, path, headers: { ...headers, host } },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(answer)
      },
    )
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const publicUrl = `http://localhost:${(proxy.address() as AddressInfo).port}`
  const site = await openSite({ publicUrl })
  target.port = Number(new URL(site.origin).port)
  try {
    const room = await openLockedRoom(site.world, { use: 'required' })
    const key = await keyAt(site, { examId: room.exam.id, origin: publicUrl })
    const page = await site.visitor(room.ana, { baseURL: publicUrl, userAgent: seb })
    await sendKeys(page, key)
    await page.goto(`/examens/${room.exam.id}`)
    await begin(page)
    await page.locator('fieldset input').first().check({ force: true })
    const saved = () => site.world.db.answer.count({ where: { attempt: { examId: room.exam.id } } })
    await expect.poll(saved, { timeout: 20_000 }).toBe(1)

    await page.goto(`${site.origin}/navigateur/${room.exam.id}`)
    await page.getByText(/l’adresse du site n’est pas celle que le serveur attend/).waitFor()
    await page.getByText(`Cette page est à l’adresse ${site.origin} et le serveur attend ${publicUrl}`).waitFor()
  } finally {
    await site.close()
    proxy.closeAllConnections()
    proxy.close()
  }
})
