import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { previewCorrection, recordCorrection } from '#contract/grading/corrections.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

// A class of twenty-four takes its exam: long when the machine does something else too.
vi.setConfig({ testTimeout: 90_000 })

let world: World
let course: { id: string }
let trainer: Someone
beforeAll(async () => {
  await preparePages(
    import('#web/statistics/StatisticsPage.tsx'),
    import('#web/questions/BankQuestionPage.tsx'),
    import('#web/grading/CorrectionRecordPage.tsx'),
    import('#web/grading/ResultsPage.tsx'),
  )
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  connectWindow(world, trainer)
})
afterEach(cleanup)

/** The better half chooses c where the key says b; everybody gets the last one. */
const suspectClass = () =>
  Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => [
      `Prénom${index} Nom${String(index).padStart(2, '0')}`,
      index < 12 ? ['c', 'a', index % 4 === 0 ? 'd' : 'a', 'a'] : ['b', index % 3 === 0 ? 'a' : 'd', 'd', 'a'],
    ]),
  )
const examOf = (answers: Record<string, readonly string[]>, keys = ['b', 'a', 'a', 'a']) =>
  markedExam(world, { course, trainer, keys, answers })
/** The clock of the tests stands still: a copy that took its time is one that began earlier. */
const tookSeconds = (seconds: number, attemptIds: (string | undefined)[]) => world.db.$executeRaw`
  update "Attempt" set "startedAt" = "startedAt" - make_interval(secs => ${seconds}) where id = any(${attemptIds}::uuid[])`
const at = (exam: { id: string }, page: string) => `/cours/${course.id}/examens/${exam.id}/${page}`

