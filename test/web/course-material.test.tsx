import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import * as materials from '#contract/courses/materials.ts'
import { assistantServer, begin, piecesOf } from '#test/setup/assistant-server.ts'
import { expectConsoleError } from '#test/setup/console.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { smallQuestion } from '#test/setup/small-bank.ts'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let model: Awaited<ReturnType<typeof assistantServer>>
let courseId: string
let nadia: Someone
beforeAll(async () => {
  await preparePages(
    import('#web/courses/MaterialsPage.tsx'),
    import('#web/courses/MaterialPreviewPage.tsx'),
    import('#web/courses/CourseTextPage.tsx'),
    import('#web/courses/OutlinePage.tsx'),
    import('#web/questions/NewQuestionPage.tsx'),
    import('#web/questions/ImportQuestionsPage.tsx'),
    import('#web/auth/CourseSettingsPage.tsx'),
  )
  model = await assistantServer()
  const assistant = { url: model.url, model: 'petit-modele', key: null, longestMs: 120_000, silenceMs: 30_000 }
  world = await createWorld({ settings: { assistant } })
  // The thread that reads files starts here, so that no test waits for it.
  await startOver()
  await stage(deck)
}, 120_000)
afterAll(async () => {
  await world.close()
  await model.close()
})
afterEach(() => {
  cleanup()
  localStorage.clear()
})
async function startOver() {
  const course = await world.course('Cours vide')
  courseId = course.id
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  connectWindow(world, nadia)
}
beforeEach(startOver)

/** jsdom does not know `<search>`, React says so once: whatever else is said fails the test. */
function allowSearch() {
  const said = expectConsoleError()
  return () => expect(said.filter((line) => !line.endsWith(' search'))).toEqual([])
}

const deck = '# Conteneurs\n\n## Volumes\n\nUn volume survit au **conteneur**.\n\n## Réseaux\n\nUn réseau relie.\n'
const params = () => ({ courseId })

async function stage(text: string) {
  const body = { name: 'seance.md', base64: Buffer.from(text).toString('base64') }
  return (await world.ask(nadia, materials.stageMaterial, { params: params(), body })).body.id
}

async function add(text: string) {
  const materialId = await stage(text)
  const { body: read } = await world.ask(nadia, materials.getMaterial, { params: { ...params(), materialId } })
  const body = {
    ...{ title: read.title, outline: read.outline, replaces: null, roles: read.parts.map(({ role }) => role) },
    first: { kind: 'new' as const, title: read.title },
  }
  await world.ask(nadia, materials.confirmMaterial, { params: { ...params(), materialId }, body })
}

it('a pasted deck is read, adjusted, confirmed, and undone', async () => {
  const check = allowSearch()
  const { history } = await visit(`/cours/${courseId}/materiel`)
  expect(await screen.findByRole('heading', { name: 'Pas encore de support' })).toBeTruthy()
  await userEvent.click(screen.getByRole('radio', { name: 'Coller du texte' }))
  await userEvent.click(screen.getByLabelText(/Texte du support/))
  await userEvent.paste(deck)
  await userEvent.click(screen.getByRole('button', { name: 'Lire le support' }))
  const plan = await screen.findByRole('region', { name: 'Plan proposé' })
  expect(
    within(plan)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual(['Volumes', 'Réseaux'])
  await userEvent.selectOptions(screen.getByLabelText('Rôle de « Réseaux »'), 'Partie de ce qui précède')
  await waitFor(() => expect(within(plan).getAllByRole('link')).toHaveLength(1))
  await userEvent.click(screen.getByRole('button', { name: 'Ajouter au cours' }))
  expect(await screen.findByRole('heading', { name: 'Texte du cours' })).toBeTruthy()
  expect(await screen.findByRole('heading', { name: 'Réseaux', level: 4 })).toBeTruthy()
  expect(history.at(-1)).toBe(`/cours/${courseId}/texte`)
  await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
  expect(await screen.findByRole('heading', { name: 'Le cours n’a pas encore de texte' })).toBeTruthy()
  check()
})

it('what was adjusted stays when the page is read again or the session ended, and goes with the decision', async () => {
  const check = allowSearch()
  const waiting = await stage(deck)
  await visit(`/cours/${courseId}/materiel/${waiting}`)
  await userEvent.selectOptions(await screen.findByLabelText('Rôle de « Réseaux »'), 'Partie de ce qui précède')
  await userEvent.type(screen.getByLabelText(/Nom du support/), ' bis')
  cleanup()
  await visit(`/cours/${courseId}/materiel/${waiting}`)
  expect(await screen.findByLabelText('Rôle de « Réseaux »')).toHaveProperty('value', 'within')
  expect(screen.getByLabelText(/Nom du support/)).toHaveProperty('value', 'Conteneurs bis')
  await userEvent.click(screen.getByRole('button', { name: 'Ajouter au cours' }))
  await screen.findByRole('heading', { name: 'Texte du cours' })
  const { passages, outline } = await world.db.course.findUniqueOrThrow({ where: { id: courseId } })
  expect(outline.sessions[0]?.sections?.map(({ title }) => title)).toEqual(['Volumes'])
  expect(Object.keys(passages)).toContain('réseaux')
  expect(Object.keys(localStorage).filter((name) => name.includes(waiting))).toEqual([])
  check()
})

it('what cannot be read is said in words, and nothing changes', async () => {
  await visit(`/cours/${courseId}/materiel`)
  const file = new File([new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0])], 'vieux.pptx')
  // Read as soon as it is chosen: reading changes nothing.
  await userEvent.upload(await screen.findByLabelText(/^Support/), file)
  expect((await screen.findByRole('alert')).textContent).toContain('Rien n’a changé')
})

