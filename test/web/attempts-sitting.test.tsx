import { pageIds } from '#test/setup/page-ids.ts'
import 'fake-indexeddb/auto'
import type { QueryClient } from '@tanstack/react-query'
import { act, cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeAttempts } from '#contract/attempts/monitor.ts'
import { sendMessage } from '#contract/attempts/room.ts'
import { getAttempt, saveAnswer, startAttempt, takeOver } from '#contract/attempts/sitting.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import { makeExam } from '#test/setup/exam.ts'
import { extension, nobodyIntrudes, translator } from '#test/setup/intruders.ts'
import { completeWindow, visit as openPage } from '#test/setup/page.tsx'
import { connectWindow, type Network } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { clearPerson } from '#web/attempts/open-sittings.ts'
import { annotationsShown } from '#web/attempts/sitting/clear-annotations.ts'

// A page's code is fetched the first time it is shown.
configure({ asyncUtilTimeout: 20_000 })

let world: World
let network: Network
let course: { id: string }
let ana: Someone
let exam: Awaited<ReturnType<typeof makeExam>>
let queryClient: QueryClient
beforeAll(async () => {
  completeWindow()
  world = await createWorld()
})
afterAll(() => world.close())

beforeEach(async () => {
  localStorage.clear()
  localStorage.setItem('bareme.browser', '0123456789abcdef')
  sessionStorage.clear()
  course = await world.course()
  ana = await world.student({ course, name: 'Ana Kerdoncuff', code: 'ABCD2345' })
  exam = await makeExam(world, { course, keys: ['a', 'b', 'c'] })
  network = connectWindow(world, ana)
})
let stopIntruder: () => void = () => undefined
afterEach(() => {
  stopIntruder()
  clearPerson(queryClient)
  cleanup()
})

async function visit(path: string) {
  const opened = await openPage(path)
  queryClient = opened.queryClient
  return opened
}

/** As a reload does. */
const clearAnnotationsInMemory = () => annotationsShown.clear()

const elsewhere = 'fedcba9876543210:0000000000000001'
const start = async (device: string) =>
  (await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device } })).body.id
const held = async (attemptId: string) =>
  (await world.ask(ana, getAttempt, { params: { attemptId } })).body.answers.map(({ choices, flagged }) => ({
    choices: choices.join(''),
    flagged,
  }))
const saved = () =>
  waitFor(() => expect(document.querySelector('[data-save]')?.getAttribute('data-save')).toBe('saved'))

/** Another page of the student's own browser. */
const own = '0123456789abcdef:0000000000000009'
const choices = async () => within(await screen.findByRole('group', { name: /^Question \d/ })).findAllByRole('radio')

