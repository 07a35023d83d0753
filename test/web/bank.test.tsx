import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import { getQuestionText, saveQuestion } from '#contract/questions/question-writing.ts'
import { expectConsoleError } from '#test/setup/console.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { draftOf } from '#test/setup/question-draft.ts'
import { smallCourse, smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import { connectWindow } from '#test/setup/window.ts'
import type { Someone } from '#test/setup/world.ts'

let world: SmallWorld
let courseId: string
let nadia: Someone
beforeAll(async () => {
  await preparePages(
    import('#web/questions/ReReadPage.tsx'),
    import('#web/questions/VersionsPage.tsx'),
    import('#web/questions/EditQuestionPage.tsx'),
    import('#web/questions/NewQuestionPage.tsx'),
    import('#web/questions/BankQuestionPage.tsx'),
    import('#web/questions/ImportQuestionsPage.tsx'),
    import('#web/questions/QuestionsPage.tsx'),
    import('#web/exams/ExamPage.tsx'),
  )
  world = await createSmallWorld()
})
afterAll(() => world.close())
afterEach(() => {
  cleanup()
  localStorage.clear()
})

/** jsdom does not know `<search>`, React says so once: whatever else is said fails the test. */
function allowSearch() {
  const said = expectConsoleError()
  return () => expect(said.filter((line) => !line.endsWith(' search'))).toEqual([])
}

const images = (...questions: string[]) => world.bank.write('un/images.yaml', smallSection('images', ...questions))
const base = () => `/cours/${courseId}/questions`
const idOf = async (key: string) => (await world.db.question.findFirstOrThrow({ where: { courseId, key } })).id
const stemOf = async (key: string) => {
  const versions = await world.db.questionVersion.findMany({
    where: { question: { courseId, key } },
    orderBy: { number: 'desc' },
  })
  const latest = versions[0] as (typeof versions)[number]
  return { stem: (latest.content as { stem: string }).stem.trim(), count: versions.length }
}

beforeEach(async () => {
  const questions = smallSection('images', smallQuestion('img-a'), smallQuestion('img-b'))
  const course = await world.startOver({ 'un/images.yaml': questions })
  courseId = course.id
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  connectWindow(world, nadia)
})

/** Rewrites the stem in the editor and saves it by the keyboard. */
async function rewrite(key: string, words: string) {
  await visit(`${base()}/${await idOf(key)}/modifier`)
  const stem = await screen.findByRole('textbox', { name: 'Énoncé' })
  await userEvent.clear(stem)
  await userEvent.type(stem, words)
  await userEvent.keyboard('{Control>}s{/Control}')
  await waitFor(async () => expect((await stemOf(key)).stem).toBe(words))
}

it('a document is seen beside its question while it is written, and the editor says whose it is too', async () => {
  const about = (id: string) => smallQuestion(id).replace('    stem:', '    context: releve\n    stem:')
  const releve = 'contexts:\n  - id: releve\n    title: Le relevé\n    text: Trois lignes.\n'
  const section = smallSection('images', about('img-a'), about('img-b')).replace('questions:', `${releve}questions:`)
  const course = await world.startOver({ 'un/images.yaml': section })
  courseId = course.id
  connectWindow(world, await world.staff('Nadia', { course, role: 'trainer' }))
  await visit(`${base()}/${await idOf('img-a')}/modifier`)
  const document = await screen.findByRole('textbox', { name: 'Texte du document' })
  await userEvent.clear(document)
  await userEvent.paste('Quatre lignes, **enfin**.')
  await waitFor(() => expect(screen.getByText('enfin').tagName).toBe('STRONG'))
  expect(screen.getByText(/Ce document est celui de 2 questions \(img-a, img-b\)/)).toBeTruthy()
})

it('the editor keeps a choice last', async () => {
  await visit(`${base()}/${await idOf('img-a')}/modifier`)
  await screen.findByRole('textbox', { name: 'Énoncé' })
  await userEvent.click(screen.getByRole('button', { name: 'Commentaire et importance de la proposition A' }))
  const last = screen.getAllByRole('checkbox', { name: /en dernier/ })
  await userEvent.click(last[0] as HTMLElement)
  expect(last[0]).toHaveProperty('checked', true)
  await userEvent.keyboard('{Control>}s{/Control}')
  await waitFor(async () => expect((await stemOf('img-a')).count).toBe(2))
  const { content } = await world.db.questionVersion.findFirstOrThrow({
    where: { question: { courseId, key: 'img-a' }, number: 2 },
  })
  expect(content.choices.map(({ keepLast }) => keepLast)).toContain(true)
})

it('the heading follows the section and comes back with it; the time is stored as it was typed', async () => {
  await visit(`${base()}/${await idOf('img-a')}/modifier`)
  await userEvent.click(await screen.findByRole('tab', { name: 'Fiche' }))
  const heading = screen.getByRole<HTMLInputElement>('combobox', { name: 'Titre du cours' })
  const quote = screen.getByRole<HTMLInputElement>('textbox', { name: /^Passage cité/ })
  const section = screen.getByRole('combobox', { name: 'Section' })
  await userEvent.selectOptions(section, 'reseaux')
  expect([heading.value, quote.value]).toEqual(['Réseaux', ''])
  await userEvent.selectOptions(section, 'images')
  expect([heading.value, quote.value]).toEqual(['Images', 'une pile de couches'])
  await userEvent.selectOptions(section, 'reseaux')

  const seconds = screen.getByRole<HTMLInputElement>('textbox', { name: 'Temps prévu (secondes)' })
  await userEvent.clear(seconds)
  await userEvent.type(seconds, '5')
  await userEvent.keyboard('{Control>}s{/Control}')
  await waitFor(() => expect(screen.getAllByText(/^Le temps prévu va de 10 à 900/).length).toBeGreaterThan(0))
  // Saved from the field itself, without leaving it first.
  await userEvent.type(seconds, '5')
  await userEvent.keyboard('{Control>}s{/Control}')
  await waitFor(async () => expect((await stemOf('img-a')).count).toBe(2))
  const params = { courseId, questionId: await idOf('img-a') }
  expect((await world.ask(nadia, getQuestionText, { params })).body).toMatchObject({
    ...{ section: 'reseaux', seconds: 55 },
    source: { heading: 'Réseaux' },
  })
})

it('choices are added, removed and moved without the mouse, and the next question follows', async () => {
  const { history } = await visit(`${base()}/${await idOf('img-a')}/modifier`)
  const boxes = () => screen.getAllByRole<HTMLTextAreaElement>('textbox', { name: /^Proposition/ })
  const texts = () => boxes().map(({ value }) => value)
  const [right = '', wrong = ''] = (await screen.findByRole('textbox', { name: 'Énoncé' })) ? texts() : []
  await userEvent.click(boxes()[0] as HTMLElement)
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(document.activeElement).toBe(boxes()[1]))
  await userEvent.keyboard('Autre{Enter}')
  await waitFor(() => expect(document.activeElement).toBe(boxes()[2]))
  expect(texts()).toEqual([right, 'Autre', '', wrong])
  await userEvent.keyboard('{Backspace}')
  expect(texts()).toEqual([right, 'Autre', wrong])
  await userEvent.click(boxes()[1] as HTMLElement)
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(texts()).toEqual([right, wrong, 'Autre'])
  await waitFor(() => expect(document.activeElement).toBe(boxes()[2]))
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(async () => expect((await stemOf('img-a')).count).toBe(2))
  await waitFor(async () => expect(history.at(-1)).toBe(`${base()}/${await idOf('img-b')}/modifier`))
  expect(await screen.findByDisplayValue(/\(img-b\)/)).toBeTruthy()
})

