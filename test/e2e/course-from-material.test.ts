import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { zip } from '#server/questions/formats/zip.ts'
import { type WrittenSlide, writePptx } from '#test/setup/decks/write-pptx.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import type { Someone } from '#test/setup/world.ts'

/** From an empty course and two decks to a published exam, and what a new version of a deck asks to read again. */
let site: Site
let nadia: Someone
beforeAll(async () => {
  site = await openSite()
  nadia = await site.world.staff('Nadia', { course: await site.world.course('Un autre cours'), role: 'owner' })
}, 120_000)
afterAll(() => site?.close())

const button = (page: Page, name: RegExp | string) => page.getByRole('button', { name })
const link = (page: Page, name: RegExp | string) => page.getByRole('link', { name })
const heading = (page: Page, name: RegExp | string) => page.getByRole('heading', { level: 1, name })

const paragraphs = (lines: readonly string[]) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="9" name="Texte"/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>${lines.map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp>`
const slide = (title: string, ...lines: string[]): WrittenSlide => ({ title, body: paragraphs(lines) })

const layers = 'Une image est une pile de couches en lecture seule ; le conteneur ajoute une couche où écrire.'
const deck = (ofLayers: string): WrittenSlide[] => [
  { title: 'Les conteneurs', isTitle: true },
  slide('Images et couches', ofLayers, 'Deux images qui partent de la même base partagent ses couches.'),
  slide('Registres', 'Un registre garde des images ; une empreinte désigne un contenu qui ne change jamais.'),
  { title: 'Notes du formateur', body: paragraphs(['À ne pas projeter.']), hidden: true },
]

/** A real PDF: what a browser prints. */
async function printed(): Promise<Buffer> {
  const page = await site.visitor()
  await page.setContent(`<h1>Orchestration</h1>
    <h2>Pods</h2><p>Un Pod réunit des conteneurs qui partagent une adresse et des volumes.</p>
    <h2>Services</h2><p>Un Service donne une adresse stable à des Pods qui vont et viennent.</p>`)
  const bytes = await page.pdf({ format: 'A4' })
  await page.context().close()
  return bytes
}

async function addMaterial(page: Page, file: { name: string; mimeType: string; buffer: Buffer }, confirm: string) {
  await page.locator('input[type=file]').setInputFiles(file)
  await heading(page, 'Vérifier le support').waitFor()
  await button(page, confirm).click()
}
const pptx = async (name: string, ofLayers: string) => ({
  name,
  mimeType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  buffer: Buffer.from(await writePptx({ slides: deck(ofLayers) })),
})

/** With the mouse, from the handle of a section to the upper half of another. */
async function dragAbove(page: Page, title: string, other: string) {
  const row = (name: string) => page.locator('.outline__section', { has: link(page, name) })
  const from = await row(title).locator('.outline__handle').boundingBox()
  const to = await row(other).boundingBox()
  if (!from || !to) throw new Error('the outline is not on the screen')
  await page.mouse.move(from.x + from.width / 2, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x + 60, to.y + to.height * 0.25, { steps: 4 })
  await page.mouse.up()
}

it('goes from an empty course and its decks to a published exam that covers them', { timeout: 240_000 }, async () => {
  const { db } = site.world
  const page = await site.visitor(nadia)
  await page.goto('/cours')
  await button(page, 'Créer un cours').first().click()
  await page.getByLabel('Titre').fill('Conteneurs, niveau 1')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Créer/ })
    .click()
  await heading(page, 'Conteneurs, niveau 1').waitFor()
  const course = await db.course.findFirstOrThrow({ where: { title: 'Conteneurs, niveau 1' } })

  // Two decks, each previewed; the hidden slide is told and left out.
  await link(page, 'Importer un support').click()
  await addMaterial(page, await pptx('seance-1.pptx', layers), 'Ajouter au cours')
  await page.getByText('est dans le cours').first().waitFor()
  await page.goto(`/cours/${course.id}/materiel`)
  await addMaterial(
    page,
    { name: 'seance-2.pdf', mimeType: 'application/pdf', buffer: await printed() },
    'Ajouter au cours',
  )
  await page.getByText('est dans le cours').first().waitFor()
  const { outline, passages } = await db.course.findUniqueOrThrow({ where: { id: course.id } })
  const sections = outline.sessions.flatMap((session) => session.sections ?? [])
  expect(sections.map(({ title }) => title)).toEqual(['Images et couches', 'Registres', 'Pods', 'Services'])
  expect(JSON.stringify(passages)).not.toContain('notes du formateur')

  // The plan and the text are read in the product.
  await page.goto(`/cours/${course.id}/texte`)
  await page.getByText('Un Service donne une adresse stable').waitFor()

  // A section is dragged by its handle above another, and back by « Annuler ».
  await page.goto(`/cours/${course.id}/plan`)
  await dragAbove(page, 'Registres', 'Images et couches')
  const titles = async () => {
    const now = await db.course.findUniqueOrThrow({ where: { id: course.id }, select: { outline: true } })
    return now.outline.sessions[0]?.sections?.map(({ title }) => title)
  }
  await page.getByText('Plan enregistré.').waitFor()
  expect(await titles()).toEqual(['Registres', 'Images et couches'])
  await page.getByRole('status').getByRole('button', { name: 'Annuler' }).click()
  await page.getByText('Le plan est comme avant').waitFor()
  expect(await titles()).toEqual(['Images et couches', 'Registres'])

  // Three questions for each section, in one archive.
  const quotes = [
    layers,
    'Un registre garde des images',
    'Un Pod réunit des conteneurs',
    'Un Service donne une adresse',
  ]
  const bank = await zip(
    sections.map(({ id, title }, at) => ({
      path: `banque/${id}.yaml`,
      bytes: Buffer.from(
        stringify({ section: id, questions: [1, 2, 3].map((n) => question(id, title, quotes[at] ?? '', n)) }),
      ),
    })),
  )
  await page.goto(`/cours/${course.id}/questions/import`)
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'banque.zip', mimeType: 'application/zip', buffer: Buffer.from(bank) })
  await button(page, 'Voir l’aperçu').click()
  await page.getByText('12 nouvelles', { exact: true }).waitFor()
  await button(page, /^Importer.*12 ajouts/).click()
  await page.getByRole('heading', { level: 1, name: 'Questions', exact: true }).waitFor()
  expect(await db.question.count({ where: { courseId: course.id, stamp: { not: null } } })).toBe(12)

  // An exam in one click, published; its coverage shows every section.
  await page.goto(`/cours/${course.id}`)
  await button(page, 'Examen en un clic').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Créer le brouillon' }).click()
  await page.waitForURL(/\/examens\/[\w-]+$/)
  await button(page, 'Publier l’examen').click()
  await page.getByText(/^Examen publié/).waitFor()
  const exam = await db.exam.findFirstOrThrow({ where: { courseId: course.id }, include: { questions: true } })
  expect(exam.status).toBe('published')
  const asked = await db.question.findMany({
    where: { id: { in: exam.questions.flatMap(({ questionId }) => questionId ?? []) } },
  })
  expect(new Set(asked.map(({ section }) => section))).toEqual(new Set(sections.map(({ id }) => id)))
  await page.goto(`/cours/${course.id}/questions/couverture?examen=${exam.id}`)
  for (const { title } of sections) await page.getByRole('rowheader', { name: title }).waitFor()

  // The second version of the first deck: the questions on the changed passage are to be read again, no others.
  await page.goto(`/cours/${course.id}/materiel`)
  await button(page, /^Nouvelle version.*seance-1|^Nouvelle version.*conteneurs/i).click()
  const second = await pptx(
    'seance-1.pptx',
    'Une image empile des couches en lecture seule, chacune désignée par son empreinte.',
  )
  await page.locator('input[type=file]').setInputFiles(second)
  await page.getByText('3 questions seront à relire.').waitFor()
  await button(page, 'Remplacer la version précédente').click()
  await page.getByText('est dans le cours').first().waitFor()
  await page.goto(`/cours/${course.id}/questions/a-relire`)
  await page.getByText('Cas 1, Images et couches').first().waitFor()
  expect(await page.getByText('Registres').count()).toBe(0)
})

const question = (id: string, title: string, quote: string, n: number) => ({
  id: `${id}-${n}`,
  type: 'single',
  difficulty: (['easy', 'medium', 'hard'] as const)[n - 1],
  level: 'understand',
  seconds: 45,
  source: { heading: title, quote },
  stem: `Cas ${n}, ${title} : que fait l’équipe qui suit le cours ?`,
  choices: [
    { text: `Elle applique la règle ${n} du passage`, correct: true },
    { text: `Elle applique la règle ${n} d’un autre passage` },
    { text: `Elle attend que la règle ${n} soit écrite` },
  ],
  explanation: `Le passage dit : « ${quote} ». Les deux autres choix n’en suivent pas la règle ${n}.`,
})
