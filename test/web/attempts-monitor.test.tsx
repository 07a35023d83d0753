import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setAttendance } from '#contract/attempts/room.ts'
import { getClock, readMessage, saveAnswer, startAttempt, submitAttempt } from '#contract/attempts/sitting.ts'
import { makeExam } from '#test/setup/exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { pageIds } from '#test/setup/page-ids.ts'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { endsOf, type Live, type MonitorLine, watch, worryOf } from '#web/attempts/monitor/state.ts'

let world: World
let course: { id: string }
let exam: Awaited<ReturnType<typeof makeExam>>
let trainer: Someone
let ana: Someone
let bo: Someone
let chloe: Someone
beforeAll(async () => {
  await preparePages(import('#web/attempts/monitor/MonitorPage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  ana = await world.student({ course, name: 'Ana Kerdoncuff', group: 'A' })
  bo = await world.student({ course, name: 'Bo Nguyen', group: 'B' })
  chloe = await world.student({ course, name: 'Chloé Lefèvre', group: 'A' })
  exam = await makeExam(world, { course })
})
afterEach(cleanup)

const device = 'laptop01:page0001'
const start = async (who: Someone) =>
  (await world.ask(who, startAttempt, { params: { examId: exam.id }, body: { device } })).body.id
const submit = (who: Someone, attemptId: string) => world.ask(who, submitAttempt, { params: { attemptId } })
const attemptOf = (who: Someone) => world.db.attempt.findFirstOrThrow({ where: { examId: exam.id, studentId: who.id } })

async function watchAs(who: Someone, search = '') {
  connectWindow(world, who)
  const page = await visit(`/cours/${course.id}/examens/${exam.id}/surveillance${search}`)
  await screen.findByRole('heading', { level: 1, name: exam.title })
  return page
}
const enabled = (button: HTMLElement) => {
  expect(button).toHaveProperty('disabled', false)
  return button
}
const rowOf = (name: RegExp) => screen.findByRole('row', { name })
const inDialog = () => within(screen.getByRole('dialog'))
const bar = () => within(screen.getByRole('group', { name: 'Agir sur les copies' }))

describe('the cockpit', () => {
  it('shows how far an action on many copies is', async () => {
    const copies = [await start(ana), await start(bo), await start(chloe)]
    const asked = { examId: exam.id, actorId: trainer.id, actorName: 'Nadia', reason: 'Alarme', refused: [] }
    const at = { startedAt: world.now(), seenAt: world.now() }
    const what = { type: 'pause' as const }
    await world.db.intervention.create({ data: { ...asked, ...at, what, copies, isListed: true, done: 2 } })
    await watchAs(trainer)
    const bar = screen.getByRole('progressbar', { name: /En cours\s: Mettre en pause/ })
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['2', '3'])
    expect(screen.getByText(/2\s\/\s3 copies/)).toBeTruthy()
  })

  it('opens with who needs help, then the others by the state of their copy', async () => {
    const first = await start(ana)
    const [questionId = ''] = exam.questionIds
    const tick = {
      choices: pageIds(world, { questionId, letters: ['a'] }),
      flagged: false,
      device,
      epoch: 1,
      sequence: 1,
    }
    await world.ask(ana, saveAnswer, { params: { attemptId: first, questionId }, body: tick })
    await submit(bo, await start(bo))
    world.wait(6)
    // Her page still asks for the time.
    await world.ask(ana, getClock, { params: { attemptId: first } })
    await watchAs(trainer)
    expect(await rowOf(/Kerdoncuff Ana.*Sans réponse depuis 6.*1 sur 3/)).toBeTruthy()
    expect(await rowOf(/Lefèvre Chloé.*Pas commencé/)).toBeTruthy()
    expect(await rowOf(/Nguyen Bo.*Rendue à 10:00/)).toBeTruthy()
    const blocks = screen.getAllByRole('rowheader').map(({ textContent }) => textContent)
    expect(blocks.filter((text) => /^(À regarder|Copies)/.test(text ?? ''))).toEqual([
      'À regarder maintenant 2',
      'Copies fermées 1',
    ])
    expect(screen.getByText(/présents sur 3/).textContent).toBe(
      '2 présents sur 3, 1 en cours, 1 copie rendue, 1 n’a pas commencé.',
    )
  })

  it('says that a page has not been heard, and that somebody noted absent has started', async () => {
    await start(ana)
    const absent = { studentIds: [bo.id, chloe.id], status: 'abi' as const, reason: '' }
    await world.ask(trainer, setAttendance, { params: { courseId: course.id, examId: exam.id }, body: absent })
    world.wait(1)
    await start(bo)
    await watchAs(trainer)
    expect(await rowOf(/Kerdoncuff Ana.*Sans nouvelles depuis 1.min/)).toBeTruthy()
    expect(await rowOf(/Nguyen Bo.*Noté absent, a commencé/)).toBeTruthy()
    // Who is absent is no longer awaited.
    expect(screen.getByText(/présents sur 3/).textContent).toBe(
      '2 présents sur 3, 2 en cours, aucune copie rendue, 1 absent.',
    )
  })

  it('says since when each page was not heard, and puts first who was not for thirty seconds', async () => {
    const bos = await start(bo)
    await start(ana)
    world.wait(20 / 60)
    await world.ask(bo, getClock, { params: { attemptId: bos } })
    world.wait(16 / 60)
    await watchAs(trainer)
    expect(await rowOf(/Kerdoncuff Ana.*Sans nouvelles depuis 36.s.*il y a 36.s/)).toBeTruthy()
    expect(await rowOf(/Nguyen Bo.*il y a 16.s/)).toBeTruthy()
    const rows = screen.getAllByRole('row').map(({ textContent }) => textContent ?? '')
    expect(rows.findIndex((text) => text.includes('Kerdoncuff'))).toBeLessThan(
      rows.findIndex((text) => text.includes('Nguyen')),
    )
  })

  it('says of a copy that it was collected, not handed in', async () => {
    await start(ana)
    await submit(bo, await start(bo))
    await watchAs(trainer)
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choisir Ana Kerdoncuff' }))
    await userEvent.click(bar().getByText('Autres'))
    await userEvent.click(bar().getByRole('button', { name: 'Ramasser' }))
    await userEvent.click(inDialog().getByRole('button', { name: 'A quitté la salle' }))
    await userEvent.click(inDialog().getByRole('button', { name: 'Ramasser' }))
    expect(await rowOf(/Kerdoncuff Ana.*Ramassée à 10:/)).toBeTruthy()
    expect(await rowOf(/Nguyen Bo.*Rendue à 10:/)).toBeTruthy()
    expect(screen.getByText(/présents sur 3/).textContent).toBe(
      '2 présents sur 3, 0 en cours, 1 copie rendue, 1 ramassée, 1 n’a pas commencé.',
    )
  })

  it('offers after the closing only what still makes sense, and leads on to the marks', async () => {
    await start(ana)
    await watchAs(trainer)
    await userEvent.click(await screen.findByRole('button', { name: 'Fermer l’examen' }))
    const closing = within(await screen.findByRole('region', { name: /Fermer l’examen/ }))
    await userEvent.click(closing.getByRole('button', { name: 'Fermer l’examen' }))
    await screen.findByRole('button', { name: 'Rendre les notes' })
    expect(await rowOf(/Kerdoncuff Ana.*Ramassée/)).toBeTruthy()
    await userEvent.click(bar().getByText('Autres'))
    const offered = bar().getAllByRole('button')
    expect(offered.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^Rouvrir/),
      expect.stringMatching(/^Annuler la copie/),
      expect.stringMatching(/^Noter la présence/),
    ])
    expect(screen.queryByRole('heading', { name: 'Messages envoyés' })).toBeNull()
    expect(screen.queryByRole('button', { name: /^\+ 5/ })).toBeNull()
  })

  it('writes about a question, whose number is that of each copy', async () => {
    const anas = await start(ana)
    await watchAs(trainer)
    await userEvent.click(bar().getByText('Autres'))
    await userEvent.click(bar().getByRole('button', { name: 'Écrire un message' }))
    await inDialog().findByRole('option', { name: 'Question 2 ?' })
    await userEvent.selectOptions(inDialog().getByLabelText(/Au sujet de la question/), 'Question 2 ?')
    await userEvent.type(screen.getByLabelText('Message'), 'Lisez « volume ».')
    await userEvent.click(inDialog().getByRole('button', { name: 'Envoyer' }))
    expect(await screen.findByText(/Au sujet de « Question 2 \? »/)).toBeTruthy()
    const { paper } = await attemptOf(ana)
    const { body } = await world.ask(ana, getClock, { params: { attemptId: anas } })
    expect(body.messages).toMatchObject([
      { position: paper.findIndex(({ questionId }) => questionId === exam.questionIds[1]) + 1 },
    ])
  })

  it('pauses the whole class before anybody has started, and lets it go', async () => {
    await watchAs(trainer)
    await userEvent.click(await waitFor(() => enabled(bar().getByRole('button', { name: 'Pause' }))))
    expect(inDialog().getByText(/Qui commence maintenant attend aussi la reprise/)).toBeTruthy()
    // One click writes a reason, which stays editable.
    await userEvent.click(inDialog().getByRole('button', { name: 'Alarme incendie' }))
    await userEvent.type(screen.getByLabelText('Motif'), ', bâtiment B')
    await userEvent.click(inDialog().getByRole('button', { name: 'Mettre en pause' }))
    expect(await screen.findByText(/Toute la classe est en pause depuis/)).toBeTruthy()
    expect(screen.getByText('Alarme incendie, bâtiment B')).toBeTruthy()
    await start(ana)
    expect((await attemptOf(ana)).status).toBe('paused')
    expect(await screen.findByText(/les horloges sont arrêtées/)).toBeTruthy()
    expect(await screen.findByText(/En pause, il reste au plus/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Faire repartir la classe' }))
    await userEvent.type(screen.getByLabelText('Motif'), 'Fin de l’alarme')
    await userEvent.click(inDialog().getByRole('button', { name: 'Faire repartir' }))
    await waitFor(async () => expect((await attemptOf(ana)).status).toBe('in_progress'))
    await waitFor(() => expect(screen.queryByText(/Toute la classe est en pause depuis/)).toBeNull())
  })

  it('tells people of the same name apart by their number', async () => {
    const twin = await world.student({ course, name: 'Ana Kerdoncuff', group: 'B' })
    await world.db.student.update({ where: { id: ana.id }, data: { number: '12' } })
    await world.db.student.update({ where: { id: twin.id }, data: { number: '34' } })
    await watchAs(trainer)
    expect(await rowOf(/Kerdoncuff Ana \(12\)/)).toBeTruthy()
    expect(await rowOf(/Kerdoncuff Ana \(34\)/)).toBeTruthy()
    expect(await screen.findByRole('checkbox', { name: 'Choisir Ana Kerdoncuff (34)' })).toBeTruthy()
    expect(screen.queryByText(/Nguyen.*\(/)).toBeNull()
  })

  it('gives minutes to the chosen one with a reason, and takes them back from the message', async () => {
    await start(ana)
    await start(bo)
    await watchAs(trainer)
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choisir Ana Kerdoncuff' }))
    await userEvent.click(bar().getByRole('button', { name: '+ min' }))
    await userEvent.type(screen.getByLabelText('Motif'), 'Coupure de réseau')
    await userEvent.click(inDialog().getByRole('button', { name: /^Donner 5/ }))
    await waitFor(async () => expect(Number((await attemptOf(ana)).grantsMs)).toBe(300_000))
    expect(Number((await attemptOf(bo)).grantsMs)).toBe(0)
    const event = await world.db.attemptEvent.findFirstOrThrow({ where: { type: 'grant' }, orderBy: { id: 'desc' } })
    expect(event).toMatchObject({ actorName: 'Nadia', reason: 'Coupure de réseau' })

    // The dialog has its own « Annuler »: it is gone once the message is there.
    await screen.findByText(/5.min pour Ana Kerdoncuff/)
    await userEvent.click(await screen.findByRole('button', { name: 'Annuler' }))
    await waitFor(async () => expect(Number((await attemptOf(ana)).grantsMs)).toBe(0))
  })

  it('does nothing without a reason', async () => {
    await start(ana)
    await watchAs(trainer)
    await userEvent.click(bar().getByRole('button', { name: 'Pause' }))
    await userEvent.click(inDialog().getByRole('button', { name: 'Mettre en pause' }))
    expect(screen.getByText(/Écrivez le motif/)).toBeTruthy()
    expect((await attemptOf(ana)).status).toBe('in_progress')
  })

  it('pauses the whole class, who arrived after the last look included', async () => {
    await start(ana)
    await watchAs(trainer)
    await userEvent.click(bar().getByRole('button', { name: 'Pause' }))
    await start(bo)
    await userEvent.type(screen.getByLabelText('Motif'), 'Alarme')
    await userEvent.click(inDialog().getByRole('button', { name: 'Mettre en pause' }))
    await waitFor(async () => expect((await attemptOf(bo)).status).toBe('paused'))
    expect((await attemptOf(ana)).status).toBe('paused')
  })

  it('names the copies that refused, with the reason of each', async () => {
    const anas = await start(ana)
    await start(bo)
    await watchAs(trainer)
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choisir Ana Kerdoncuff' }))
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choisir Bo Nguyen' }))
    await userEvent.click(bar().getByRole('button', { name: 'Pause' }))
    await userEvent.type(screen.getByLabelText('Motif'), 'Alarme')
    await submit(ana, anas)
    await userEvent.click(inDialog().getByRole('button', { name: 'Mettre en pause' }))
    const dialog = await screen.findByRole('dialog', { name: 'Une copie n’a pas été modifiée' })
    expect(within(dialog).getByText(/Kerdoncuff/)).toBeTruthy()
    expect(within(dialog).getByText(/Cette copie est rendue/)).toBeTruthy()
    expect((await attemptOf(bo)).status).toBe('paused')
  })

  it('keeps voiding for trainers, and says so to an invigilator', async () => {
    await start(ana)
    await watchAs(await world.staff('Ivan', { course, role: 'invigilator' }))
    await userEvent.click(bar().getByText('Autres'))
    await waitFor(() => {
      const item = bar().getByRole('button', { name: /Annuler la copie\s*Réservé aux formateurs/ })
      expect(item.getAttribute('aria-disabled')).toBe('true')
    })
  })

  it('keeps its filters in the address, and acts only on whom it shows', async () => {
    await start(ana)
    await start(bo)
    const { history } = await watchAs(trainer)
    await userEvent.click(screen.getByRole('radio', { name: 'B' }))
    await waitFor(() => expect(history?.at(-1)).toMatch(/groupe=B/))
    expect(screen.queryByRole('row', { name: /Kerdoncuff/ })).toBeNull()
    await userEvent.click(bar().getByRole('button', { name: 'Pause' }))
    await userEvent.type(screen.getByLabelText('Motif'), 'Salle B')
    await userEvent.click(inDialog().getByRole('button', { name: 'Mettre en pause' }))
    await waitFor(async () => expect((await attemptOf(bo)).status).toBe('paused'))
    expect((await attemptOf(ana)).status).toBe('in_progress')
  })

  it('finds again what an address says: group and name', async () => {
    await watchAs(trainer, '?recherche=lefevre&groupe=A')
    expect(await rowOf(/Lefèvre Chloé/)).toBeTruthy()
    expect(screen.queryByRole('row', { name: /Kerdoncuff/ })).toBeNull()
    expect(chloe.name).toBe('Chloé Lefèvre')
  })

  it('writes to the chosen one, and shows who has read it', async () => {
    const anas = await start(ana)
    await start(bo)
    await watchAs(trainer)
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choisir Ana Kerdoncuff' }))
    await userEvent.click(bar().getByText('Autres'))
    await userEvent.click(bar().getByRole('button', { name: 'Écrire un message' }))
    await userEvent.click(inDialog().getByRole('button', { name: 'Envoyer' }))
    expect(inDialog().getByText('Écrivez le message.')).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Message'), 'Levez la main.')
    await userEvent.click(inDialog().getByRole('button', { name: 'Envoyer' }))
    expect(await screen.findByText(/Lu par 0 sur 1/)).toBeTruthy()
    expect(screen.getByText(/Pas encore lu par Ana Kerdoncuff/)).toBeTruthy()
    expect(await rowOf(/Kerdoncuff Ana.*message non lu/)).toBeTruthy()
    const { id: messageId } = await world.db.examMessage.findFirstOrThrow({ where: { examId: exam.id } })
    await world.ask(ana, readMessage, { params: { attemptId: anas, messageId } })
    await waitFor(() => expect(screen.queryByText(/Lu par 0 sur 1/)).toBeNull(), { timeout: 20_000 })
  })

  it('notes who is absent, among those who have not started', async () => {
    await start(ana)
    await watchAs(trainer)
    await userEvent.click(bar().getByText('Autres'))
    await userEvent.click(bar().getByRole('button', { name: 'Noter la présence' }))
    const dialog = screen.getByRole('dialog', { name: 'Présence de 2 étudiants' })
    await userEvent.click(within(dialog).getByRole('radio', { name: /Absent, justifié/ }))
    await userEvent.click(within(dialog).getByRole('button', { name: 'Noter' }))
    expect(await rowOf(/Lefèvre Chloé.*Absent, justifié \(ABJ\)/)).toBeTruthy()
    expect(await rowOf(/Nguyen Bo.*Absent, justifié \(ABJ\)/)).toBeTruthy()
    expect(await world.db.attendance.count({ where: { examId: exam.id, status: 'abj' } })).toBe(2)
  })

  it('logs an incident, and the minutes tell it with the acts, ready to be printed', async () => {
    await start(ana)
    await watchAs(trainer)
    await userEvent.type(screen.getByLabelText('Noter un incident'), 'Alarme incendie.')
    await userEvent.click(screen.getByRole('button', { name: 'Noter' }))
    expect(await screen.findByText('Alarme incendie.')).toBeTruthy()
    cleanup()
    await visit(`/cours/${course.id}/examens/${exam.id}/proces-verbal`)
    await screen.findByRole('heading', { level: 1, name: 'Procès-verbal de surveillance' })
    expect(screen.getByText('Alarme incendie.')).toBeTruthy()
    expect(screen.getByText(/1 sur 3 inscrits/)).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Salle'), 'Amphi B')
    await userEvent.click(screen.getByRole('button', { name: 'Enregistrer' }))
    expect(await screen.findByText('Amphi B', { selector: 'dd' })).toBeTruthy()
  })

  it('shows the code of the room when a start asks for one', async () => {
    await world.db.exam.update({ where: { id: exam.id }, data: { roomCode: 'rotating' } })
    await watchAs(trainer)
    const code = await screen.findByText(/^\d{4}$/)
    const asked = { params: { examId: exam.id }, body: { device, roomCode: code.textContent ?? '' } }
    expect((await world.ask(bo, startAttempt, asked)).status).toBe(200)
  })

  it('shows the code large for the projector, and warns that this address stays on this computer', async () => {
    await watchAs(trainer)
    await userEvent.click(await screen.findByRole('button', { name: 'Projeter le code' }))
    const dialog = screen.getByRole('dialog', { name: exam.title })
    expect(within(dialog).getByText(`${exam.joinCode.slice(0, 3)}-${exam.joinCode.slice(3)}`)).toBeTruthy()
    expect(within(dialog).getByText(/ne marche que sur cet ordinateur/)).toBeTruthy()
  })

  it('recognises a receipt, and says when none matches', async () => {
    const { body } = await submit(ana, await start(ana))
    await watchAs(trainer)
    await userEvent.click(screen.getByText('Vérifier un reçu'))
    const field = screen.getByLabelText('Code du reçu')
    await userEvent.type(field, body.code.toLowerCase())
    await userEvent.click(screen.getByRole('button', { name: 'Vérifier' }))
    expect((await screen.findByText(/Copie intacte de/)).textContent).toMatch(/Ana Kerdoncuff/)
    await userEvent.clear(field)
    await userEvent.type(field, 'ZZZZ-ZZZZ')
    await userEvent.click(screen.getByRole('button', { name: 'Vérifier' }))
    expect(await screen.findByText(/Aucune copie de ce cours/)).toBeTruthy()
  })

  it('does not exist for the staff of another course', async () => {
    const other = await world.course('Réseaux')
    connectWindow(world, await world.staff('Otto', { course: other, role: 'owner' }))
    await visit(`/cours/${course.id}/examens/${exam.id}/surveillance`)
    expect(await screen.findByText(/n’existe pas, ou n’est plus accessible/)).toBeTruthy()
  })
})

describe('what is looked at first', () => {
  const now = Date.parse('2026-12-08T10:00:00Z')
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
  const running: MonitorLine = {
    studentId: '1',
    familyName: 'Kerdoncuff',
    givenName: 'Ana',
    group: '',
    slot: 0,
    override: null,
    hasExtraTime: false,
    attemptId: '1',
    status: 'in_progress',
    answeredCount: 10,
    startedAt: ago(20),
    closedAt: null,
    remainingMs: 20 * 60_000,
    lastSavedAt: ago(1),
    heardAt: ago(0),
    deviceCount: 1,
    unsyncedCount: 0,
    unreadCount: 0,
    isPaper: false,
    isCollected: false,
    isRobot: false,
    grantedMinutes: 0,
    cannotReopen: null,
    browser: null,
    browserPass: null,
    attendance: null,
  }
  const alertOf = (line: Partial<MonitorLine>) => {
    const live: Live = {
      examTitle: '',
      examStatus: 'open',
      lockedBrowser: null,
      underWay: null,
      joinCode: '',
      pause: null,
      roomCode: null,
      slots: [],
      timeZone: 'Europe/Paris',
      questionCount: 20,
      serverNow: ago(0),
      attempts: [{ ...running, ...line }],
      receivedAt: 0,
    }
    return watch(live)[0]?.alert
  }

  it.each([
    ['a save a minute ago', {}, null],
    ['four minutes 59 of silence', { lastSavedAt: new Date(now - 299_000).toISOString() }, null],
    ['five minutes of silence', { lastSavedAt: ago(5) }, 'silent'],
    ['five minutes since the start without a save', { startedAt: ago(5), lastSavedAt: null }, 'silent'],
    ['silence with everything answered', { lastSavedAt: ago(15), answeredCount: 20 }, null],
    ['three minutes left with blanks', { remainingMs: 180_000 }, 'time_nearly_over'],
    ['three minutes and a second left', { remainingMs: 181_000 }, null],
    ['three minutes left and nothing blank', { remainingMs: 180_000, answeredCount: 20 }, null],
    ['answers that wait on the device', { unsyncedCount: 2 }, 'unsynced'],
    ['two devices', { deviceCount: 2 }, 'second_device'],
    ['29 seconds without a word from the page', { heardAt: new Date(now - 29_000).toISOString() }, null],
    ['30 seconds without a word', { heardAt: new Date(now - 30_000).toISOString(), answeredCount: 20 }, 'unreachable'],
    ['somebody noted absent who has started', { attendance: 'abi' }, 'was_absent'],
    ['a pause', { status: 'paused' }, 'paused'],
    ['a copy handed in long ago', { status: 'submitted', lastSavedAt: ago(50) }, null],
  ] as const)('%s', (_what, line, alert) => {
    expect(alertOf(line)).toBe(alert)
  })

  it('worries of a page that is not heard at fifteen seconds, and more at thirty', () => {
    expect([0, 14_999, 15_000, 29_999, 30_000].map(worryOf)).toEqual(['none', 'none', 'warn', 'warn', 'bad'])
  })

  it('shows the clocks of a paused class as they stand, and of those who run when some do', () => {
    const paused = { ...running, status: 'paused' as const, remainingMs: 600_000 }
    expect(endsOf([paused, { ...paused, remainingMs: 900_000 }])).toEqual({
      ...{ first: 600_000, last: 900_000, isPaused: true },
    })
    expect(endsOf([paused, running])).toEqual({ first: 1_200_000, last: 1_200_000, isPaused: false })
    expect(endsOf([])).toBeNull()
  })

  it('does not call a whole class that has not begun', () => {
    expect(alertOf({ status: 'ready', startedAt: null, lastSavedAt: null })).toBeNull()
  })
})
