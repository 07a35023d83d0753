import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { keepImages } from '#server/questions/images/keep-images.ts'
import { imageAddressOf, isFault, readImage } from '#server/questions/images/read-image.ts'
import { render } from '#server/questions/rendering/render.ts'
import { makeExam } from '#test/setup/exam.ts'
import { png } from '#test/setup/images.ts'
import { openLine } from '#test/setup/line.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { attemptOf, goTo, join, letter, saved, start } from '#test/setup/sitting-page.ts'
import { asColumn } from '../setup/as-column.ts'

/** A browser whose connection to the server is cut by a proxy, service worker included. */
let site: Site
let line: Awaited<ReturnType<typeof openLine>>
beforeAll(async () => {
  site = await openSite()
  line = await openLine((site.world.app.server.address() as AddressInfo).port)
}, 60_000)
afterAll(async () => {
  await line?.close()
  await site?.close()
})

afterEach(() => line.mend())

let made = 0
async function sitting(minutes = 60) {
  const { world } = site
  const course = await world.course()
  made += 1
  const codes = [`ABCD234${made}`, `WXYZ234${made}`] as const
  await world.student({ course, name: 'Ana Kerdoncuff', code: codes[0] })
  await world.student({ course, name: 'Paul Lefort', code: codes[1] })
  const exam = await makeExam(world, { course, keys: ['a', 'b', 'c', 'd', 'ac'], minutes })
  const page = await site.visitor(undefined, { baseURL: line.origin })
  return { course, exam, codes, page }
}

/** Gives each question an image of its own, wider than a page. */
async function showImages({ id: courseId }: { id: string }, questionIds: readonly string[]) {
  const { deps, db, now } = site.world
  for (const [rank, id] of questionIds.entries()) {
    const image = readImage(png({ width: 1_200, height: 30 + rank, seed: 90 }))
    if (isFault(image)) throw new Error(image)
    await keepImages(deps.db, { courseId, images: [image], at: now() })
    const { asked } = await db.examQuestion.findUniqueOrThrow({ where: { id } })
    const stem = render(`Que montre ce dessin ? ![un dessin](${imageAddressOf(image)})`)
    await db.examQuestion.update({
      where: { id },
      data: { asked: asColumn({ ...(asked as object), stem }) },
    })
  }
}

/** The worker controls the page once it has stored every file. */
const isKept = (page: Page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null)

const keptCopies = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const asked = indexedDB.open('bareme')
        asked.onerror = () => fail(asked.error)
        asked.onsuccess = () => {
          const count = asked.result.transaction('copies').objectStore('copies').count()
          count.onsuccess = () => {
            asked.result.close()
            done(count.result)
          }
        }
      }),
  )

const answersOf = async (attemptId: string) =>
  (await site.world.db.answer.findMany({ where: { attemptId } })).filter(({ choices }) => choices.length > 0).length
const ticked = (page: Page, name: string) => letter(page, name).locator('input').isChecked()

