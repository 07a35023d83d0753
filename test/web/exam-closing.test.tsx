import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { startAttempt } from '#contract/attempts/sitting.ts'
import { getExam } from '#contract/exams/exams.ts'
import { makeExam } from '#test/setup/exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { addressOf, queryKeyOf } from '#web/api.ts'

let world: World
beforeAll(async () => {
  await preparePages()
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

const third = { kind: 'ratio' as const, numerator: 4, denominator: 3 }
const asked = (name: RegExp) => within(screen.getByRole('region', { name }))

it('closes an exam knowing who still writes, and takes the closing back', async () => {
  const course = await world.course()
  const trainer = await world.staff('Nadia', { course, role: 'trainer' })
  const students: Someone[] = [
    await world.student({ course, name: 'Ana Un' }),
    await world.student({ course, name: 'Bo Deux', extraTime: third }),
    await world.student({ course, name: 'Cleo Trois' }),
  ]
  const exam = await makeExam(world, { course })
  for (const student of students.slice(0, 2))
    await world.ask(student, startAttempt, { params: { examId: exam.id }, body: { device: 'laptop01:page0001' } })
  const network = connectWindow(world, trainer)
  const params = { courseId: course.id, examId: exam.id }
  const { queryClient } = await visit(`/cours/${course.id}/examens/${exam.id}`)
  const statusOf = async () => (await world.db.exam.findUniqueOrThrow({ where: { id: exam.id } })).status
  const running = () => world.db.attempt.count({ where: { examId: exam.id, status: 'in_progress' } })

  // The question comes whole: counts that came later would move its buttons under the pointer.
  const letCountsCome = network.hold(addressOf(monitorExam, { params }))
  await userEvent.click(await screen.findByRole('button', { name: 'Fermer l’examen' }))
  const closing = /Fermer l’examen pour tous/
  expect(screen.queryByRole('region', { name: closing })).toBeNull()
  letCountsCome()
  // There, in the page: no dialog.
  await screen.findByRole('region', { name: closing })
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement?.textContent).toMatch(closing)
  expect(asked(closing).getByText(/écrivent encore/).textContent).toMatch(/^2 personnes écrivent encore/)
  expect(asked(closing).getByText(/Il reste du temps majoré à l’une d’elles/)).toBeTruthy()
  expect(asked(closing).getByText('Une personne n’a pas commencé.')).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('region', { name: closing })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Fermer l’examen' }))
  await screen.findByRole('region', { name: closing })
  // What was asked before the closing, and answered after it, does not say « open » again.
  const letItCome = network.hold(addressOf(getExam, { params }))
  const late = queryClient.refetchQueries({ queryKey: queryKeyOf(getExam, { params }) })
  await waitFor(() => expect(network.asked.filter((one) => one.endsWith(exam.id))).toHaveLength(2))
  await userEvent.click(asked(closing).getByRole('button', { name: 'Fermer l’examen' }))
  await waitFor(async () => expect(await statusOf()).toBe('closed'))
  await screen.findByText(/^Fermé/)
  letItCome()
  await late
  expect(screen.getByText(/^Fermé/)).toBeTruthy()
  await waitFor(async () => expect(await running()).toBe(0))

  await userEvent.click(await screen.findByText('Autres actions'))
  await userEvent.click(await screen.findByRole('button', { name: 'Annuler la fermeture' }))
  await userEvent.click(asked(/Annuler la fermeture de l’examen/).getByRole('button', { name: 'Annuler la fermeture' }))
  expect(asked(/Annuler la fermeture de l’examen/).getByText(/Écrivez le motif/)).toBeTruthy()
  await userEvent.type(asked(/Annuler la fermeture de l’examen/).getByLabelText('Motif'), 'Fermé trop tôt')
  await userEvent.click(asked(/Annuler la fermeture de l’examen/).getByRole('button', { name: 'Annuler la fermeture' }))
  await waitFor(async () => expect(await statusOf()).toBe('open'))
  await waitFor(async () => expect(await running()).toBe(2))
})

it('saves the access to the room as it is set, and says at its field what cannot be read', async () => {
  const course = await world.course()
  const trainer = await world.staff('Nadia', { course, role: 'trainer' })
  const exam = await makeExam(world, { course })
  connectWindow(world, trainer)
  await visit(`/cours/${course.id}/examens/${exam.id}`)
  const kept = () => world.db.exam.findUniqueOrThrow({ where: { id: exam.id } })
  await userEvent.click(await screen.findByRole('radio', { name: /^Tournant/ }))
  await waitFor(async () => expect((await kept()).roomCode).toBe('rotating'))
  await userEvent.type(screen.getByLabelText(/Réseaux autorisés/), 'salle 12')
  await userEvent.tab()
  await waitFor(() => expect(screen.getByLabelText(/Réseaux autorisés/).getAttribute('aria-invalid')).toBe('true'))
  expect((await kept()).networks).toEqual([])
  await userEvent.clear(screen.getByLabelText(/Réseaux autorisés/))
  await userEvent.type(screen.getByLabelText(/Réseaux autorisés/), '192.0.2.0/24')
  await userEvent.tab()
  await waitFor(async () => expect((await kept()).networks).toEqual(['192.0.2.0/24']))
})