it('one toolbar marks what is selected in the text that had the focus', async () => {
  await visit(`${base()}/${await idOf('img-a')}/modifier`)
  const stem = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Énoncé' })
  stem.setSelectionRange(0, 2)
  await userEvent.click(screen.getByRole('button', { name: /^Mettre en code dans «.Énoncé.»$/ }))
  expect(stem.value).toMatch(/^`De` quoi/)
  const choice = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Proposition B' })
  await userEvent.click(choice)
  choice.setSelectionRange(0, choice.value.length)
  await userEvent.click(screen.getByRole('button', { name: /^Écrire une formule dans «.Proposition B.»$/ }))
  expect(choice.value).toMatch(/^\$\$.+\$\$$/)
})

it('whoever leaves at once finds the draft again', async () => {
  const path = `${base()}/${await idOf('img-a')}/modifier`
  await visit(path)
  await userEvent.type(await screen.findByRole('textbox', { name: 'Énoncé' }), ' Encore ?')
  cleanup()
  await visit(path)
  await userEvent.click(await screen.findByRole('button', { name: 'Le reprendre' }))
  expect(screen.getByDisplayValue(/Encore \?$/)).toBeTruthy()
})

it('a comment on a choice is written, kept, and its field stays open while it is emptied', async () => {
  await visit(`${base()}/${await idOf('img-a')}/modifier`)
  await screen.findByRole('textbox', { name: 'Énoncé' })
  await userEvent.click(screen.getByRole('button', { name: 'Commentaire et importance de la proposition B' }))
  const comment = screen.getByRole('textbox', { name: /^Commentaire de la proposition B/ })
  await userEvent.type(comment, 'V')
  await userEvent.clear(comment)
  expect(screen.getByRole('textbox', { name: /^Commentaire de la proposition B/ })).toBe(comment)
  await userEvent.type(comment, 'Le noyau est celui de l’hôte.')
  await userEvent.keyboard('{Control>}s{/Control}')
  await waitFor(async () => expect((await stemOf('img-a')).count).toBe(2))
  const params = { courseId, questionId: await idOf('img-a') }
  const { choices } = (await world.ask(nadia, getQuestionText, { params })).body
  expect(choices.map(({ feedback }) => feedback)).toEqual(['', 'Le noyau est celui de l’hôte.'])
  cleanup()
  // There the next time, and taken away by emptying it.
  await visit(`${base()}/${params.questionId}/modifier`)
  const again = await screen.findByRole('textbox', { name: /^Commentaire de la proposition B/ })
  expect(again).toHaveProperty('value', 'Le noyau est celui de l’hôte.')
  await userEvent.clear(again)
  await userEvent.keyboard('{Control>}s{/Control}')
  await waitFor(async () => expect((await stemOf('img-a')).count).toBe(3))
  const { content } = await world.db.questionVersion.findFirstOrThrow({
    where: { questionId: params.questionId, number: 3 },
  })
  expect(JSON.stringify(content)).not.toContain('feedback')
})

