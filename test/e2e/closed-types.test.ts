import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import { getResults, releaseResults } from '#contract/grading/grading.ts'
import { exportBank } from '#contract/questions/question-batches.ts'
import type { Question } from '#core/questions/question.ts'
import { afterStart } from '#server/after-start.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { layoutFaults, rested } from '#test/setup/layout.ts'
import { openLine } from '#test/setup/line.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { saved } from '#test/setup/sitting-page.ts'
import type { Someone } from '#test/setup/world.ts'

/**
 * One question of each type that is not answered by ticking: written in the editor, answered offline on a phone, corrected,
 * judged, exported and read again. The line to the server can be cut, service worker included.
 */
let site: Site
let line: Awaited<ReturnType<typeof openLine>>
let courseId = ''
let nadia: Someone
let ana: Someone
beforeAll(async () => {
  site = await openSite()
  line = await openLine((site.world.app.server.address() as AddressInfo).port)
  await afterStart(site.world.deps, { origin: site.origin, demo: false })
  const course = await site.world.db.course.findFirstOrThrow()
  courseId = course.id
  nadia = await site.world.staff('Nadia', { course, role: 'owner' })
  ana = await site.world.student({ course, name: 'Ana Kerdoncuff' })
}, 120_000)
afterAll(async () => {
  await line?.close()
  await site?.close()
})

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const widths = [1280, 768, 360, 320]

/** Nothing to say in either theme, and at no width anything that sticks out. */
async function isSound(page: Page, what: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
    const { violations } = await (colorScheme === 'dark'
      ? axe.withRules(['color-contrast'])
      : axe.withTags(tags)
    ).analyze()
    expect(violations.map(({ id, nodes }) => `${what}, ${colorScheme}: ${id} ${nodes[0]?.html}`)).toEqual([])
  }
  const before = page.viewportSize()
  for (const width of widths) {
    await page.setViewportSize({ width, height: 740 })
    await page.evaluate(rested)
    const faults = await page.evaluate(layoutFaults, 'screen' as const)
    expect(faults.map((fault) => `${what}, ${width}: ${fault}`)).toEqual([])
  }
  if (before) await page.setViewportSize(before)
}

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

/** A new question of this type, saved by the keyboard; gives what the bank has. */
async function write(page: Page, type: string, fill: () => Promise<void>): Promise<Question> {
  await page.goto(`/cours/${courseId}/questions/nouvelle`)
  await page.getByRole('combobox', { name: 'Type' }).selectOption({ label: type })
  await fill()
  await field(page, 'Explication').fill('Parce que le cours le dit.')
  await isSound(page, `editor of ${type}`)
  await page.keyboard.press('Control+s')
  await page.getByText('Question ajoutée à la banque.').waitFor()
  await page.getByRole('heading', { name: 'La correction' }).waitFor()
  await isSound(page, `page of ${type}`)
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const version = await site.world.db.questionVersion.findFirstOrThrow({ where: { questionId: id } })
  return version.content as unknown as Question
}