describe('from the door to the receipt', () => {
  it.each([
    ['joins with two codes, starts, answers, checks, submits and keeps the receipt', nobodyIntrudes],
    ['does the same on a page that the browser translates', translator],
    ['does the same on a page where an extension puts elements of its own', extension],
  ] as const)(
    '%s',
    async (_, intrude) => {
      stopIntruder = intrude()
      network.who = { token: '', id: '', name: '' }
      const user = userEvent.setup()
      const { history } = await visit(`/?code=${exam.joinCode}`)
      await user.type(await screen.findByLabelText('Code personnel'), 'abcd2345')
      expect((screen.getByLabelText('Code personnel') as HTMLInputElement).value).toBe('ABCD-2345')
      await user.click(screen.getByRole('button', { name: 'Voir les consignes' }))
      await screen.findByRole('heading', { level: 1, name: exam.title })
      const begin = screen.getByRole('button', { name: 'Commencer l’examen' })
      expect(begin.getAttribute('aria-disabled')).toBe('true')
      await user.click(screen.getByLabelText('J’ai lu les consignes et le barème.'))
      await user.click(screen.getByRole('button', { name: 'Commencer l’examen' }))

      await screen.findByRole('heading', { level: 1, name: 'Question 1 sur 3' })
      expect(document.title).toContain('Question 1 sur 3')
      const [first] = await choices()
      await user.click(first as HTMLElement)
      await saved()
      await user.click(screen.getByRole('button', { name: 'Marquer pour relecture' }))
      await screen.findByRole('button', { name: 'Marquée pour relecture' })
      await user.click(screen.getByRole('link', { name: 'Continuer' }))
      expect(await screen.findByRole('heading', { name: 'Question 2 sur 3' })).toBe(document.activeElement)
      expect(screen.getByRole('link', { name: 'Question 1, répondue, marquée' })).toBeTruthy()

      await user.click(screen.getAllByRole('link', { name: 'Vérifier ma copie' })[0] as HTMLElement)
      await screen.findByRole('heading', { name: 'Vérifier ma copie' })
      expect(screen.getAllByRole('link', { name: 'Répondre à la question 2' })).toHaveLength(2)
      await user.click(screen.getByRole('button', { name: 'Rendre ma copie…' }))
      const dialog = await screen.findByRole('dialog', { name: /^Rendre votre copie/ })
      expect(within(dialog).getByText(/questions sans réponse.:.2 et 3/)).toBeTruthy()
      await user.click(within(dialog).getByRole('button', { name: 'Rendre ma copie' }))
      await screen.findByRole('heading', { name: 'Votre copie est rendue' })
      expect(screen.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}/)).toBeTruthy()
      expect(history.at(-1)).toMatch(/\/recu$/)
      await user.click(screen.getByRole('link', { name: /Mes examens|Retour/ }))
      await screen.findByRole('heading', { level: 1, name: 'Mes examens' })
    },
    60_000,
  )

  it('says the same of a wrong exam code and of a wrong personal code', async () => {
    const user = userEvent.setup()
    await visit('/?code=ZZZZZZ')
    await user.type(await screen.findByLabelText('Code personnel'), 'ABCD2345')
    await user.click(screen.getByRole('button', { name: 'Voir les consignes' }))
    expect((await screen.findAllByText(/Aucun examen ouvert avec ces codes/)).length).toBeGreaterThan(0)
  })
})

it('hides the question during a pause, and fetches it when the exam goes on, on a page opened meanwhile', async () => {
  const attemptId = await start(own)
  const marc = await world.staff('Marc', { course, role: 'invigilator' })
  const act = (intervention: { type: 'pause' } | { type: 'resume' }) =>
    world.ask(marc, changeAttempts, {
      params: { courseId: course.id, examId: exam.id },
      body: { attemptIds: [attemptId], reason: 'alarme', intervention },
    })
  await act({ type: 'pause' })
  await visit(`/copies/${attemptId}/questions/1`)
  await screen.findByRole('heading', { level: 1, name: 'Examen en pause' })
  expect(screen.queryByRole('radio')).toBeNull()
  await act({ type: 'resume' })
  document.dispatchEvent(new Event('visibilitychange'))
  expect((await choices()).length).toBeGreaterThan(1)
})