it('a new version says what it changes before it is confirmed', async () => {
  await add(deck)
  const next = await stage(deck.replace('relie', 'isole'))
  await visit(`/cours/${courseId}/materiel/${next}`)
  const changes = await screen.findByRole('region', { name: 'Ce qui change' })
  expect(changes.textContent).toContain('1 passage inchangé, 1 modifié')
  expect(changes.textContent).toContain('Aucune question n’est touchée.')
  expect(screen.getByRole('button', { name: 'Remplacer la version précédente' })).toBeTruthy()
})

it('the text is searched, and a question is written from a passage', async () => {
  const check = allowSearch()
  await add(deck)
  await visit(`/cours/${courseId}/texte`)
  await userEvent.type(await screen.findByRole('searchbox', { name: 'Chercher dans le texte' }), 'reseau')
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Volumes', level: 4 })).toBeNull())
  expect(screen.getByText('1 passage')).toBeTruthy()
  await userEvent.click(screen.getByRole('link', { name: /Écrire une question sur ce passage/ }))
  await userEvent.click(await screen.findByRole('tab', { name: 'Fiche' }))
  const heading = await screen.findByRole('combobox', { name: /Titre du cours/ })
  expect(heading).toHaveProperty('value', 'Réseaux')
  // The quote is chosen among the sentences of the passage.
  await userEvent.click(screen.getByText('Choisir la citation dans le texte du cours'))
  await userEvent.click(await screen.findByRole('button', { name: 'Un réseau relie.' }))
  expect(screen.getByRole('textbox', { name: /Passage cité/ })).toHaveProperty('value', 'Un réseau relie.')
  check()
})

it('the instructions for an assistant can be read and copied', async () => {
  const check = allowSearch()
  await add(deck)
  await visit(`/cours/${courseId}/texte`)
  await userEvent.click(await screen.findByRole('button', { name: /Consigne pour un assistant.*Volumes/ }))
  const prompt = await screen.findByRole('textbox', { name: 'Consigne' })
  expect(prompt).toHaveProperty('value', expect.stringContaining('Un volume survit au **conteneur**.'))
  expect(screen.getByRole('link', { name: 'Coller la réponse' }).getAttribute('href')).toContain('coller=volumes')
  cleanup()
  await visit(`/cours/${courseId}/plan`)
  await screen.findByRole('link', { name: 'Volumes' })
  const menu = screen.getByText(/^Autres actions sur «\sVolumes\s»$/).closest('details') as HTMLElement
  await userEvent.click(within(menu).getByRole('button', { name: 'Consigne pour un assistant' }))
  const again = await screen.findByRole('textbox', { name: 'Consigne' })
  expect(again).toHaveProperty('value', prompt.textContent)

  // Its answer is pasted and imported, and the outline counts it at once, ready for the next section.
  await userEvent.click(screen.getByRole('link', { name: 'Coller la réponse' }))
  await userEvent.click(await screen.findByLabelText('Questions copiées'))
  await userEvent.paste(
    `section: volumes\nquestions:\n${smallQuestion('vol-a', { heading: 'Volumes', quote: 'survit au' })}`,
  )
  // The preview shows at once.
  await userEvent.click(await screen.findByRole('button', { name: /^Importer.*1 ajout/ }))
  await screen.findByRole('heading', { level: 1, name: 'Plan du cours' })
  const section = (await screen.findByRole('link', { name: 'Volumes' })).closest('li') as HTMLElement
  await within(section).findByText('1 question')
  check()
})