it('a question is duplicated: all it says, under a name of its own, and the first is left as it was', async () => {
  const params = { courseId, questionId: await idOf('img-a') }
  const text = await draftOf(world, { who: nadia, params })
  const [right, wrong] = text.choices as [(typeof text.choices)[number], (typeof text.choices)[number]]
  const told = { ...text, purpose: 'practice' as const, tags: ['couches'], seconds: 75 }
  const choices = [right, { ...wrong, feedback: 'Celui de l’hôte.', keepLast: true }]
  await world.ask(nadia, saveQuestion, { params, body: { ...told, choices } })

  const { history } = await visit(`${base()}/${params.questionId}`)
  await userEvent.click(await screen.findByRole('link', { name: 'Dupliquer' }))
  await screen.findByRole('heading', { level: 1, name: 'Nouvelle question' })
  const stem = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Énoncé' })
  expect(stem.value).toBe('De quoi est faite une image (img-a) ?')
  await userEvent.clear(stem)
  await userEvent.type(stem, 'Que contient une image ?')
  await userEvent.click(screen.getByRole('button', { name: 'Enregistrer' }))
  await screen.findByText('Question ajoutée à la banque.')

  const others = { courseId, key: { notIn: ['img-a', 'img-b'] } }
  const { id } = await world.db.question.findFirstOrThrow({ where: others })
  expect(history.at(-1)).toBe(`${base()}/${id}`)
  const copy = (await world.ask(nadia, getQuestionText, { params: { courseId, questionId: id } })).body
  expect(copy).toMatchObject({ ...told, choices, stem: 'Que contient une image ?', version: 1 })
  expect(await stemOf('img-a')).toEqual({ stem: 'De quoi est faite une image (img-a) ?', count: 2 })
})