describe('a student’s own annotations', () => {
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith('bareme.annotations.'))

  it('strike a choice out, highlight a sentence and keep a note by hand and by keys: on the device, never sent', async () => {
    const attemptId = await start(own)
    const sent: string[] = []
    network.instead = ({ body }) => {
      sent.push(body)
      return undefined
    }
    const user = userEvent.setup()
    await visit(`/copies/${attemptId}/questions/1`)
    await user.click(await screen.findByRole('button', { name: 'Annoter' }))
    await user.click(await screen.findByRole('button', { name: 'Barrer la proposition A', pressed: false }))
    await screen.findByRole('button', { name: 'Barrer la proposition A', pressed: true })
    const [first, second] = await choices()
    expect(first?.closest('label')?.textContent).toMatch(/, barrée$/)
    const sentence = screen.getByRole('button', { name: /^Question \d/, pressed: false })
    expect(sentence.getAttribute('aria-describedby')).toBeTruthy()
    sentence.focus()
    await user.keyboard(' ')
    await screen.findByRole('button', { name: /^Question \d/, pressed: true })
    await user.keyboard('{Shift>}B{/Shift}')
    await waitFor(() => expect(second?.closest('label')?.textContent).toMatch(/, barrée$/))
    await user.keyboard('n')
    const note = screen.getByRole('textbox', { name: 'Note personnelle' })
    await waitFor(() => expect(document.activeElement).toBe(note))
    await user.type(note, 'revoir le schéma')
    expect(await held(attemptId)).toEqual([])

    // What is struck out can still be chosen, and stays there from one question to the next and after a reload.
    await user.click(first as HTMLElement)
    await saved()
    cleanup()
    clearAnnotationsInMemory()
    await visit(`/copies/${attemptId}/questions/1`)
    expect(((await screen.findByRole('textbox', { name: 'Note personnelle' })) as HTMLTextAreaElement).value).toBe(
      'revoir le schéma',
    )
    await waitFor(() => expect(document.querySelector('.question__stem mark')?.textContent).toMatch(/^Question \d/))
    expect((await held(attemptId)).length).toBe(1)
    expect(sent.join()).not.toMatch(/revoir|struck|barr/)
  }, 60_000)

  it('are gone from the device once the copy is handed in, and once its student signs out', async () => {
    const attemptId = await start(own)
    const user = userEvent.setup()
    const strike = async () => {
      await user.click(await screen.findByRole('button', { name: 'Annoter' }))
      await user.click(await screen.findByRole('button', { name: 'Barrer la proposition A' }))
      expect(kept()).toEqual([`bareme.annotations.${attemptId}`])
    }
    await visit(`/copies/${attemptId}/questions/1`)
    await strike()
    clearPerson(queryClient)
    await waitFor(() => expect(kept()).toEqual([]))
    cleanup()
    clearAnnotationsInMemory()
    await visit(`/copies/${attemptId}/questions/1`)
    await strike()
    await user.click(screen.getAllByRole('link', { name: 'Vérifier ma copie' })[0] as HTMLElement)
    await user.click(await screen.findByRole('button', { name: 'Rendre ma copie…' }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Rendre ma copie' }))
    await screen.findByRole('heading', { name: 'Votre copie est rendue' })
    expect(kept()).toEqual([])
  }, 60_000)
})

it('shows the document of its questions once, folded as it was left from one question to the next', async () => {
  const { paper } = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id } })
  const words = [{ type: 'text' as const, value: 'services: web' }]
  const context = {
    id: 'compose',
    title: 'Le fichier',
    content: [{ type: 'element' as const, tag: 'p' as const, children: words }],
  }
  for (const { questionId } of paper.slice(0, 2)) {
    const { asked } = await world.db.examQuestion.findUniqueOrThrow({ where: { id: questionId } })
    await world.db.examQuestion.update({ where: { id: questionId }, data: { asked: { ...asked, context } } })
  }
  const attemptId = await start(own)
  const user = userEvent.setup()
  await visit(`/copies/${attemptId}/questions/1`)
  const name = /^Document des questions 1 à 2/
  const document = await screen.findByRole('region', { name })
  expect(document.textContent).toContain('services: web')
  await user.click(within(document).getByText(name))
  await user.click(screen.getByRole('link', { name: /^Continuer/ }))
  await screen.findByRole('heading', { name: /^Question 2/ })
  // The same element: neither read again nor unfolded.
  expect(screen.getByRole('region', { name })).toBe(document)
  expect(document.querySelector('details')?.open).toBe(false)
  await user.click(screen.getByRole('link', { name: /^Continuer/ }))
  await screen.findByRole('heading', { name: /^Question 3/ })
  expect(screen.queryByRole('region', { name })).toBeNull()
})

