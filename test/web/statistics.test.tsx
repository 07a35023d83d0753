import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { markedExam } from '#test/setup/marked-exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow, type Network } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let trainer: Someone
let network: Network
beforeAll(async () => {
  await preparePages(import('#web/statistics/StatisticsPage.tsx'), import('#web/grading/CorrectionsPage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  network = connectWindow(world, trainer)
})
afterEach(cleanup)

const examOf = (answers: Record<string, readonly string[]>) =>
  markedExam(world, { course, trainer, keys: ['a', 'b'], answers })
const openStatistics = (examId: string, search = '') =>
  visit(`/cours/${course.id}/examens/${examId}/statistiques${search}`)
const completeOnly = () => screen.findByRole('checkbox', { name: 'Copies complètes seulement' })

it('leaves out the copies with a blank, from the address, and says how many', async () => {
  const exam = await examOf({ 'Ana Un': ['a', 'b'], 'Bob Deux': ['a', 'c'], 'Cleo Trois': ['c', ''] })
  const { history } = await openStatistics(exam.id, '?question=2')
  await userEvent.click(await completeOnly())
  await screen.findByText(/^n = 2.*une copie est laissée de côté/)
  expect(history.at(-1)).toContain('question=2&copies=completes')
  // A question opened from here stays among the same copies.
  const first = screen.getByRole('link', { name: /^1\. Question 1/ })
  expect(first.getAttribute('href')).toBe('?question=1&copies=completes#question')

  await userEvent.click(await completeOnly())
  await screen.findByText(/^n = 3.*toutes les copies notées/)
  expect(history.at(-1)).not.toContain('copies')
})

it('says it when no copy is complete, and the way back is there', async () => {
  const exam = await examOf({ 'Ana Un': ['a', ''], 'Bob Deux': ['', 'b'] })
  await openStatistics(exam.id, '?copies=completes')
  await screen.findByText(/^n = 0.*chaque copie a au moins une question sans réponse/)
  expect(screen.queryByRole('table')).toBeNull()
  await userEvent.click(await completeOnly())
  await screen.findByText(/^n = 2.*toutes les copies notées/)
  expect(screen.getAllByRole('table').length).toBeGreaterThan(0)
})

it('tells how many copies are being marked again while a correction is recorded', async () => {
  const exam = await examOf({ 'Ana Un': ['a', 'b'], 'Bob Deux': ['c', 'b'] })
  await visit(`/cours/${course.id}/examens/${exam.id}/corrections?question=1`)
  await userEvent.click(await screen.findByRole('radio', { name: /les points à tous/ }))
  await userEvent.type(screen.getByRole('textbox', { name: /Motif/ }), 'Deux lectures possibles.')
  await vi.waitFor(
    () => {
      const commit = screen.getByRole('button', { name: 'Enregistrer la correction' })
      expect(commit.getAttribute('aria-disabled')).toBeNull()
    },
    { timeout: 20_000 },
  )
  await userEvent.click(screen.getByRole('button', { name: 'Enregistrer la correction' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByRole('status').textContent).toBe('')

  const letGo = network.hold()
  await userEvent.click(dialog.getByRole('button', { name: 'Enregistrer la correction' }))
  await vi.waitFor(() => expect(dialog.getByRole('status').textContent).toBe('Recalcul de 2 copies…'))
  letGo()
  await screen.findByText('Correction n° 2 enregistrée.')
})