it('the history shows what changed and restores a version as a new one', async () => {
  await rewrite('img-a', 'Réécrite ici ?')
  cleanup()
  await visit(`${base()}/${await idOf('img-a')}/versions`)
  expect((await screen.findAllByText(/Réécrite ici/)).length).toBeGreaterThan(0)
  await userEvent.click(screen.getByRole('button', { name: 'Rétablir la version 1' }))
  await screen.findByText(/La version 1 est de nouveau la question/)
  expect(await stemOf('img-a')).toEqual({ stem: 'De quoi est faite une image (img-a) ?', count: 3 })
})

it('a conflict shows both texts and waits for a choice', async () => {
  await rewrite('img-a', 'Réécrite ici ?')
  cleanup()
  await images(smallQuestion('img-a', { stem: 'Réécrite dans le fichier ?' }), smallQuestion('img-b'))
  await world.load()
  await visit(`${base()}/a-relire`)
  expect(await screen.findByText(/Un fichier en désaccord/)).toBeTruthy()
  expect((await stemOf('img-a')).stem).toBe('Réécrite ici ?')
  await userEvent.click(screen.getByRole('button', { name: /Prendre le fichier/ }))
  await waitFor(async () => expect((await stemOf('img-a')).stem).toBe('Réécrite dans le fichier ?'))
  expect(await screen.findByText('Rien à relire')).toBeTruthy()
})

it('questions whose passage changed are read one by one', async () => {
  await world.bank.write('course.md', smallCourse.replace('en lecture seule', 'en lecture seule, empilées'))
  await world.load()
  await visit(`${base()}/a-relire`)
  expect(await screen.findByText('2 questions dont le passage a changé')).toBeTruthy()
  expect(screen.getByText('1 sur 2')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: /Toujours juste/ }))
  expect(await screen.findByText('Une question dont le passage a changé')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: /Toujours juste/ }))
  expect(await screen.findByText('Rien à relire')).toBeTruthy()
})

it('an import is shown before it is written, the unusable named with their line', async () => {
  const nothingElse = allowSearch()
  await visit(`${base()}/import`)
  await userEvent.click(await screen.findByRole('radio', { name: 'Coller' }))
  const gift =
    '::Consignes::Répondez vite.\n\n::Bonne:: Un port se publie avec ? {=-p ~-v}\n\n::Rédaction:: Expliquez. {}\n'
  await userEvent.click(screen.getByLabelText('Questions copiées'))
  await userEvent.paste(gift)
  await userEvent.click(screen.getByRole('button', { name: 'Voir l’aperçu' }))
  await screen.findByText('1 nouvelle')
  // What stands before a question is proposed as its document; these words are none.
  await userEvent.click(screen.getByRole('checkbox', { name: /Consignes/ }))
  const before = await world.db.question.count({ where: { courseId } })
  await userEvent.click(screen.getByRole('radio', { name: /Inutilisables/ }))
  expect(await screen.findByText('5:1')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: /^Importer.*1 ajout/ }))
  await screen.findByRole('heading', { level: 1, name: 'Questions' })
  expect(await world.db.question.count({ where: { courseId } })).toBe(before + 1)
  const written = await world.db.questionVersion.findFirstOrThrow({ where: { question: { courseId, key: 'bonne' } } })
  expect(written.content.context).toBeUndefined()
  nothingElse()
})