describe('one screen at a time', () => {
  it('takes the copy over without asking when it is the same browser, with the answers already given', async () => {
    const attemptId = await start(own)
    const [questionId = ''] = exam.questionIds
    await world.ask(ana, saveAnswer, {
      params: { attemptId, questionId },
      body: {
        choices: pageIds(world, { questionId, letters: ['b'] }),
        flagged: true,
        device: own,
        epoch: 1,
        sequence: 7,
      },
    })
    await visit(`/copies/${attemptId}/questions/1`)
    await waitFor(async () =>
      expect((await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })).epoch).toBe(2),
    )
    expect(screen.queryByRole('button', { name: 'Reprendre ici' })).toBeNull()
    expect(screen.getByText('1 sur 3, 1 marquée')).toBeTruthy()
  })

  it('asks first when another browser holds it, locks until then, and loses nothing', async () => {
    const user = userEvent.setup()
    const attemptId = await start(elsewhere)
    await visit(`/copies/${attemptId}/questions/1`)
    const button = await screen.findByRole('button', { name: 'Reprendre ici' })
    const [first] = await choices()
    expect((first as HTMLInputElement).matches(':disabled')).toBe(true)
    // Meanwhile, over there, an answer is given: it must be on this screen once the copy is taken.
    const [questionId = ''] = exam.questionIds
    await world.ask(ana, saveAnswer, {
      params: { attemptId, questionId },
      body: {
        choices: pageIds(world, { questionId, letters: ['b'] }),
        flagged: false,
        device: elsewhere,
        epoch: 1,
        sequence: 3,
      },
    })
    await user.click(button)
    await waitFor(() => expect((first as HTMLInputElement).matches(':disabled')).toBe(false))
    expect(screen.getAllByText('1 sur 3').length).toBeGreaterThan(0)
  })

  it('notices at its next answer that it was overtaken, keeps that answer, and stops', async () => {
    const user = userEvent.setup()
    const attemptId = await start(own)
    await visit(`/copies/${attemptId}/questions/1`)
    const [first] = await choices()
    await user.click(first as HTMLElement)
    await saved()
    await world.ask(ana, takeOver, { params: { attemptId }, body: { device: elsewhere } })
    await user.click(screen.getByRole('button', { name: 'Marquer pour relecture' }))
    await screen.findByText('Examen ouvert ailleurs.')
    expect((first as HTMLInputElement).matches(':disabled')).toBe(true)
    expect((await held(attemptId))[0]?.flagged).toBe(true)
  })
})