describe('without network', () => {
  it('a reload shows the copy, takes answers, and sends them all when the line is mended', async () => {
    const { exam, codes, page } = await sitting()
    await join(page, exam.joinCode, codes[0])
    await start(page)
    await letter(page, 'A').click()
    await saved(page)
    await isKept(page)
    const attemptId = attemptOf(page)

    line.cut()
    await goTo(page, 2)
    await letter(page, 'B').click()
    await page.getByText('Connexion perdue.').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Question 2 sur 5' }).waitFor()
    await page.getByText('1 réponse en attente.').waitFor()
    expect(await ticked(page, 'B')).toBe(true)
    expect(await page.getByRole('timer').textContent()).toMatch(/^(1:00:00|59:\d\d)/)
    await goTo(page, 1)
    expect(await ticked(page, 'A')).toBe(true)
    await goTo(page, 3)
    await letter(page, 'C').click()
    await page.getByText('2 réponses en attente.').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Question 3 sur 5' }).waitFor()
    expect(await ticked(page, 'C')).toBe(true)
    // A page not opened yet since this load also opens.
    await page.getByRole('link', { name: 'Vérifier ma copie' }).first().click()
    await page.getByRole('heading', { name: 'Vérifier ma copie' }).waitFor()
    expect(await answersOf(attemptId)).toBe(1)

    line.mend()
    await page.getByText('Connexion rétablie.').waitFor({ timeout: 30_000 })
    await saved(page)
    expect(await answersOf(attemptId)).toBe(3)
    await page.context().close()
  })

  it('shows the images of the copy, those of questions not yet seen too', async () => {
    const { course, exam, codes, page } = await sitting()
    await showImages(course, exam.questionIds)
    await join(page, exam.joinCode, codes[0])
    await start(page)
    await isKept(page)
    const asked = () => performance.getEntriesByType('resource').filter(({ name }) => /images/.test(name)).length >= 5
    await page.waitForFunction(asked)
    const drawn = () =>
      page.getByRole('img', { name: 'un dessin' }).evaluate(async (image: HTMLImageElement) => {
        await image.decode()
        return [image.naturalWidth, document.documentElement.scrollWidth <= window.innerWidth]
      })

    line.cut()
    await goTo(page, 3)
    expect(await drawn()).toEqual([1_200, true])
    await page.reload()
    await page.getByRole('heading', { name: 'Question 3 sur 5' }).waitFor()
    expect(await drawn()).toEqual([1_200, true])
    await goTo(page, 5)
    expect(await drawn()).toEqual([1_200, true])
    await page.context().close()
  })

  it('keeps nothing of the API in its caches, only the shell', async () => {
    const { exam, codes, page } = await sitting()
    await join(page, exam.joinCode, codes[0])
    await start(page)
    await isKept(page)
    await page.reload()
    await page.getByRole('heading', { name: 'Question 1 sur 5' }).waitFor()
    const kept = await page.evaluate(async () => {
      const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
      return requests.flat().map(({ url }) => new URL(url).pathname)
    })
    expect(kept).toContain('/')
    expect(kept.some((path) => path.startsWith('/assets/exam-'))).toBe(true)
    expect(kept.some((path) => path.endsWith('.woff2'))).toBe(true)
    expect(kept.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([])
    await page.context().close()
  })

  it('a new worker throws away what the one before kept', async () => {
    const { exam, codes, page } = await sitting()
    await join(page, exam.joinCode, codes[0])
    await start(page)
    await isKept(page)
    await page.evaluate(async () => {
      await (await caches.open('bareme-shell-000000000000')).put('/', new Response('an old page'))
      for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister()
    })
    await page.reload()
    await isKept(page)
    const names = await page.evaluate(() => caches.keys())
    expect(names).toEqual([expect.stringMatching(/^bareme-shell-(?!0{12})/)])
    await page.context().close()
  })
})

describe('on a computer that others use', () => {
  it('a copy handed in is kept no more', async () => {
    const { exam, codes, page } = await sitting()
    await join(page, exam.joinCode, codes[0])
    await start(page)
    await letter(page, 'A').click()
    await saved(page)
    expect(await keptCopies(page)).toBe(1)
    await page.getByRole('link', { name: 'Vérifier ma copie' }).first().click()
    await page.getByRole('button', { name: 'Rendre ma copie…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Rendre ma copie' }).click()
    await page.getByRole('heading', { name: 'Votre copie est rendue' }).waitFor()
    expect(await keptCopies(page)).toBe(0)
    await page.context().close()
  })

  it('the next student, or the same one signed out, finds no copy without network', async () => {
    const { exam, codes, page } = await sitting()
    await join(page, exam.joinCode, codes[0])
    await start(page)
    await letter(page, 'A').click()
    await saved(page)
    await isKept(page)
    const copy = page.url()

    await join(page, exam.joinCode, codes[1])
    expect(await keptCopies(page)).toBe(0)
    line.cut()
    await page.goto(copy)
    await page.getByRole('heading', { name: 'Cette page n’a pas pu s’afficher' }).waitFor()
    expect(await page.locator('.question').count()).toBe(0)
    line.mend()

    await join(page, exam.joinCode, codes[0])
    await page.goto(copy)
    await page.getByRole('heading', { name: 'Question 1 sur 5' }).waitFor()
    expect(await keptCopies(page)).toBe(1)
    await page.goto('/mes-examens')
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.getByRole('heading', { name: 'Rejoindre un examen' }).waitFor()
    expect(await keptCopies(page)).toBe(0)
    await page.context().close()
  })

  it('a page left open on a copy hides it as soon as somebody else signs in beside it', async () => {
    const { exam, codes, page } = await sitting()
    await join(page, exam.joinCode, codes[0])
    await start(page)
    await isKept(page)
    const second = await page.context().newPage()
    await join(second, exam.joinCode, codes[1])
    await letter(page, 'A').click()
    await page.locator('.question').waitFor({ state: 'detached' })
    await page.context().close()
  })
})

describe('at the end without network', () => {
  it('the copy waits; after a minute it is a file, which the trainer compares and takes', async () => {
    const { course, exam, codes, page } = await sitting(1)
    await page.clock.install()
    await join(page, exam.joinCode, codes[0])
    await start(page)
    await letter(page, 'A').click()
    await saved(page)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    const attemptId = attemptOf(page)

    line.cut()
    await goTo(page, 2)
    await letter(page, 'B').click()
    await page.clock.fastForward(61_000)
    await page.getByText('Temps écoulé, connexion perdue.').waitFor()
    expect(await letter(page, 'C').locator('input').isDisabled()).toBe(true)
    await page.clock.fastForward(61_000)
    const offered = page.getByRole('button', { name: 'Télécharger ma copie' })
    await offered.waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), offered.click()])
    expect(download.suggestedFilename()).toMatch(/^QCM-\d+-Ana-Kerdoncuff\.bareme$/)
    // Read now: the downloaded file is deleted when its browser closes.
    const file = { name: download.suggestedFilename(), mimeType: '', buffer: await readFile(await download.path()) }

    // The network comes back long after the end: late answers are kept, and the receipt is displayed.
    site.world.wait(5)
    line.mend()
    await page.clock.fastForward(20_000)
    await page.getByRole('heading', { name: 'Temps écoulé, copie rendue' }).waitFor()
    await expect.poll(() => site.world.db.answerEvent.count({ where: { attemptId, late: true } })).toBe(1)
    expect(await answersOf(attemptId)).toBe(1)
    await page.context().close()

    const nadia = await site.world.staff('Nadia', { course, role: 'trainer' })
    const trainerPage = await site.visitor(nadia)
    await trainerPage.goto(`/cours/${course.id}/examens/${exam.id}/importer-copie?copie=${attemptId}`)
    await trainerPage.getByLabel('Fichier de la copie').setInputFiles(file)
    await trainerPage.getByText('Signature valable.').waitFor()
    await trainerPage.getByText('1 réponse à reprendre.').waitFor()
    await trainerPage.getByLabel('Motif').fill('Réseau coupé dans la salle.')
    await trainerPage.getByRole('button', { name: 'Reprendre cette réponse' }).click()
    await trainerPage.getByText('1 réponse reprise.').waitFor()
    expect(await answersOf(attemptId)).toBe(2)
    await trainerPage.getByRole('link', { name: 'Voir la copie' }).click()
    await trainerPage.getByText('Réponses reprises d’une copie téléchargée').waitFor()
    await trainerPage.context().close()
  })
})