it('a section that the course does not have is created, or its questions go to another one', async () => {
  const check = allowSearch()
  const file = (section: string, id: string, stem: string) =>
    `section: ${section}\nquestions:\n${smallQuestion(id, { stem })}`
  const paste = async (yaml: string) => {
    await visit(`${base()}/import`)
    await userEvent.click(await screen.findByRole('radio', { name: 'Coller' }))
    await userEvent.click(screen.getByLabelText('Questions copiées'))
    await userEvent.paste(yaml)
    await userEvent.click(screen.getByRole('button', { name: 'Voir l’aperçu' }))
    await screen.findByRole('heading', { name: 'Une section du fichier n’est pas dans le cours' })
  }
  await paste(file('pods', 'pod-a', 'Qu’est-ce qu’un Pod ?'))
  const to = screen.getByLabelText<HTMLSelectElement>(/« pods » : 1 question/)
  expect(to.selectedOptions[0]?.textContent).toBe('Créer la section «\u202fpods\u202f»')
  await userEvent.selectOptions(screen.getByLabelText('Dans la séance'), 'Une nouvelle séance')
  const title = screen.getByLabelText('Titre de la nouvelle séance')
  await userEvent.clear(title)
  await userEvent.type(title, 'Kubernetes')
  await userEvent.click(screen.getByRole('button', { name: /^Importer/ }))
  await waitFor(async () => expect(await world.db.question.count({ where: { courseId, key: 'pod-a' } })).toBe(1))
  const { outline } = await world.db.course.findUniqueOrThrow({ where: { id: courseId } })
  expect(outline.sessions.at(-1)).toMatchObject({ title: 'Kubernetes', sections: [{ title: 'pods' }] })
  cleanup()

  await paste(file('services', 'srv-a', 'Qu’est-ce qu’un Service ?'))
  await userEvent.selectOptions(screen.getByLabelText(/« services » : 1 question/), 'reseaux')
  expect(screen.queryByLabelText('Dans la séance')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: /^Importer/ }))
  await waitFor(async () =>
    expect(await world.db.question.findFirst({ where: { courseId, key: 'srv-a' } })).toMatchObject({
      section: 'reseaux',
    }),
  )
  check()
})

it('the list narrows by what past exams say, in the address', async () => {
  const nothingElse = allowSearch()
  const { history } = await visit(base())
  await screen.findByText(/\(img-a\)/)
  await userEvent.click(screen.getByText('Plus de filtres'))
  await userEvent.selectOptions(screen.getByLabelText('Examens passés'), 'posée plusieurs fois')
  expect(await screen.findByText('Aucune question ne correspond')).toBeTruthy()
  expect(history.at(-1)).toContain('posee=several')
  await userEvent.selectOptions(screen.getByLabelText('Examens passés'), 'jamais posée')
  expect(await screen.findByText(/\(img-a\)/)).toBeTruthy()
  nothingElse()
})

it('the list as a table: its columns, J and K with the preview, and a view of one’s own', async () => {
  const nothingElse = allowSearch()
  const { history } = await visit(`${base()}?vue=table`)
  const table = await screen.findByRole('table', { name: 'Questions' })
  expect(within(table).getByRole('columnheader', { name: 'Dernier usage' })).toBeTruthy()
  await userEvent.click(within(table).getByRole('button', { name: 'Difficulté' }))
  await waitFor(() => expect(history.at(-1)).toContain('tri=difficulty'))
  expect(within(table).getByRole('columnheader', { name: 'Difficulté' }).getAttribute('aria-sort')).toBe('ascending')

  ;(document.activeElement as HTMLElement).blur()
  await userEvent.keyboard('jj')
  expect(document.activeElement?.textContent).toContain('(img-b)')
  const peek = () => screen.getByRole('complementary', { name: 'Aperçu de la question' })
  expect(await within(peek()).findByText('img-b')).toBeTruthy()
  await userEvent.keyboard('k')
  expect(await within(peek()).findByText('img-a')).toBeTruthy()
  await userEvent.keyboard('x')
  expect(screen.getByRole('checkbox', { name: 'Choisir img-a' })).toHaveProperty('checked', true)
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('complementary', { name: 'Aperçu de la question' })).toBeNull()

  await userEvent.click(screen.getByRole('button', { name: 'Enregistrer cette vue' }))
  await userEvent.type(screen.getByLabelText('Nom de la vue'), 'Par difficulté{Enter}')
  const own = await screen.findByRole('button', { name: 'Par difficulté' })
  expect(own.getAttribute('aria-current')).toBe('true')
  await userEvent.click(screen.getByRole('button', { name: 'Jamais posées' }))
  await waitFor(() => expect(history.at(-1)).toContain('posee=never'))
  expect(history.at(-1)).toContain('vue=table')
  await userEvent.click(own)
  await waitFor(() => expect(history.at(-1)).toContain('tri=difficulty'))
  nothingElse()
})

