import 'fake-indexeddb/auto'
import type { QueryClient } from '@tanstack/react-query'
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { changeAttempts } from '#contract/attempts/monitor.ts'
import { saveAnswer, startAttempt, submitAttempt } from '#contract/attempts/sitting.ts'
import { closeExam } from '#contract/exams/life.ts'
import { answerContestations, contest, setContestationDeadline } from '#contract/grading/contestations.ts'
import { makeExam } from '#test/setup/exam.ts'
import { visit as openPage, preparePages } from '#test/setup/page.tsx'
import { pageIds } from '#test/setup/page-ids.ts'
import { connectWindow, type Network } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { clearPerson } from '#web/attempts/open-sittings.ts'

/** What a student is told of their copy around its end, and when the room comes back on it. */
let world: World
let network: Network
let course: { id: string }
let ana: Someone
let nadia: Someone
let exam: Awaited<ReturnType<typeof makeExam>>
let attemptId: string
let queryClient: QueryClient
const own = '0123456789abcdef:0000000000000009'

beforeAll(async () => {
  await preparePages(import('#web/attempts/sitting/QuestionPage.tsx'), import('#web/attempts/sitting/ReceiptPage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  localStorage.clear()
  localStorage.setItem('bareme.browser', '0123456789abcdef')
  course = await world.course()
  ana = await world.student({ course, name: 'Ana Kerdoncuff', code: 'ABCD2345' })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  exam = await makeExam(world, { course, keys: ['a', 'b', 'c'] })
  const started = await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device: own } })
  attemptId = started.body.id
  network = connectWindow(world, ana)
})
afterEach(() => {
  clearPerson(queryClient)
  cleanup()
})

async function visit(path: string) {
  const opened = await openPage(path)
  queryClient = opened.queryClient
  return opened
}
const intervene = (intervention: Parameters<typeof world.ask<typeof changeAttempts>>[2]['body']['intervention']) =>
  world.ask(nadia, changeAttempts, {
    params: { courseId: course.id, examId: exam.id },
    body: { reason: 'Incident', intervention },
  })
const save = (question: number, letters: string[], sequence: number) => {
  const questionId = exam.questionIds[question] ?? ''
  const choices = pageIds(world, { questionId, letters })
  const body = { choices, flagged: false, device: own, epoch: 1, sequence }
  return world.ask(ana, saveAnswer, { params: { attemptId, questionId }, body })
}
const tick = async () => {
  const [first] = await within(await screen.findByRole('group', { name: /^Question \d/ })).findAllByRole('radio')
  await waitFor(() => expect((first as HTMLInputElement).matches(':disabled')).toBe(false))
  await userEvent.click(first as HTMLElement)
}
const look = () => act(() => void window.dispatchEvent(new Event('online')))
const line = () => document.querySelector('[data-save]')?.textContent ?? ''

describe('answers that came after the end', () => {
  const lateWords =
    /^1 réponse est arrivée après la fin\. Elle est gardée et ne compte pas encore.: votre formateur décide\.$/
  const said = async () =>
    (await screen.findByText(/après la fin/)).closest('p')?.textContent?.replace(/\s/g, ' ') ?? ''

  it('are told with who decides, with the file of the copy, and the same after a reload', async () => {
    await visit(`/copies/${attemptId}/questions/1`)
    network.isDown = true
    await tick()
    await screen.findByText('Connexion perdue.')
    world.wait(65)
    network.isDown = false
    look()
    await screen.findByRole('heading', { name: 'Temps écoulé, copie rendue' })
    expect(await said()).toMatch(lateWords)
    // Which one, in the receipt, in its message and beside its code as a square of dots.
    expect(screen.getByText(/reçue hors délai.:.question 1/)).toBeTruthy()
    const link = await screen.findByRole('link', { name: 'M’envoyer ce reçu par e-mail' })
    const send = link.getAttribute('href') ?? ''
    const code = document.querySelector('.receipt__code')?.textContent ?? ''
    expect(send).toMatch(/^mailto:\?subject=/)
    expect(decodeURIComponent(send)).toMatch(new RegExp(`${code}[^]*Ana Kerdoncuff[^]*hors délai.:.question 1`))
    await screen.findByRole('img', { name: `Le code du reçu ${code}, à lire par un appareil` })
    const files: string[] = []
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: (blob: Blob) => files.push(`${blob.size}`) && 'blob:x' }),
    )
    await userEvent.click(await screen.findByRole('button', { name: 'Télécharger ma copie' }))
    await waitFor(() => expect(files).toHaveLength(1))

    clearPerson(queryClient)
    cleanup()
    await visit(`/copies/${attemptId}/recu`)
    expect(await said()).toMatch(lateWords)
    await screen.findByRole('button', { name: 'Télécharger ma copie' })
  })

  it('leave at the next visit when the page was closed before they could', async () => {
    await visit(`/copies/${attemptId}/questions/1`)
    network.isDown = true
    await tick()
    await screen.findByText('Connexion perdue.')
    clearPerson(queryClient)
    cleanup()
    world.wait(65)
    network.isDown = false
    await visit(`/copies/${attemptId}/recu`)
    await screen.findByRole('heading', { name: 'Temps écoulé, copie rendue' })
    expect(await said()).toMatch(lateWords)
    expect(await world.db.answerEvent.count({ where: { attemptId, late: true } })).toBe(1)
  })
})

