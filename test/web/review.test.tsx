import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { releaseResults } from '#contract/grading/grading.ts'
import { extension, nobodyIntrudes, translator } from '#test/setup/intruders.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { loadText } from '#web/text/load.ts'

configure({ asyncUtilTimeout: 15_000 })
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let world: World
beforeAll(async () => {
  await preparePages(
    import('#web/attempts/review/ReviewPage.tsx'),
    loadText('fr', 'student'),
    loadText('en', 'student'),
  )
  world = await createWorld()
})
afterAll(() => world.close())
let stopIntruder: () => void = () => undefined
afterEach(() => {
  stopIntruder()
  cleanup()
  localStorage.clear()
})

const questions = () => screen.getAllByRole('article').length

it.each([
  ['is read, sifted, contested and read in English', nobodyIntrudes],
  ['does the same when the browser translates it', translator],
  ['does the same when an extension puts elements of its own into it', extension],
] as const)('a corrected copy %s', async (_, intrude) => {
  const course = await world.course()
  const trainer = await world.staff('Nadia', { course, role: 'trainer' })
  const answers = { 'Ana Kerdoncuff': ['a', 'c', ''] }
  const exam = await markedExam(world, { course, trainer, keys: ['a', 'b', 'c'], answers })
  await world.ask(trainer, releaseResults, { params: exam.params, body: { what: 'review' } })
  await world.db.exam.update({
    where: { id: exam.id },
    data: { contestableUntil: new Date(world.now().getTime() + 86_400_000) },
  })
  const attemptId = exam.copies['Ana Kerdoncuff'] ?? ''
  connectWindow(world, exam.students.get('Ana Kerdoncuff') as Someone)
  stopIntruder = intrude()
  await visit(`/copies/${attemptId}/correction`)

  await screen.findByRole('heading', { level: 1, name: exam.title })
  await waitFor(() => expect(questions()).toBe(3))
  await userEvent.click(screen.getByRole('radio', { name: /^Mes erreurs/ }))
  await waitFor(() => expect(questions()).toBe(1))
  await userEvent.click(screen.getByRole('radio', { name: /^Sans réponse/ }))
  await waitFor(() => expect(within(screen.getByRole('article')).getByText('Question 3 ?')).toBeTruthy())
  await userEvent.click(screen.getByRole('radio', { name: /^Toutes/ }))
  await waitFor(() => expect(questions()).toBe(3))

  const second = () => within(screen.getAllByRole('article')[1] as HTMLElement)
  await userEvent.click(await second().findByRole('button', { name: 'Contester cette question' }))
  await userEvent.click(second().getByRole('button', { name: 'Annuler' }))
  await userEvent.click(second().getByRole('button', { name: 'Contester cette question' }))
  await userEvent.type(second().getByRole('textbox'), 'Le cours dit c.')
  await userEvent.click(second().getByRole('button', { name: /^Envoyer/ }))
  await waitFor(() => expect(second().queryByRole('textbox')).toBeNull())
  await second().findByText('Le cours dit c.')
  expect(await world.db.contestation.count({ where: { attemptId } })).toBe(1)

  // Every sentence changes at once.
  await userEvent.click(screen.getByRole('button', { name: 'Affichage et langue' }))
  await userEvent.click(screen.getByRole('radio', { name: 'English' }))
  await screen.findByRole('radio', { name: /^My mistakes/ })
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  await userEvent.click(screen.getByRole('radio', { name: /^My mistakes/ }))
  await waitFor(() => expect(questions()).toBe(1))
})