it('a line of the plan draws from a pool, and the paper says what each copy asks', async () => {
  await images(...['a', 'b', 'c'].map((name) => smallQuestion(`img-${name}`)))
  await world.load()
  const { body: exam } = await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'QCM' } })
  const params = { courseId, examId: exam.id }
  const blueprint = { questionIds: [], lines: [{ section: 'images', count: 1 }] }
  await world.ask(nadia, exams.updateExam, {
    params,
    body: { ...settingsOf(exam), blueprint, revision: exam.revision },
  })
  await visit(`/cours/${courseId}/examens/${exam.id}`)
  await userEvent.click(await screen.findByRole('button', { name: /^Détail de Images/ }))
  const pool = screen.getByRole('spinbutton', { name: 'Réserve' })
  await userEvent.clear(pool)
  await userEvent.type(pool, '3{Enter}')
  expect(await screen.findByText('tirées parmi 3')).toBeTruthy()
  expect(await screen.findByText('3 questions', { selector: 'dd *, dd' })).toBeTruthy()
  const draw = async () => (await world.ask(nadia, composition.getDraw, { params })).body
  await waitFor(async () => expect(await draw()).toMatchObject({ asked: 1, shortfalls: [] }))
  expect((await draw()).questions).toHaveLength(3)
  // More than the bank has: said beside the line, before anybody publishes.
  await userEvent.clear(pool)
  await userEvent.type(pool, '5{Enter}')
  expect(await screen.findByText('2 manquent à la réserve')).toBeTruthy()
})

it('the plan counts by section, and the questions drawn are locked, replaced and moved one by one', async () => {
  await images(...['a', 'b', 'c', 'd', 'e'].map((name) => smallQuestion(`img-${name}`)))
  await world.load()
  const { body: exam } = await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'QCM' } })
  const params = { courseId, examId: exam.id }
  const blueprint = { questionIds: [], lines: [{ section: 'images', count: 2 }] }
  await world.ask(nadia, exams.updateExam, {
    params,
    body: { ...settingsOf(exam), blueprint, revision: exam.revision },
  })
  const keys = async () =>
    (await world.ask(nadia, composition.getDraw, { params })).body.questions.map(({ key }) => key)
  const first = await keys()
  await visit(`/cours/${courseId}/examens/${exam.id}`)
  await userEvent.click(await screen.findByRole('button', { name: /^Augmenter Questions demandées, Images/ }))
  await waitFor(async () => expect(await keys()).toHaveLength(3))
  const drawn = await keys()
  expect(drawn.slice(0, 2)).toEqual(first)

  await userEvent.click(screen.getByRole('link', { name: /^Questions tirées/ }))
  const [one = '', two = '', three = ''] = drawn
  await userEvent.click(await screen.findByRole('button', { name: `Verrouiller ${one}` }))
  await screen.findByRole('button', { name: `Déverrouiller ${one}` })
  screen.getByRole('button', { name: `Descendre ${two}` }).focus()
  await userEvent.keyboard('{ArrowUp}')
  await waitFor(async () => expect(await keys()).toEqual([two, one, three]))
  await userEvent.click(await screen.findByRole('button', { name: `Remplacer ${three}` }))
  await screen.findByText(`${three} est remplacée.`)
  const replaced = await keys()
  expect(replaced.slice(0, 2)).toEqual([two, one])
  expect(drawn).not.toContain(replaced[2])
  await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
  await waitFor(async () => expect(await keys()).toEqual([two, one, three]))
  expect((await world.ask(nadia, composition.getDraw, { params })).body.locked).toEqual([one])
})

it('a proposed exam is published as it is created, and taken back from the message that says so', async () => {
  await visit(`/cours/${courseId}`)
  await userEvent.click(await screen.findByRole('button', { name: 'Examen en un clic' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Créer et publier' }))
  await screen.findByRole('button', { name: 'Ouvrir l’examen' })
  await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
  await screen.findByRole('button', { name: 'Publier l’examen' })
  expect((await world.db.exam.findFirstOrThrow({ where: { courseId } })).status).toBe('draft')
})