it('an owner allows the assistant of the settings, which drafts questions that a person accepts one by one', async () => {
  const check = allowSearch()
  await add(deck)
  connectWindow(world, await world.staff('Olga', { course: { id: courseId }, role: 'owner' }))
  await visit(`/cours/${courseId}/reglages`)
  expect((await screen.findByText(/Autorisé, Barème envoie à/)).textContent).toContain(
    `${model.host} (modèle petit-modele)`,
  )
  await userEvent.click(screen.getByRole('button', { name: `Autoriser ${model.host}` }))
  await screen.findByRole('button', { name: 'Ne plus autoriser' })
  cleanup()
  connectWindow(world, nadia)
  await visit(`/cours/${courseId}/texte`)
  await userEvent.click(await screen.findByRole('button', { name: /Consigne pour un assistant.*Volumes/ }))
  const ask = await screen.findByRole('button', { name: `Demander à l’assistant (${model.host}, petit-modele)` })
  model.willSay('Je ne sais pas.')
  await userEvent.click(ask)
  const dialog = within(screen.getByRole('dialog'))
  await dialog.findByText(/sans écrire de question/)
  await userEvent.click(dialog.getByRole('button', { name: 'J’ai compris' }))
  await waitFor(() => expect(screen.queryByText(/sans écrire de question/)).toBeNull())
  const shown = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Consigne' }).value
  expect(model.asked.at(-1)?.body.messages).toEqual([{ role: 'user', content: shown }])
  const question = (id: string, stem: string) => smallQuestion(id, { heading: 'Volumes', quote: 'survit au', stem })
  model.willSay(
    `section: volumes\nquestions:\n${question('vol-a', 'Que fait un volume ?')}${question('vol-b', 'Où est-il ?')}`,
  )
  await userEvent.click(ask)
  await screen.findByRole('heading', { name: 'Brouillons de l’assistant' })
  const boxes = await screen.findAllByRole<HTMLInputElement>('checkbox')
  expect(boxes.map(({ checked }) => checked)).toEqual([false, false])
  expect(screen.getAllByText('survit au', { selector: 'blockquote' })).toHaveLength(2)
  await userEvent.click(screen.getByRole('checkbox', { name: 'Que fait un volume ?' }))
  // One is mended in the editor; what was ticked stays ticked, and nothing is accepted by saving it.
  await userEvent.click(screen.getByRole('link', { name: /^Modifier.*vol-b$/ }))
  const stem = await screen.findByRole('textbox', { name: /^Énoncé/ })
  expect(stem).toHaveProperty('value', 'Où est-il ?')
  await userEvent.clear(stem)
  await userEvent.type(stem, 'Où est gardé un volume ?')
  await userEvent.click(screen.getByRole('button', { name: 'Enregistrer le brouillon' }))
  const mended = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Où est gardé un volume ?' })
  expect(mended.checked).toBe(false)
  await userEvent.click(screen.getByRole('button', { name: 'Ajouter 1 question à la banque' }))
  await screen.findByText(/petit-modele a proposé des brouillons : 1 accepté/)
  expect(await world.db.question.findMany({ where: { courseId }, select: { key: true } })).toEqual([{ key: 'vol-a' }])
  check()
})

it('an answer goes on when the page is left: found again where it was, it can be stopped', async () => {
  const check = allowSearch()
  await add(deck)
  const host = { assistantHost: model.host }
  await world.db.course.update({ where: { id: courseId }, data: host })
  await visit(`/cours/${courseId}/texte`)
  await userEvent.click(await screen.findByRole('button', { name: /Consigne pour un assistant.*Volumes/ }))
  model.willAnswer((response) => {
    begin(response).write(piecesOf(`section: volumes\nquestions:\n${smallQuestion('vol-a', { heading: 'Volumes' })}`))
  })
  await userEvent.click(
    await screen.findByRole('button', { name: `Demander à l’assistant (${model.host}, petit-modele)` }),
  )
  await within(screen.getByRole('dialog')).findByText(/une question commencée sur 10/)
  cleanup()

  await visit(`/cours/${courseId}/plan`)
  await screen.findByText(/L’assistant répond pour « Volumes »/)
  await userEvent.click(screen.getByRole('button', { name: 'Arrêter' }))
  await screen.findByText('Demande arrêtée. Rien n’a changé.')
  await waitFor(() => expect(screen.queryByText(/L’assistant répond/)).toBeNull())
  expect(await world.db.questionBatch.count({ where: { courseId } })).toBe(0)
  check()
})