describe('statistics', () => {
  it('say which sections of the course did not get across, and lead to their questions', async () => {
    const section = (id: string, title: string) => ({ id, title, headings: [], objectives: [`Expliquer ${title}`] })
    const sections = [section('images', 'Images'), section('stockage', 'Stockage'), section('reseau', 'Réseau')]
    const outline = { sessions: [{ id: 'un', title: 'Séance 1', labs: [], sections }] }
    await world.db.course.update({ where: { id: course.id }, data: { outline } })
    // The first question is wrong for half of the class, the second for nobody, the others for all.
    const answers = Object.fromEntries(
      Array.from({ length: 24 }, (_, index) => [`Prénom${index} Nom${index}`, [index < 12 ? 'a' : 'b', 'a', 'b', 'b']]),
    )
    const exam = await examOf(answers, ['a', 'a', 'a', 'a'])
    const of = ['images', 'images', 'stockage', 'stockage']
    for (const [index, id] of exam.questionIds.entries())
      await world.db.examQuestion.update({ where: { id }, data: { section: of[index] ?? '' } })
    const [first = ''] = exam.questionIds
    const { content } = await world.db.examQuestion.findUniqueOrThrow({ where: { id: first } })
    const named = asColumn({ ...content, objective: 'Expliquer Images' })
    await world.db.examQuestion.update({ where: { id: first }, data: { content: named } })
    await visit(at(exam, 'statistiques'))

    expect(await screen.findByText('N’est pas passée : Stockage.')).toBeTruthy()
    expect(screen.getByText('Sections non interrogées : Réseau.')).toBeTruthy()
    const table = () => within(screen.getByRole('table', { name: /^Part des points de chaque section/ }))
    const names = () =>
      table()
        .getAllByRole('rowheader')
        .map((row) => row.textContent)
    expect(names()).toEqual([
      expect.stringMatching(
        /^ImagesSéance 1Un objectifExpliquer Images50\s%\. 30\s% à 70\s%\. On ne peut pas conclure\. Question 1$/,
      ),
      'StockageSéance 1Un objectifExpliquer Stockage',
    ])
    await userEvent.click(screen.getByRole('radio', { name: 'Les plus faibles d’abord' }))
    expect(names()[0]).toMatch(/^Stockage/)
    const images = table().getByRole('row', { name: /^Images/ })
    expect(images.textContent).toMatch(/75\s%61\s% à 85\s%/)
    expect(within(images).getByText('Acquise')).toBeTruthy()
    expect(within(images).getByText('1,5 sur 2 en moyenne, 24 copies, 48 réponses')).toBeTruthy()
    const storage = table().getByRole('row', { name: /^Stockage/ })
    expect(within(storage).getByText('Non acquise')).toBeTruthy()
    const questions = within(storage).getAllByRole('link')
    expect(questions.map((link) => link.getAttribute('href'))).toEqual(['?question=3#question', '?question=4#question'])
    expect(questions[0]?.getAttribute('aria-label')).toBe('Question 3, section Stockage')
    expect(document.body.textContent).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('lead from the picture and from each flag to the question, to its correction, and tell the same in tables', async () => {
    const exam = await examOf(suspectClass())
    // Only the first question, counted from the start, is given a time.
    await tookSeconds(80, Object.values(exam.copies))
    await visit(at(exam, 'statistiques'))
    await screen.findByText('n = 24 : indicatif.')
    const scatter = screen.getByRole('group', { name: 'Facilité et discrimination des questions' })
    const points = within(scatter).getAllByRole('link')
    // Everybody got the last one: it tells nobody apart, has no place there, and the caption says so.
    expect(points.map((point) => point.getAttribute('href'))).toEqual([1, 2, 3].map((n) => `?question=${n}#question`))
    expect(points[0]?.getAttribute('aria-label')).toMatch(/facilité 0,50, discrimination −.*Clé probablement fausse/)
    expect(screen.getByText(/Une question n’a pas de place ici/)).toBeTruthy()

    const table = within(screen.getByRole('table', { name: /^Question par question/ }))
    const line = table.getByRole('row', { name: /^1\. Question 1/ })
    expect(within(line).getByText('Clé probablement fausse')).toBeTruthy()
    const correct = within(line).getByRole('link', { name: /Corriger la question 1/ })
    expect(correct.getAttribute('href')).toBe(at(exam, 'corrections?question=1'))
    const flat = table.getByRole('row', { name: /^4\. Question 4/ })
    expect(within(flat).getByText('tout le monde a la même note')).toBeTruthy()
    expect(document.body.textContent).not.toMatch(/NaN|Infinity|undefined/)

    // Time per question: a bar for each that has one, a table behind.
    const times = screen.getByRole('group', { name: 'Temps médian passé sur chaque question' })
    const bars = within(times).getAllByRole('link')
    expect(bars.map((bar) => bar.getAttribute('aria-label'))).toEqual([
      expect.stringMatching(/^Question 1, .*1\u202fmin\u202f20\u202fs$/),
    ])
    expect(screen.getByText(/3 questions sans temps connu/)).toBeTruthy()
    for (const name of [
      'Temps médian passé sur chaque question',
      'Réussite à la question 1 par cinquième de la classe',
    ]) {
      expect(screen.getByRole('table', { name, hidden: true })).toBeTruthy()
    }
  })

  it('judge nobody below twenty copies', async () => {
    const exam = await examOf({ 'Ana Un': ['a', 'a', '', 'a'], 'Bob Deux': ['b', 'a', 'a', 'a'] })
    await visit(at(exam, 'statistiques'))
    await screen.findByText('n = 2 : trop peu pour juger.')
    expect(screen.queryByText('Clé probablement fausse')).toBeNull()
    expect(screen.getAllByText('–').length).toBeGreaterThan(0)
  })
})

describe('a question of the bank', () => {
  it('shows what it gave from exam to exam, each a link to its figures', async () => {
    const version = (number: number) => ({
      ...{ number, hash: `h${number}`, origin: 'browser' as const, rendered: asColumn(rendered()) },
      content: asColumn(content()),
    })
    const question = await world.db.question.create({
      data: {
        ...{ courseId: course.id, key: 'pile-de-couches', section: 'images-couches' },
        versions: { create: [version(1), version(2)] },
      },
      include: { versions: { orderBy: { number: 'asc' } } },
    })
    const exam = await examOf(suspectClass())
    await world.db.examQuestion.update({
      where: { id: exam.questionIds[1] ?? '' },
      data: { questionId: question.id, versionId: question.versions[0]?.id ?? '' },
    })
    await visit(`/cours/${course.id}/questions/${question.id}`)
    const table = await screen.findByRole('table', { name: 'D’un examen à l’autre' })
    const link = within(table).getByRole('link', { name: `${exam.title}, question 2` })
    expect(link.getAttribute('href')).toBe(at(exam, 'statistiques?question=2#question'))
    const line = within(table).getByRole('row', { name: new RegExp(exam.title) })
    // 16 of 24, with its interval; asked in an older version; a small class.
    expect(line.textContent).toContain('0,67')
    expect(line.textContent).toMatch(/0,4\d à 0,8\d/)
    expect(line.textContent).toContain('posée dans sa version 1')
    expect(line.textContent).toContain('indicatif')
  })
})

describe('the record of a correction', () => {
  it('says who, why, before and after, for each mark, and can be undone from there', async () => {
    const exam = await examOf({ 'Ana Un': ['c', 'a', 'a', 'a'], 'Bob Deux': ['b', 'a', 'a', 'a'] })
    const change = { kind: 'key' as const, questionId: exam.questionIds[0] ?? '', choiceIds: ['c'] }
    const policy = { kind: 'never_lower' as const }
    const { params } = exam
    const { fingerprint } = (await world.ask(trainer, previewCorrection, { params, body: { change, policy } })).body
    await world.ask(trainer, recordCorrection, {
      params,
      body: { change, policy, fingerprint, reason: 'Clé saisie par erreur.' },
    })
    await visit(at(exam, 'corrections/2'))
    await screen.findByRole('heading', { name: 'Procès-verbal de correction' })
    expect(screen.getByText('Clé saisie par erreur.')).toBeTruthy()
    expect(screen.getAllByText(/Nadia/).length).toBeGreaterThan(0)
    const rows = screen.getAllByRole('row').map((row) => row.textContent ?? '')
    expect(rows.some((row) => /Un.*15,00.*20,00/.test(row))).toBe(true)
    expect(screen.getByRole('button', { name: 'Imprimer' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Annuler cette correction' }).getAttribute('href')).toBe(
      at(exam, 'corrections?correction=1'),
    )
  })
})

describe('results', () => {
  it('are sieved by status, blanks and time, in the address', async () => {
    const exam = await examOf({ 'Ana Un': ['b', 'a', 'a', 'a'], 'Bob Deux': ['b', '', 'a', 'a'] })
    const { 'Ana Un': anas, 'Bob Deux': bobs } = exam.copies
    await tookSeconds(40, [anas])
    await tookSeconds(80, [bobs])
    await world.db.attempt.update({ where: { id: bobs ?? '' }, data: { status: 'expired' } })
    const { history } = await visit(at(exam, 'resultats'))
    await screen.findByRole('row', { name: /Deux/ })
    const way = screen.getByRole('combobox', { name: 'Blancs et temps' })
    await userEvent.selectOptions(way, 'Avec des blancs')
    expect(screen.queryByRole('row', { name: /Ana/ })).toBeNull()
    expect(screen.getByRole('row', { name: /Deux/ })).toBeTruthy()
    expect(history.at(-1)).toContain('copie=blancs')
    await userEvent.selectOptions(way, 'Sans aucun blanc')
    expect(screen.getByRole('row', { name: /Ana/ })).toBeTruthy()
    expect(screen.queryByRole('row', { name: /Deux/ })).toBeNull()
    await userEvent.selectOptions(way, 'Le quart le plus lent')
    expect(screen.getByRole('row', { name: /Deux/ })).toBeTruthy()
    expect(screen.queryByRole('row', { name: /Ana/ })).toBeNull()
    await userEvent.selectOptions(way, 'Le quart le plus rapide')
    const status = screen.getByRole('combobox', { name: 'Statut' })
    await userEvent.selectOptions(status, 'rendue')
    expect(history.at(-1)).toMatch(/copie=rapide&statut=submitted/)
    expect(screen.getByRole('row', { name: /Ana/ })).toBeTruthy()
    expect(screen.queryByRole('row', { name: /Deux/ })).toBeNull()
    await userEvent.selectOptions(status, 'fin du temps')
    expect(screen.queryByRole('row', { name: /Ana/ })).toBeNull()
  })
})

const words = (value: string) => [{ type: 'element', tag: 'p', children: [{ type: 'text', value }] }]

const content = () => ({
  ...{ id: 'pile-de-couches', section: 'images-couches', type: 'single', stem: 'Qu’est-ce qu’une image ?' },
  ...{ difficulty: 'easy', level: 'remember', purpose: 'exam', expectedSeconds: 60, explanation: 'Une pile.' },
  tags: [],
  source: { heading: 'Images', quote: 'une pile de couches' },
  choices: ['a', 'b'].map((id) => ({ id, text: `Choix ${id}`, correct: id === 'a', keepLast: false })),
})

const rendered = () => ({
  ...{ stem: words('Qu’est-ce qu’une image ?'), explanation: words('Une pile.') },
  choices: ['a', 'b'].map((id) => ({ id, text: words(`Choix ${id}`), feedback: null })),
})