/** Moves the focus to what has this name, by the Tab key alone. */
async function tabTo(page: Page, name: string | RegExp) {
  const matches = (found: string) => (typeof name === 'string' ? found === name : name.test(found))
  for (let presses = 0; presses < 60; presses += 1) {
    const label = await page.evaluate(() => {
      const element = document.activeElement
      const named = element?.getAttribute('aria-labelledby')
      const text = named ? document.getElementById(named)?.textContent : element?.getAttribute('aria-label')
      return text ?? (element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : '')
    })
    if (matches(label.trim())) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key does not lead to ${name}`)
}

it('goes from the editor to the mark and back into a bank', { timeout: 240_000 }, async () => {
  const { world } = site
  const desk = await site.visitor(nadia, { viewport: { width: 1280, height: 900 } })

  // Written in the editor, each by its own fields.
  const cloze = await write(desk, 'Texte à compléter', async () => {
    await field(desk, 'Énoncé').fill('Parcours. Complétez.\n\n```bash\nkubectl [[1]] pods\n```\n\nElle liste les Pods.')
    await field(desk, 'Trou 1, proposition 1').fill('get')
    await field(desk, 'Trou 1, proposition 2').fill('run')
    await field(desk, 'Trou 1, proposition 3').fill('apply')
    await field(desk, 'Énoncé').evaluate((stem: HTMLTextAreaElement) => {
      stem.focus()
      const at = stem.value.indexOf('Pods')
      stem.setSelectionRange(at, at + 4)
    })
    await press(desk, 'Ajouter un trou')
    await field(desk, 'Trou 2, proposition 2').fill('Services')
    await press(desk, 'Trou 2, proposition 3 : retirer')
  })
  const ordering = await write(desk, 'Mise en ordre', async () => {
    await field(desk, 'Énoncé').fill('Parcours. Dans quel ordre le cache sert-il le mieux ?')
    for (const [rank, words] of ['`FROM node`', '`RUN npm ci`', '`COPY . .`'].entries())
      await field(desk, `Élément ${rank + 1}`).fill(words)
  })
  const matching = await write(desk, 'Appariement', async () => {
    await field(desk, 'Énoncé').fill('Parcours. À quoi sert chacun ?')
    await field(desk, 'Ligne 1').fill('Service')
    await field(desk, 'Réponse de la ligne 1').fill('une adresse')
    await field(desk, 'Ligne 2').fill('Deployment')
    await field(desk, 'Réponse de la ligne 2').fill('des copies')
    await press(desk, 'Ligne 3 : retirer')
    await press(desk, 'Ajouter une réponse en trop')
    await field(desk, 'Réponse en trop 1').fill('un disque')
  })
  const exact = await write(desk, 'Réponse exacte', async () => {
    await field(desk, 'Énoncé').fill('Parcours. Quelle commande liste tous les Pods ?')
    await field(desk, 'Réponse acceptée 1').fill('kubectl get pods -A')
  })

  // Published.
  const { body: created } = await world.ask(nadia, exams.createExam, {
    params: { courseId },
    body: { title: 'Quatre types' },
  })
  const params = { courseId, examId: created.id }
  const questionIds = [cloze, ordering, matching, exact].map(({ id }) => id)
  const settings = { ...settingsOf(created), shuffleQuestions: false, scale: { kind: 'each_choice' as const } }
  await world.ask(nadia, exams.updateExam, {
    params,
    body: { ...settings, blueprint: { questionIds, lines: [] }, revision: created.revision },
  })
  await desk.goto(`/cours/${courseId}/examens/${created.id}`)
  await press(desk, 'Publier l’examen')
  await press(desk, 'Ouvrir l’examen')
  await desk.waitForURL(/surveillance/)

  // Answered on a phone whose network is lost as soon as the copy is open.
  const phone = await site.visitor(ana, { baseURL: line.origin, viewport: { width: 320, height: 640 }, hasTouch: true })
  await phone.context().addCookies([{ name: 'bareme', value: ana.token, url: line.origin }])
  await phone.goto(`/examens/${created.id}`)
  await phone.getByLabel('J’ai lu les consignes et le barème.').check()
  await press(phone, 'Commencer l’examen')
  await phone.getByRole('combobox', { name: 'Trou 1 sur 2' }).waitFor()
  await phone.waitForFunction(() => navigator.serviceWorker.controller !== null)
  line.cut()
  await answer(phone)

  // The network comes back: everything leaves, and the copy is handed in.
  line.mend()
  await saved(phone)
  await phone
    .getByRole('link', { name: /Vérifier/ })
    .last()
    .click()
  await phone.getByText('get, Pods').first().waitFor()
  await phone.getByText('kubectl get po -A').first().waitFor()
  await isSound(phone, 'check')
  await press(phone, 'Rendre ma copie…')
  await phone.getByRole('dialog').getByRole('button', { name: 'Rendre ma copie' }).click()
  await phone.getByRole('heading', { name: 'Votre copie est rendue' }).waitFor()
  await world.ask(nadia, life.closeExam, { params })

  // What was typed is accepted too, through the correction; the mark follows.
  const earned = async () => (await world.ask(nadia, getResults, { params })).body.rows[0]?.earned
  expect(await earned()).toBe(300)
  await desk.goto(`/cours/${courseId}/examens/${created.id}/statistiques?question=4`)
  await desk.getByRole('heading', { level: 1 }).waitFor()
  await isSound(desk, 'statistics')
  await desk.goto(`/cours/${courseId}/examens/${created.id}/corrections?question=4`)
  await desk.getByRole('radio', { name: 'Accepter aussi une autre réponse' }).check()
  await desk.getByRole('checkbox', { name: 'kubectl get po -A' }).check()
  await isSound(desk, 'correction')
  await desk.getByLabel(/^Motif/).fill('Même commande, en abrégé')
  await press(desk, 'Enregistrer la correction')
  await desk.getByRole('dialog').getByRole('button', { name: 'Enregistrer la correction' }).click()
  await desk.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(earned).toBe(400)

  // The student reads each part.
  await world.ask(nadia, releaseResults, { params, body: {} })
  await phone.goto('/mes-examens')
  await phone
    .getByRole('link', { name: /^Voir ma copie/ })
    .first()
    .click()
  await phone.getByText('kubectl get po -A').first().waitFor()
  await isSound(phone, 'review')

  // Exported for another tool, and read again in another course.
  const query = { format: 'moodle-xml', search: 'Parcours' } as const
  const file = await world.ask(nadia, exportBank, { params: { courseId }, query })
  const other = await world.course()
  const elsewhere = await world.staff('Omar', { course: other, role: 'owner' })
  const far = await site.visitor(elsewhere, { viewport: { width: 1280, height: 900 } })
  await far.goto(`/cours/${other.id}/questions/import`)
  await far.getByRole('radio', { name: 'Coller' }).check()
  await far.getByLabel('Questions copiées').fill(file.bytes.toString('utf8'))
  await press(far, 'Voir l’aperçu')
  await far.getByText('4 nouvelles', { exact: true }).waitFor()
  await isSound(far, 'import')
  await press(far, /^Importer.*4 ajouts/)
  await expect.poll(() => world.db.question.count({ where: { courseId: other.id } })).toBe(4)
  const versions = await world.db.questionVersion.findMany({ where: { question: { courseId: other.id } } })
  const types = versions.map(({ content }) => content.type)
  expect(types.sort()).toEqual(['cloze', 'exact_answer', 'matching', 'ordering'])
})

async function next(phone: Page, position: number) {
  await phone.getByRole('link', { name: 'Continuer' }).click()
  await phone.getByRole('heading', { name: new RegExp(`^Question ${position} sur`) }).waitFor()
}

/** The four questions, by keys alone where a key is pressed. */
async function answer(phone: Page) {
  const { keyboard } = phone
  await isSound(phone, 'cloze')
  await tabTo(phone, 'Trou 1 sur 2')
  await keyboard.type('get')
  await tabTo(phone, 'Trou 2 sur 2')
  await keyboard.type('Pods')
  await next(phone, 2)
  await phone.getByText('Cet ordre n’est pas encore votre réponse.').waitFor()
  await isSound(phone, 'ordering')
  for (const [place, words] of ['FROM', 'RUN', 'COPY'].entries()) {
    const letter = await phone.locator('.ordering__row', { hasText: words }).locator('.ordering__letter').textContent()
    await tabTo(phone, new RegExp(`^(Monter|Descendre) ${letter},`))
    await keyboard.press(`${place + 1}`)
  }
  await next(phone, 3)
  await isSound(phone, 'matching')
  await tabTo(phone, 'Service')
  await choose(phone, 'Service', 'une adresse')
  await choose(phone, 'Deployment', 'des copies')
  await next(phone, 4)
  await isSound(phone, 'exact answer')
  await tabTo(phone, 'Votre réponse')
  await keyboard.type('kubectl get po -A')
}

/** By the letter of the option, as it is typed on a list. */
async function choose(phone: Page, item: string, words: string) {
  await tabTo(phone, item)
  const list = phone.getByRole('combobox', { name: item })
  const option = await list.locator('option', { hasText: words }).textContent()
  await phone.keyboard.type(option?.charAt(0) ?? '')
  expect(await list.locator('option:checked').textContent()).toContain(words)
}