it('one text asks an assistant for the questions of several sections, and its answer is read at once', async () => {
  const check = allowSearch()
  await add(deck)
  await visit(`/cours/${courseId}/texte`)
  await userEvent.click(await screen.findByRole('button', { name: 'Consigne pour un assistant' }))
  const dialog = within(await screen.findByRole('dialog'))
  const shown = () => dialog.getByRole<HTMLTextAreaElement>('textbox', { name: 'Consigne' }).value
  await waitFor(() =>
    expect(shown()).toContain('20 questions d’examen à choix multiples, en français, sur les 2 sections'),
  )
  await userEvent.click(dialog.getByRole('checkbox', { name: 'Réseaux' }))
  await waitFor(() => expect(shown()).not.toContain('Un réseau relie.'))
  expect(dialog.getByRole('link', { name: 'Coller la réponse' }).getAttribute('href')).toContain('coller=volumes')
  await userEvent.click(dialog.getByRole('checkbox', { name: 'Volumes' }))
  expect(dialog.getByText('Cochez au moins une section.')).toBeTruthy()
  for (const name of ['Volumes', 'Réseaux']) await userEvent.click(dialog.getByRole('checkbox', { name }))
  await waitFor(() => expect(shown()).toContain('Un réseau relie.'))

  await userEvent.click(dialog.getByRole('link', { name: 'Coller la réponse' }))
  const area = await screen.findByLabelText('Questions copiées')
  expect(document.activeElement).toBe(area)
  const volumes = smallQuestion('vol-a', { heading: 'Volumes', quote: 'survit au' })
  const networks = smallQuestion('net-a', { heading: 'Réseaux', quote: 'Un réseau relie tout' })
  await userEvent.paste(
    `Voici :\n\n\`\`\`yaml\nsection: volumes\nquestions:\n${volumes}---\nsection: reseaux\nquestions:\n${networks}\`\`\`\n`,
  )
  const write = await screen.findByRole('button', { name: /^Importer.*2 ajouts/ })
  // Each is read whole before it is written, with what the linter says of it.
  expect(screen.getAllByText(/^(survit au|Un réseau relie tout)$/, { selector: 'blockquote' })).toHaveLength(2)
  expect(screen.getByText(/^À revoir/).textContent).toContain('La citation n’est pas dans le texte du cours')
  await userEvent.click(write)
  // The home page of the course says what comes next.
  const next = await screen.findByRole('list', { name: 'Du support à l’examen' })
  await within(next).findByRole('button', { name: 'Examen en un clic' })
  const held = await world.db.question.findMany({ where: { courseId }, orderBy: { section: 'asc' } })
  expect(held.map(({ section }) => section)).toEqual(['reseaux', 'volumes'])
  check()
})

it('a file that is too large is told before it is sent; one that is sent says how far it is, and can be stopped', async () => {
  const network = connectWindow(world, nadia)
  await visit(`/cours/${courseId}/materiel`)
  const input = await screen.findByLabelText('Support', { selector: 'input' })
  const huge = new File(['a'], 'cours.pptx')
  Object.defineProperty(huge, 'size', { value: 200 * 1024 * 1024 })
  await userEvent.upload(input, huge)
  await screen.findByText('Ce fichier fait 200 Mo, et la limite est de 64 Mo : il n’a pas été envoyé.')
  const address = `/api/courses/${courseId}/materials`
  expect(network.asked).not.toContain(`POST ${address}`)

  const letGo = network.hold(address)
  await userEvent.upload(input, new File([deck], 'cours.md'))
  const bar = await screen.findByRole('progressbar', { name: 'Envoi du fichier' })
  await waitFor(() => expect(bar.getAttribute('aria-valuenow')).toBe('50'))
  await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
  expect(screen.queryByRole('alert')).toBeNull()
  letGo()

  // A reading that was stopped begins again with the button.
  await userEvent.click(screen.getByRole('button', { name: 'Lire le support' }))
  await screen.findByRole('heading', { name: 'Vérifier le support' })
})