describe('when something goes wrong', () => {
  it('says what is kept here while the network is down, and that all is saved once it is back', async () => {
    const user = userEvent.setup()
    const attemptId = await start(own)
    await visit(`/copies/${attemptId}/questions/1`)
    const [first] = await choices()
    network.isDown = true
    await user.click(first as HTMLElement)
    await screen.findByText('Connexion perdue.')
    expect(screen.getByText('1 réponse en attente.')).toBeTruthy()
    expect(screen.queryByText(/^Enregistré à/)).toBeNull()
    network.isDown = false
    await screen.findByText('Connexion rétablie.', undefined, { timeout: 6_000 })
    await saved()
    expect((await held(attemptId)).map((answer) => answer.choices)).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/)])
  })

  it('keeps how sure one is with the answer, offline too, and asks only once there is an answer', async () => {
    const user = userEvent.setup()
    const levels = gardnerMedwin.map((level) => ({ ...level }))
    exam = await makeExam(world, { course, keys: ['a', 'b', 'c'], scale: { kind: 'certainty', levels } })
    const attemptId = await start(own)
    await visit(`/copies/${attemptId}/questions/1`)
    const [first] = await choices()
    const asked = screen.getByRole('group', { name: /^Votre certitude/ })
    const degrees = within(asked).getAllByRole<HTMLInputElement>('radio')
    expect(degrees.map((degree) => [degree.matches(':disabled'), degree.checked])).toEqual(
      Array.from({ length: 3 }, () => [true, false]),
    )
    network.isDown = true
    await user.click(first as HTMLElement)
    await user.click(within(asked).getByRole('radio', { name: 'Moyenne' }))
    // How sure comes before taking the answer back, as it is read.
    const clear = screen.getByRole('button', { name: 'Effacer ma réponse' })
    expect(asked.compareDocumentPosition(clear) & Node.DOCUMENT_POSITION_FOLLOWING).not.toBe(0)
    await screen.findByText('Connexion perdue.')
    // By keyboard, as any group of choices.
    within(asked).getByRole('radio', { name: 'Forte' }).focus()
    await user.keyboard(' ')
    expect(within(asked).getByRole<HTMLInputElement>('radio', { name: 'Forte' }).checked).toBe(true)
    const inList = (name: string) => screen.findByRole('link', { name })
    await inList('Question 1, répondue, pas encore enregistrée')
    await user.click(screen.getAllByRole('link', { name: 'Vérifier ma copie' })[0] as HTMLElement)
    await screen.findByText('A, certitude forte')
    await screen.findByText('Pas encore enregistrée')
    await user.click(screen.getByRole('link', { name: 'Modifier la réponse à la question 1' }))
    network.isDown = false
    await screen.findByText('Connexion rétablie.', undefined, { timeout: 6_000 })
    await saved()
    await inList('Question 1, répondue')
    expect((await held(attemptId)).map((answer) => answer.choices)).toEqual([expect.stringMatching(/^[0-9a-f]{12}~3$/)])
    await user.click(screen.getByRole('button', { name: 'Effacer ma réponse' }))
    await saved()
    await waitFor(async () => expect((await held(attemptId)).map((answer) => answer.choices)).toEqual(['']))
    const shown = within(screen.getByRole('group', { name: /^Votre certitude/ })).getAllByRole<HTMLInputElement>(
      'radio',
    )
    expect(shown.some((degree) => degree.checked)).toBe(false)
  })

  it('signs in again in place after the session ended, and the waiting answer leaves', async () => {
    const user = userEvent.setup()
    const attemptId = await start(own)
    await visit(`/copies/${attemptId}/questions/1`)
    const [first] = await choices()
    network.who = { token: 'x'.repeat(40), id: '', name: '' }
    await user.click(first as HTMLElement)
    const dialog = await screen.findByRole('dialog', { name: 'Reconnectez-vous pour continuer' })
    await user.type(within(dialog).getByLabelText('Code de l’examen'), exam.joinCode)
    await user.type(within(dialog).getByLabelText('Code personnel'), 'ABCD2345')
    await user.click(within(dialog).getByRole('button', { name: 'Se reconnecter' }))
    await saved()
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(await held(attemptId)).toHaveLength(1)
  })

  it('freezes and says why while the exam is paused, its questions left visible, and shows the minutes granted', async () => {
    const user = userEvent.setup()
    await world.db.exam.update({ where: { id: exam.id }, data: { pauseShows: true } })
    const attemptId = await start(own)
    const nadia = await world.staff('Nadia', { course, role: 'invigilator' })
    const intervene = (intervention: { type: 'pause' } | { type: 'resume' } | { type: 'grant'; minutes: number }) =>
      world.ask(nadia, changeAttempts, {
        params: { courseId: course.id, examId: exam.id },
        body: { reason: 'Alerte incendie', intervention },
      })
    await visit(`/copies/${attemptId}/questions/1`)
    const [first] = await choices()
    await intervene({ type: 'pause' })
    act(() => void window.dispatchEvent(new Event('online')))
    await screen.findByText('Examen en pause.')
    expect((first as HTMLInputElement).matches(':disabled')).toBe(true)
    await intervene({ type: 'resume' })
    await intervene({ type: 'grant', minutes: 5 })
    act(() => void window.dispatchEvent(new Event('online')))
    await screen.findByText('+ 5 min accordées.')
    expect((first as HTMLInputElement).matches(':disabled')).toBe(false)
    await user.click(first as HTMLElement)
    await saved()
  })

  it('shows what the room says with the next answer, until it is read', async () => {
    const user = userEvent.setup()
    const attemptId = await start(own)
    const nadia = await world.staff('Nadia', { course, role: 'invigilator' })
    await visit(`/copies/${attemptId}/questions/1`)
    const [first] = await choices()
    const params = { courseId: course.id, examId: exam.id }
    await world.ask(nadia, sendMessage, { params, body: { text: 'Question 3 : lisez « volume ».' } })
    await user.click(first as HTMLElement)
    await screen.findByText(/lisez « volume »/)
    expect(screen.getByText(/^Nadia, 10:00/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'J’ai lu' }))
    await waitFor(() => expect(screen.queryByText(/lisez « volume »/)).toBeNull())
    expect(await world.db.messageReading.count({ where: { attemptId, readAt: { not: null } } })).toBe(1)
  })

  it('tells the room how many answers wait while the server fails, and that none does once they are saved', async () => {
    const user = userEvent.setup()
    const attemptId = await start(own)
    await visit(`/copies/${attemptId}/questions/1`)
    const [first] = await choices()
    const unsynced = async () => (await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })).unsynced
    await world.pool.query(
      `create function too_bad() returns trigger language plpgsql as $$ begin
         raise exception 'full' using errcode = 'disk_full'; end $$;
       create trigger too_bad before insert on "Answer" for each row execute function too_bad()`,
    )
    await user.click(first as HTMLElement)
    act(() => void window.dispatchEvent(new Event('online')))
    await waitFor(async () => expect(await unsynced()).toBe(1), { timeout: 20_000 })
    await world.pool.query('drop function too_bad cascade')
    await saved()
    await waitFor(async () => expect(await unsynced()).toBe(0), { timeout: 20_000 })
  }, 60_000)

  it('goes to the receipt by itself when the time has run out', async () => {
    const attemptId = await start(own)
    await visit(`/copies/${attemptId}/questions/1`)
    await choices()
    world.wait(61)
    act(() => void window.dispatchEvent(new Event('online')))
    await screen.findByRole('heading', { name: 'Temps écoulé, copie rendue' })
  })

  it('does not say « submitted » when the server did not answer', async () => {
    const user = userEvent.setup()
    const attemptId = await start(own)
    await visit(`/copies/${attemptId}/verification`)
    await user.click(await screen.findByRole('button', { name: 'Rendre ma copie…' }))
    network.isDown = true
    await user.click(screen.getByRole('button', { name: 'Rendre ma copie' }))
    await screen.findByText(/La copie n’est pas encore rendue/)
    network.isDown = false
    await user.click(screen.getByRole('button', { name: 'Rendre ma copie' }))
    await screen.findByRole('heading', { name: 'Votre copie est rendue' })
  })
})

describe('by keyboard', () => {
  it('answers keys only inside the question, unless turned on', async () => {
    const user = userEvent.setup()
    const attemptId = await start(own)
    await visit(`/copies/${attemptId}/questions/1`)
    const [first] = await choices()
    await waitFor(() => expect((first as HTMLInputElement).matches(':disabled')).toBe(false))
    ;(document.activeElement as HTMLElement | null)?.blur()
    await user.keyboard('2f')
    expect(await held(attemptId)).toEqual([])
    first?.focus()
    await user.keyboard('2')
    await saved()
    await user.keyboard('f')
    await screen.findByRole('button', { name: 'Marquée pour relecture' })
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}')
    await screen.findByRole('heading', { name: 'Question 2 sur 3' })
    expect((await held(attemptId)).map((answer) => answer.choices)).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/)])
  })
})
