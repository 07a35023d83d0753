import { cleanup, configure, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { openPractice } from '#contract/auth/practice-code.ts'
import { releaseResults } from '#contract/grading/grading.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { makeExam } from '#test/setup/exam.ts'
import { extension, nobodyIntrudes, translator } from '#test/setup/intruders.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { completeWindow, visit } from '#test/setup/page.tsx'
import { smallBank, smallCourse, smallOutline, smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'
import { loadText } from '#web/text/load.ts'

configure({ asyncUtilTimeout: 15_000 })
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let world: World
let bank: Awaited<ReturnType<typeof smallBank>>
let course: { id: string }
let ana: Someone
beforeAll(async () => {
  completeWindow()
  await Promise.all([
    import('#web/attempts/review/PracticePage.tsx'),
    import('#web/attempts/review/MistakesPage.tsx'),
    import('#web/attempts/review/MockExamPage.tsx'),
    import('#web/attempts/review/ReviewPage.tsx'),
    import('#web/assessment/StatementPage.tsx'),
    loadText('fr', 'student'),
  ])
  bank = await smallBank()
  world = await createWorld({ settings: { questionsDir: bank.folder } })
  await bank.write('course.yaml', smallOutline)
  await bank.write('course.md', smallCourse)
  await bank.write('un/images.yaml', smallSection('images', one, several, smallQuestion('img-examen')))
  await bank.write('un/reseaux.yaml', smallSection('reseaux', forPractice(smallQuestion('res-a'))))
  course = { id: (await ensureShippedCourse(world.deps)).courseId ?? '' }
  ana = await world.student({ course, name: 'Ana Learner' })
})
afterAll(async () => {
  await world.close()
  await bank.remove()
})
let stopIntruder: () => void = () => undefined
afterEach(() => {
  stopIntruder()
  cleanup()
})

const forPractice = (text: string) => text.replace('    type:', '    purpose: practice\n    type:')
const one = forPractice(smallQuestion('img-a'))
const several = forPractice(smallQuestion('img-b'))
  .replace('type: single', 'type: multiple')
  .replace('      - text: D’un noyau', '      - text: De fichiers\n        correct: true\n      - text: D’un noyau')
  .replace('et d’un disque', 'et d’un disque\n        feedback: Le noyau est celui de l’hôte.')

const see = () => screen.getByRole('button', { name: 'Voir la correction' })
const rowOf = (words: RegExp) => screen.getByText(words).closest('li') as HTMLElement

it.each([
  ['', nobodyIntrudes],
  [' on a page that the browser translates', translator],
  [' on a page where an extension puts elements of its own', extension],
] as const)(
  'a section is chosen, a question answered and corrected in its place, then the next, then the sections again%s',
  async (_, intrude) => {
    connectWindow(world, ana)
    stopIntruder = intrude()
    const { history } = await visit('/entrainement')
    expect(await screen.findByText('2 questions')).toBeTruthy()
    await userEvent.click(screen.getByRole('link', { name: 'Images' }))

    await screen.findByRole('radio', { name: /couches superposées/ })
    expect(document.title).toContain('Question 1 sur 2')
    expect(see().getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByText('Choisissez d’abord une réponse.')).toBeTruthy()
    expect(screen.queryByText(/sans noyau/)).toBeNull()
    await userEvent.click(screen.getByRole('radio', { name: /couches superposées/ }))
    await userEvent.click(see())
    const heading = await screen.findByRole('heading', { name: 'Correction' })
    expect(document.activeElement).toBe(heading)
    expect(screen.getByText('Juste')).toBeTruthy()
    expect(screen.getByText('Une image est une pile de couches, sans noyau.')).toBeTruthy()
    expect(within(rowOf(/couches superposées/)).getByText('Votre réponse')).toBeTruthy()
    expect(screen.queryByRole('radio')).toBeNull()

    await userEvent.click(screen.getByRole('link', { name: 'Question suivante' }))
    await userEvent.click(await screen.findByRole('checkbox', { name: /noyau/ }))
    await userEvent.click(see())
    // Both right answers are shown, and what was said of the one that was ticked.
    expect(await screen.findAllByText('Bonne réponse')).toHaveLength(2)
    expect(within(rowOf(/Le noyau est celui de l’hôte/)).getByText('Votre réponse')).toBeTruthy()
    expect(screen.getByText('Fausse')).toBeTruthy()
    await userEvent.click(screen.getByRole('link', { name: 'Choisir une section' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'S’entraîner' })).toBeTruthy()
    expect(history.at(-1)).toBe('/entrainement')
  },
)

it('without network the answer stays ticked, and goes when the network is back', async () => {
  const network = connectWindow(world, ana)
  await visit('/entrainement/images/1')
  await userEvent.click(await screen.findByRole('radio', { name: /noyau/ }))
  network.isDown = true
  await userEvent.click(see())
  expect(await screen.findByText(/^Le serveur ne répond pas/)).toBeTruthy()
  expect(screen.getByRole('radio', { name: /noyau/ })).toHaveProperty('checked', true)
  network.isDown = false
  await userEvent.click(see())
  expect(await screen.findByText('Fausse')).toBeTruthy()
})

it('a place that is not in the list shows the list', async () => {
  connectWindow(world, ana)
  await visit('/entrainement/images/9')
  expect(await screen.findByRole('link', { name: 'Images' })).toBeTruthy()
})

it('is empty while an exam runs, and says so', async () => {
  const zoe = await world.student({ course, name: 'Zoé Learner' })
  const exam = await makeExam(world, { course })
  await world.db.attempt.updateMany({
    where: { examId: exam.id, studentId: zoe.id },
    data: { status: 'in_progress', startedAt: world.now() },
  })
  connectWindow(world, zoe)
  await visit('/entrainement')
  expect(await screen.findByText('Rien à travailler pour le moment')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Revenir à mes examens' }).getAttribute('href')).toBe('/mes-examens')
})

it('from a result to what is to be read again, then to practising it, one section after the other', async () => {
  const trainer = await world.staff('Nadia', { course, role: 'trainer' })
  // Images: two of three wrong. Réseaux: the only question is missed.
  const exam = await markedExam(world, {
    ...{ course, trainer, keys: ['a', 'a', 'a', 'a'] },
    answers: { 'Eve Learner': ['a', 'b', 'b', 'b'] },
  })
  const sections = ['images', 'images', 'images', 'reseaux']
  for (const [index, id] of exam.questionIds.entries())
    await world.db.examQuestion.update({ where: { id }, data: { section: sections[index] ?? '' } })
  connectWindow(world, exam.students.get('Eve Learner') ?? nobody)

  // Before the release, her statement says nothing of it.
  await visit('/mon-bilan')
  expect(await screen.findByText('Rien n’est encore publié')).toBeTruthy()
  expect(screen.queryByText('À revoir')).toBeNull()
  cleanup()

  await world.ask(trainer, releaseResults, { params: exam.params, body: { what: 'review' } })
  await visit('/mon-bilan')
  expect(await screen.findByRole('heading', { name: 'À revoir' })).toBeTruthy()
  expect(
    screen.getByText(`${exam.title}. La seule question posée sur cette section est manquée (0 sur 1).`),
  ).toBeTruthy()
  cleanup()

  await visit(`/copies/${exam.copies['Eve Learner']}/correction`)
  expect(await screen.findByRole('heading', { name: 'À revoir' })).toBeTruthy()
  expect(screen.getByText('2 questions sur 3 vous ont fait perdre des points (1 sur 3).')).toBeTruthy()
  const [passage] = screen.getAllByText('Relire : Images')
  await userEvent.click(passage as HTMLElement)
  expect(screen.getAllByText('Une image est une pile de couches en lecture seule.')[0]).toBeTruthy()
  expect(screen.getAllByText('une pile de couches', { selector: 'q' }).length).toBeGreaterThan(0)

  await userEvent.click(screen.getByRole('link', { name: 'Réviser ces sections (3 questions)' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Vos sections à revoir' })).toBeTruthy()
  await userEvent.click(screen.getByRole('link', { name: 'Commencer' }))
  const goOn = async (left: string, next: RegExp) => {
    expect(await screen.findByText(left)).toBeTruthy()
    await userEvent.click((await screen.findAllByLabelText(/couches|noyau|fichiers/i))[0] as HTMLElement)
    await userEvent.click(see())
    await userEvent.click(await screen.findByRole('link', { name: next }))
  }
  await goOn('Il reste 3 questions dans 2 sections, celle-ci comprise.', /^Question suivante/)
  await goOn('Il reste 2 questions dans 2 sections, celle-ci comprise.', /^Section suivante\s: Réseaux$/)
  await goOn('Il reste 1 question dans 1 section, celle-ci comprise.', /^Choisir une section/)
  expect(await screen.findByRole('heading', { level: 1, name: 'S’entraîner' })).toBeTruthy()
})

it('all sections are practised one after the other', async () => {
  connectWindow(world, ana)
  const { history } = await visit('/entrainement')
  await userEvent.click(await screen.findByRole('link', { name: 'Toutes les sections à la suite' }))
  expect(await screen.findByText('Il reste 3 questions dans 2 sections, celle-ci comprise.')).toBeTruthy()
  expect(history.at(-1)).toBe('/entrainement/images/1?suite=toutes')
})

it('the mistakes of a released copy are tried again, and corrected without the server', async () => {
  const trainer = await world.staff('Nora', { course, role: 'trainer' })
  const exam = await markedExam(world, {
    ...{ course, trainer, keys: ['a', 'a'] },
    answers: { 'Max Learner': ['a', 'b'] },
  })
  const network = connectWindow(world, exam.students.get('Max Learner') ?? nobody)
  const path = `/copies/${exam.copies['Max Learner']}`
  await visit(`${path}/erreurs`)
  expect(await screen.findByText(/^Les résultats ne sont pas encore publiés/)).toBeTruthy()
  cleanup()
  await world.ask(trainer, releaseResults, { params: exam.params, body: { what: 'review' } })
  await visit(`${path}/correction`)
  await userEvent.click(await screen.findByRole('link', { name: 'Refaire mes erreurs' }))
  expect(await screen.findByText(/^Question 1 sur 1, comme/)).toBeTruthy()
  expect(screen.queryByText('Bonne réponse')).toBeNull()
  const before = network.asked.length
  await userEvent.click(screen.getAllByRole('radio')[0] as HTMLElement)
  await userEvent.click(see())
  expect(await screen.findByText('Bonne réponse')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Terminer' }))
  expect(await screen.findByText(/sur 1 justes cette fois/)).toBeTruthy()
  expect(network.asked.slice(before).filter((one) => one.startsWith('POST'))).toEqual([])
})

it('a mock exam is answered, kept over a reload, handed in and explained', async () => {
  connectWindow(world, ana)
  await visit('/entrainement')
  await userEvent.click(await screen.findByRole('link', { name: 'Examen blanc' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Commencer' }))
  expect(await screen.findByRole('timer')).toBeTruthy()
  expect(screen.queryByText(/sans noyau/)).toBeNull()
  await userEvent.click((await screen.findAllByLabelText(/couches|noyau|fichiers/i))[0] as HTMLElement)
  cleanup()
  await visit('/entrainement/examen-blanc')
  await userEvent.click(await screen.findByRole('button', { name: 'Reprendre celui qui est commencé' }))
  const places = await screen.findByRole('navigation', { name: 'Questions de l’examen blanc' })
  expect(within(places).getAllByText('répondue')).toHaveLength(1)
  await userEvent.click(screen.getByRole('button', { name: 'Rendre' }))
  const dialog = await screen.findByRole('dialog', { name: /^Rendre l’examen blanc/ })
  expect(within(dialog).getByText(/^2 questions sont sans réponse/)).toBeTruthy()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Rendre' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Résultat de l’examen blanc' })).toBeTruthy()
  expect(screen.getAllByText('Une image est une pile de couches, sans noyau.').length).toBeGreaterThan(0)
  expect(sessionStorage.getItem('bareme-mock-exam')).toBeNull()
})

it('an address that names no section to practise lists them all', async () => {
  connectWindow(world, ana)
  await visit('/entrainement?sections=disparue')
  expect(await screen.findByRole('link', { name: 'Images' })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Commencer' })).toBeNull()
})

it('whoever is not signed in is asked for their codes on the spot', async () => {
  connectWindow(world)
  await visit('/entrainement')
  expect(await screen.findByLabelText('Code personnel')).toBeTruthy()
})

it('a student comes in with the code for practice of the course, and no exam', async () => {
  await world.student({ course, name: 'Léa Martin', code: 'K7QF2M8X' })
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const { body } = await world.ask(nadia, openPractice, { params: { courseId: course.id } })
  connectWindow(world, nobody)
  const { history } = await visit('/')
  await userEvent.type(await screen.findByLabelText(/Code de l’examen/), body.code ?? '')
  await userEvent.type(screen.getByLabelText(/Code personnel/), 'K7QF-2M8X')
  await userEvent.keyboard('{Enter}')
  await screen.findByRole('heading', { level: 1, name: 'S’entraîner' })
  expect(history.at(-1)).toBe('/entrainement')
})