describe('a copy the room comes back on', () => {
  it('voided, shows so at every address, without turning in circles', async () => {
    await save(0, ['a'], 1)
    await intervene({ type: 'void' })
    const { history } = await visit(`/copies/${attemptId}/questions/1`)
    await screen.findByRole('heading', { name: 'Votre copie est annulée' })
    expect(screen.queryByText('Code du reçu')).toBeNull()
    expect(history.length).toBeLessThan(4)
    clearPerson(queryClient)
    cleanup()
    await visit('/mes-examens')
    await userEvent.click(await screen.findByRole('link', { name: /^Voir le reçu de/ }))
    await screen.findByRole('heading', { name: 'Votre copie est annulée' })
  })

  it('reopened, calls its student back from the receipt', async () => {
    await save(0, ['a'], 1)
    await world.ask(ana, submitAttempt, { params: { attemptId } })
    const { history } = await visit(`/copies/${attemptId}/recu`)
    await screen.findByRole('heading', { name: 'Votre copie est rendue' })
    await intervene({ type: 'reopen', minutes: 5 })
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    await screen.findByRole('heading', { name: 'Question 1 sur 3' })
    await screen.findByText('Votre copie est rouverte : vous pouvez continuer.')
    expect(history.at(-1)).toMatch(/questions\/1$/)
    await tick()
    await waitFor(() => expect(line()).toMatch(/^Enregistré à/))
  })

  it('paused, stays readable from question to question where the exam says so, after a reload too', async () => {
    await world.db.exam.update({ where: { id: exam.id }, data: { pauseShows: true } })
    await intervene({ type: 'pause' })
    await visit(`/copies/${attemptId}/questions/1`)
    await screen.findByText('Examen en pause.')
    expect(screen.getAllByText(/^Choix [abcd]$/)).toHaveLength(4)
    await userEvent.click(screen.getByRole('link', { name: 'Continuer' }))
    await screen.findByRole('heading', { name: 'Question 2 sur 3' })
    expect(screen.getAllByText(/^Choix [abcd]$/)).toHaveLength(4)
  })
})

describe('« Mes examens »', () => {
  it('still leads to the receipt once the results are out, and announces the answer to a contestation', async () => {
    await save(0, ['a'], 1)
    await world.ask(ana, submitAttempt, { params: { attemptId } })
    const params = { courseId: course.id, examId: exam.id }
    await world.ask(nadia, closeExam, { params })
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'released' } })
    const until = '2026-12-20T09:00:00.000Z'
    await world.ask(nadia, setContestationDeadline, { params, body: { until } })
    const questionId = exam.questionIds[0] ?? ''
    await world.ask(ana, contest, { params: { attemptId, questionId }, body: { reason: 'Le cours dit b.' } })
    const [one] = await world.db.contestation.findMany({ where: { attemptId } })
    await world.ask(nadia, answerContestations, {
      params,
      body: { contestationIds: [one?.id ?? ''], isUpheld: true, answer: 'Oui.' },
    })
    await visit('/mes-examens')
    await screen.findByText('Une réponse à votre contestation, dans votre copie')
    expect(screen.getByRole('link', { name: /^Voir ma copie de/ })).toBeTruthy()
    expect(screen.getByRole('link', { name: /^Voir le reçu de/ })).toBeTruthy()
  })
})

