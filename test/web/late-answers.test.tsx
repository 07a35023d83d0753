import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { saveAnswer, startAttempt } from '#contract/attempts/sitting.ts'
import { runJobs } from '#server/jobs.ts'
import { makeExam } from '#test/setup/exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { pageIds } from '#test/setup/page-ids.ts'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  await preparePages(import('#web/grading/CopyJournalPage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

const device = 'laptop01:page0001'

it('shows every save as it came, and lets the trainer accept one late answer and refuse the other', async () => {
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const ana = await world.student({ course, name: 'Ana Kerdoncuff' })
  const exam = await makeExam(world, { course, minutes: 30, keys: ['a', 'b'] })
  const started = await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device } })
  const attemptId = started.body.id
  const save = (questionId = '', choices: string[], sequence: number) =>
    world.ask(ana, saveAnswer, {
      params: { attemptId, questionId },
      body: { choices: pageIds(world, { questionId, letters: choices }), flagged: false, device, epoch: 1, sequence },
    })
  await save(exam.questionIds[0], ['d'], 1)
  world.wait(33)
  await save(exam.questionIds[0], ['a'], 2)
  await save(exam.questionIds[1], ['b'], 3)
  await runJobs(world.deps)

  connectWindow(world, nadia)
  const at = `/cours/${course.id}/examens/${exam.id}`
  await visit(`${at}/resultats`)
  await userEvent.click(await screen.findByRole('link', { name: 'Ana Kerdoncuff (2)' }))
  await screen.findByRole('heading', { level: 1, name: 'Journal de la copie' })
  expect(screen.getAllByRole('row', { name: /hors délai, à décider/ })).toHaveLength(2)
  const form = within(screen.getByRole('region', { name: /2 réponses hors délai/ }))
  await userEvent.click(form.getByRole('button', { name: 'Tout accepter' }))
  expect(form.getByText(/Écrivez le motif/)).toBeTruthy()
  expect(await world.db.lateDecision.count()).toBe(0)

  const [first] = form.getAllByRole('checkbox')
  await userEvent.click(first as HTMLElement)
  await userEvent.type(form.getByLabelText('Motif'), 'Panne constatée')
  await userEvent.click(form.getByRole('button', { name: 'Accepter la réponse choisie' }))
  expect((await screen.findByText(/Réponses acceptées, une question change/)).textContent).toMatch(/0,00 → 10,00/)
  await screen.findByRole('region', { name: /Une réponse hors délai/ })
  await userEvent.type(screen.getByLabelText('Motif'), 'Trop tard')
  await userEvent.click(screen.getByRole('button', { name: 'Tout refuser' }))
  await waitFor(() => expect(screen.queryByRole('region', { name: /hors délai attend/ })).toBeNull())
  expect(screen.getByRole('row', { name: /hors délai, acceptée.*Nadia.*Panne constatée/ })).toBeTruthy()
  expect(screen.getByRole('row', { name: /hors délai, refusée.*Nadia.*Trop tard/ })).toBeTruthy()
  expect(screen.getByText('Réponses hors délai acceptées')).toBeTruthy()
})