describe('what is said of a save', () => {
  it('after a reload, is how many answers are there and since when', async () => {
    await save(0, ['a'], 1)
    await save(1, ['b'], 2)
    await visit(`/copies/${attemptId}/questions/1`)
    await screen.findByText(/^2 réponses enregistrées, la dernière à \d\d:\d\d$/)
  })

  it('in the dialog, counts what the server acknowledged, as the receipt does', async () => {
    await save(0, ['a'], 1)
    await visit(`/copies/${attemptId}/questions/2`)
    await screen.findByRole('heading', { name: 'Question 2 sur 3' })
    network.instead = ({ url }) =>
      url.includes('/answers')
        ? new Response('{"code":"cross_site"}', { status: 403, headers: { 'x-bareme': '1' } })
        : undefined
    await tick()
    await screen.findByText('Une réponse n’est pas enregistrée.')
    await userEvent.click(screen.getByRole('link', { name: 'Continuer' }))
    await screen.findByRole('heading', { name: 'Question 3 sur 3' })
    await tick()
    await screen.findByText('2 réponses ne sont pas enregistrées.')
    await userEvent.click(screen.getAllByRole('link', { name: 'Vérifier ma copie' })[0] as HTMLElement)
    await userEvent.click(await screen.findByRole('button', { name: 'Rendre ma copie…' }))
    const dialog = within(await screen.findByRole('dialog', { name: /^Rendre votre copie/ }))
    expect(dialog.getByText(/^réponse enregistrée/).closest('li')?.textContent).toMatch(/^1/)
    expect(dialog.getByText('réponses en attente d’envoi').closest('li')?.textContent).toMatch(/^2/)
    await userEvent.click(dialog.getByRole('button', { name: 'Rendre ma copie' }))
    await dialog.findByText(/La copie n’est pas encore rendue.: 2 réponses ne sont pas enregistrées/)
    dialog.getByRole('button', { name: 'Télécharger ma copie' })

    // The filter lets go: what was said of it goes, and everything is counted.
    network.instead = null
    await waitFor(() => expect(dialog.queryByText(/pas encore rendue/)).toBeNull(), { timeout: 20_000 })
    expect(dialog.getByText(/^réponses enregistrées/).closest('li')?.textContent).toMatch(/^3/)
    await userEvent.click(dialog.getByRole('button', { name: 'Rendre ma copie' }))
    await screen.findByRole('heading', { name: 'Votre copie est rendue' })
    await screen.findByText(/3 réponses sur 3/)
  })

  it('by a browser that writes nothing, is that this page alone has them, with the file at once', async () => {
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    try {
      await visit(`/copies/${attemptId}/questions/1`)
      network.isDown = true
      await tick()
      await screen.findByText(/Ce navigateur n’écrit rien sur cet appareil/)
      expect(line()).toMatch(/Sur cette page seulement/)
      expect(document.body.textContent).not.toMatch(/gardées sur cet appareil/i)
      screen.getByRole('button', { name: 'Télécharger ma copie' })
    } finally {
      IDBObjectStore.prototype.put = put
    }
  })
})

it('a computer that wakes up asks for the time, and does not believe its own meanwhile', async () => {
  await visit(`/copies/${attemptId}/questions/1`)
  await screen.findByRole('heading', { name: 'Question 1 sur 3' })
  await waitFor(() => expect(screen.getByRole('timer').textContent).toMatch(/^(1:00:00|59:\d\d)/))
  const { now } = Date
  const letGo = network.hold(`/api/attempts/${attemptId}/pulse`)
  try {
    // Twenty minutes pass everywhere but for performance.now(), as in a sleep.
    world.wait(20)
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 20 * 60_000)
    await screen.findByText('à vérifier')
    letGo()
    await waitFor(() => expect(screen.getByRole('timer').textContent).toMatch(/^(40:00|39:\d\d)/))
    expect(screen.queryByText('à vérifier')).toBeNull()
  } finally {
    vi.restoreAllMocks()
  }
})
