import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Suspense } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer, startAttempt, submitAttempt } from '#contract/attempts/sitting.ts'
import { closeExam } from '#contract/exams/life.ts'
import { contest, setContestationDeadline } from '#contract/grading/contestations.ts'
import { getMyReview, releaseResults } from '#contract/grading/grading.ts'
import type { ExamStatus } from '#core/exams/exam.ts'
import type { WorkingCode } from '#core/scoring/scale.ts'
import { markPending } from '#server/grading/mark-pending.ts'
import { makeExam } from '#test/setup/exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { pageIds } from '#test/setup/page-ids.ts'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import type { MarkedQuestion } from '#web/attempts/review/marked-question.ts'
import { WhyPoints } from '#web/attempts/review/WhyPoints.tsx'
import { MoreText, TextProvider } from '#web/text/text.tsx'

let world: World
let course: { id: string }
let exam: Awaited<ReturnType<typeof makeExam>>
let trainer: Someone
let ana: Someone
let bo: Someone
let params: { courseId: string; examId: string }
beforeAll(async () => {
  await preparePages(
    import('#web/grading/ResultsPage.tsx'),
    import('#web/grading/CopyPage.tsx'),
    import('#web/grading/CorrectionsPage.tsx'),
    import('#web/grading/ContestationsPage.tsx'),
    import('#web/statistics/StatisticsPage.tsx'),
  )
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  ana = await world.student({ course, name: 'Ana Kerdoncuff', group: 'A' })
  bo = await world.student({ course, name: 'Bo Nguyen', group: 'B' })
  await world.student({ course, name: 'Chloé Lefèvre', group: 'A' })
  exam = await makeExam(world, { course, keys: ['a', 'b', 'abc', 'd'], release: { what: 'mark', when: 'by_hand' } })
  params = { courseId: course.id, examId: exam.id }
  connectWindow(world, trainer)
})
afterEach(cleanup)

const device = 'laptop01:page0001'

/** Takes the exam: one answer per question, `''` for a blank. */
async function sit(who: Someone, answers: readonly string[]) {
  const { body } = await world.ask(who, startAttempt, { params: { examId: exam.id }, body: { device } })
  for (const [rank, ticked] of answers.entries()) {
    const questionId = exam.questionIds[rank]
    if (ticked === '' || questionId === undefined) continue
    const tick = {
      choices: pageIds(world, { questionId, letters: ticked.split('') }),
      flagged: false,
      device,
      epoch: 1,
      sequence: rank + 1,
    }
    await world.ask(who, saveAnswer, { params: { attemptId: body.id, questionId }, body: tick })
  }
  world.wait(12)
  await world.ask(who, submitAttempt, { params: { attemptId: body.id } })
  return body.id
}

/** Ana has one right, one wrong, two of three ticked with a wrong one, one blank: 6,67. Bo has everything. */
async function classSat() {
  const anas = await sit(ana, ['a', 'c', 'abd', ''])
  await sit(bo, ['a', 'b', 'abc', 'd'])
  return anas
}
const close = async () => {
  await world.ask(trainer, closeExam, { params })
  await markPending(world.deps, exam.id)
}
const statusNow = async (): Promise<ExamStatus> =>
  (await world.db.exam.findUniqueOrThrow({ where: { id: exam.id } })).status
const openResults = (search = '') => visit(`/cours/${course.id}/examens/${exam.id}/resultats${search}`)
const row = (name: RegExp) => screen.findByRole('row', { name })

describe('the results', () => {
  it('give each mark with its scale, the absent without one, and the figures of the class', async () => {
    const anas = await classSat()
    await close()
    await openResults()
    expect(await row(/Kerdoncuff Ana A rendue 6,67.*20.*1 juste, 1 partielle, 1 fausse 1 12/)).toBeTruthy()
    expect(await row(/Lefèvre Chloé A absent/)).toBeTruthy()
    const line = within(await row(/Kerdoncuff Ana/))
    const ana = await world.db.attempt.findUniqueOrThrow({ where: { id: anas } })
    const hrefs = ['Kerdoncuff Ana', 'rendue'].map((name) => line.getByRole('link', { name }).getAttribute('href'))
    expect(hrefs).toEqual([
      `/cours/${course.id}/etudiants/${ana.studentId}`,
      `/cours/${course.id}/examens/${exam.id}/copies/${anas}`,
    ])
    expect(screen.getByText('Moyenne', { selector: 'dt' }).nextElementSibling?.textContent).toMatch(/^13,3[34]/)
    expect(screen.getByText(/indicatif/)).toBeTruthy()
    expect(screen.getByText(/corrigées, 1 absence/)).toBeTruthy()
  })

  it('are downloaded from the address of the export, as a workbook or as CSV', async () => {
    await classSat()
    await close()
    await openResults()
    const hrefs = (await screen.findAllByText(/^(Excel|CSV pour .*)$/)).map((each) => each.closest('a')?.href)
    expect(hrefs.map((href) => new URL(href ?? '', 'http://localhost').search)).toEqual([
      '?profile=xlsx_fr',
      '?profile=excel_fr',
      '?profile=rfc4180',
    ])
  })

  it('are released as far as the trainer chooses, and taken back from the message', async () => {
    const anas = await classSat()
    await close()
    await openResults()
    await userEvent.click(await screen.findByRole('button', { name: 'Rendre les notes' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText(/2 étudiants verront leur note/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('radio', { name: /Sa note et la correction/ }))
    await userEvent.click(dialog.getByRole('button', { name: 'Rendre les notes' }))
    expect(await screen.findByText(/Chaque étudiant voit sa note, ses réponses/)).toBeTruthy()
    const review = await world.ask(ana, getMyReview, { params: { attemptId: anas } })
    expect(review.body).toMatchObject({ what: 'review', mark: 667 })

    await userEvent.click(await screen.findByRole('button', { name: 'Annuler' }))
    expect(await screen.findByRole('button', { name: 'Rendre les notes' })).toBeTruthy()
    expect(await statusNow()).toBe('closed')
  })

  it('taken back too fast, are released again as they were', async () => {
    await classSat()
    await close()
    await world.ask(trainer, releaseResults, { params, body: { what: 'review' } })
    await openResults()
    await userEvent.click(await screen.findByRole('button', { name: 'Retirer' }))
    await waitFor(async () => expect(await statusNow()).toBe('closed'))
    await userEvent.click(await screen.findByRole('button', { name: 'Annuler' }))
    await waitFor(async () => expect(await statusNow()).toBe('released'))
    expect((await world.db.exam.findUniqueOrThrow({ where: { id: exam.id } })).release).toMatchObject({
      what: 'review',
    })
  })

  it('cannot be released while the exam is open, and say why', async () => {
    await classSat()
    await markPending(world.deps, exam.id)
    await openResults()
    const button = await screen.findByRole('button', { name: 'Rendre les notes' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByText('Fermez d’abord l’examen.')).toBeTruthy()
    await userEvent.click(button)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('keep their filters in the address', async () => {
    await classSat()
    await close()
    const { history } = await openResults('?etat=sous-le-seuil')
    expect(await row(/Kerdoncuff/)).toBeTruthy()
    expect(screen.queryByRole('row', { name: /Nguyen/ })).toBeNull()
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Note' }), 'Sans note')
    expect(await row(/Lefèvre/)).toBeTruthy()
    expect(history?.at(-1)).toMatch(/etat=sans-note/)
  })

  it('show who answered what, question by question: each cell leads to its answer, each heading to a correction', async () => {
    const anas = await classSat()
    await close()
    await openResults('?vue=questions')
    const grid = within(await screen.findByRole('grid', { name: 'Question par question' }))
    const inExam = `/cours/${course.id}/examens/${exam.id}`
    const heading = grid.getByRole('link', { name: 'Corriger la question 2' })
    expect(heading.getAttribute('href')).toBe(`${inExam}/corrections?question=2`)
    const line = within(grid.getByRole('row', { name: /^Kerdoncuff Ana/ }))
    // In words, not in colours alone; the place is that of her own paper.
    const wrong = line.getByRole('link', { name: /Question 2.: fausse, 0 sur 1/ })
    const { paper } = await world.db.attempt.findUniqueOrThrow({ where: { id: anas } })
    const place = paper.findIndex(({ questionId }) => questionId === exam.questionIds[1]) + 1
    expect(wrong.getAttribute('href')).toBe(`${inExam}/copies/${anas}?question=${place}`)
    expect(wrong.textContent).toMatch(/^×/)
    expect(line.getByRole('link', { name: /Question 4.: sans réponse/ })).toBeTruthy()
    // One stop for the Tab key; the arrows move inside, and Enter follows the link.
    const stops = () => grid.getAllByRole('link').filter(({ tabIndex }) => tabIndex === 0)
    expect(stops()).toHaveLength(1)
    act(() => grid.getByRole('link', { name: 'Corriger la question 1' }).focus())
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}{ArrowLeft}')
    expect(document.activeElement).toBe(wrong)
    expect(stops()).toEqual([wrong])
    await userEvent.click(screen.getByRole('radio', { name: 'Points' }))
    expect(line.getByRole('link', { name: /Question 1/ }).textContent).toMatch(/^1/)
    await userEvent.keyboard('{Enter}')
    await userEvent.click(line.getByRole('link', { name: /Question 2/ }))
    await screen.findByRole('heading', { level: 1, name: /Kerdoncuff/ })
    await waitFor(() => expect(document.activeElement?.getAttribute('data-question')).toBe(String(place)))
  })

  it('lead to the contestations that wait, beside what the student answered, and count none once they are answered', async () => {
    const attemptId = await classSat()
    await close()
    await world.ask(trainer, releaseResults, { params, body: { what: 'review' } })
    const until = new Date(world.now().getTime() + 60 * 60_000).toISOString()
    await world.ask(trainer, setContestationDeadline, { params, body: { until } })
    const questionId = exam.questionIds[1] ?? ''
    await world.ask(ana, contest, { params: { attemptId, questionId }, body: { reason: 'C est aussi dans le cours.' } })
    await openResults()
    await userEvent.click(await screen.findByRole('link', { name: 'Voir les contestations (1)' }))
    expect(await screen.findByText(/Sa réponse.: C/)).toBeTruthy()
    expect(screen.getByText(/Bonne réponse.: B/)).toBeTruthy()
    expect(screen.getByText('Accepter aussi C ferait passer sa note de 6,67 à 11,67.')).toBeTruthy()
    const accept = screen.getByRole('link', { name: 'Accepter aussi C' })
    expect(accept.getAttribute('href')).toMatch(/corrections\?question=2&aussi=c$/)
    const results = () => screen.getAllByRole('link', { name: /^Résultats/ })[0]?.textContent
    expect(results()).toBe('Résultats1')
    await userEvent.type(screen.getByLabelText(/Réponse à une contestation/), 'Oui.')
    await userEvent.click(screen.getByRole('button', { name: 'Retenir' }))
    await waitFor(() => expect(results()).toBe('Résultats'))
    // The correction that was offered is ready: another answer accepted, its effect, and that the marks are released.
    await visit(accept.getAttribute('href') ?? '')
    expect(await screen.findByRole<HTMLInputElement>('radio', { name: /^Accepter aussi/ })).toHaveProperty(
      'checked',
      true,
    )
    expect(await screen.findByText(/Notes rendues.: chaque étudiant verra sa nouvelle note aussitôt/)).toBeTruthy()
    const bar = within(screen.getByRole('region', { name: 'Enregistrer la correction' }))
    expect(bar.getByText(/Crée la correction n° 2/)).toBeTruthy()
  })

  it('before any copy, lead to the room', async () => {
    await openResults()
    expect(await screen.findByRole('heading', { name: 'Aucune note pour l’instant' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Surveiller l’examen' })).toBeTruthy()
  })

  it('are not for invigilators', async () => {
    connectWindow(world, await world.staff('Ivan', { course, role: 'invigilator' }))
    await openResults()
    expect(await screen.findByText(/Vous n’avez pas accès/)).toBeTruthy()
  })
})

describe('a copy', () => {
  const openCopy = (id: string, search = '') => visit(`/cours/${course.id}/examens/${exam.id}/copies/${id}${search}`)

  it('explains every point in a sentence, and where the mark comes from', async () => {
    const anas = await classSat()
    await close()
    await openCopy(anas)
    expect(await screen.findByText(/^Réponse exacte.*1 sur 1/)).toBeTruthy()
    expect(screen.getByText(/^Ce n’est pas la bonne réponse.*0 sur 1/)).toBeTruthy()
    expect(screen.getByText(/^2 bonnes réponses cochées, moins 1 mauvaise, sur 3.*1 ÷ 3 de 1, soit 0,33/)).toBeTruthy()
    expect(screen.getByText(/^Sans réponse.*0 sur 1/)).toBeTruthy()
    // The parts are exact and add up to the total, which is rounded once.
    const working = within(screen.getByRole('table', { name: 'D’où vient cette note' }))
    expect(working.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
      'RéponsesPoints',
      '1 juste1,00',
      '1 incomplète0,3333…',
      '1 fausse0,00',
      '1 sans réponse0,00',
      'Total1,3333… / 4',
      'Note sur 20, arrondie6,67 / 20',
    ])
    expect(screen.getByText('1,3333… ÷ 4 × 20, arrondi à 6,67')).toBeTruthy()
    expect(screen.getAllByText('Sa réponse').length).toBe(5)
    expect(screen.queryByText('Votre réponse')).toBeNull()
  })

  it('opened before it is marked, shows its marks by itself once they are made', async () => {
    const anas = await classSat()
    await openCopy(anas)
    await screen.findByRole('heading', { name: 'Cette copie n’a pas de note' })
    await close()
    expect(await screen.findByText(/^Réponse exacte.*1 sur 1/)).toBeTruthy()
  })

  it('asked again after a cut, does not say meanwhile that it has no mark', async () => {
    const anas = await classSat()
    await close()
    const { fetch } = window
    let answer: () => Promise<Response> = () => Promise.reject(new TypeError('Failed to fetch'))
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => (url.endsWith(anas) ? answer() : fetch(url, init)))
    await openCopy(anas)
    const again = await screen.findByRole('button', { name: 'Réessayer' })
    answer = () => new Promise(() => undefined)
    await userEvent.click(again)
    expect(screen.queryByText('Cette copie n’a pas de note')).toBeNull()
  })

  it('shows the mistakes alone, from its address', async () => {
    const anas = await classSat()
    await close()
    await openCopy(anas, '?voir=erreurs')
    expect((await screen.findAllByRole('article')).length).toBe(2)
    expect(screen.queryByText(/^Réponse exacte/)).toBeNull()
  })

  it('tells its history, and leads to its neighbours in the order of the class', async () => {
    const anas = await classSat()
    await close()
    await openCopy(anas)
    const next = await screen.findByRole('link', { name: /Copie suivante,\s*Bo Nguyen/ })
    expect(next.getAttribute('href')).toContain('/copies/')
    expect(screen.queryByRole('link', { name: /Copie précédente/ })).toBeNull()
    const history = within(screen.getByRole('region', { name: 'Historique' }))
    expect(history.getAllByRole('listitem').map(({ textContent }) => textContent?.replace(/^[\d:]+/, ''))).toEqual([
      'Commencée, Ana Kerdoncuff',
      'Rendue, Ana Kerdoncuff',
    ])
  })

  it('without a mark, says why and leads back', async () => {
    const { body } = await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device } })
    await openCopy(body.id)
    expect(await screen.findByRole('heading', { name: 'Cette copie n’a pas de note' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Voir tous les résultats' })).toBeTruthy()
  })
})

it('a question about a document is decided with the document at hand, wherever it is shown', async () => {
  const attemptId = await classSat()
  const [questionId = ''] = exam.questionIds
  const content = [
    { type: 'element' as const, tag: 'p' as const, children: [{ type: 'text' as const, value: 'Port 8080.' }] },
  ]
  const { asked } = await world.db.examQuestion.findUniqueOrThrow({ where: { id: questionId } })
  const context = { id: 'journal', title: 'Le journal', content }
  await world.db.examQuestion.update({ where: { id: questionId }, data: { asked: { ...asked, context } } })
  await close()
  await world.ask(trainer, releaseResults, { params, body: { what: 'review' } })
  const until = new Date(world.now().getTime() + 60 * 60_000).toISOString()
  await world.ask(trainer, setContestationDeadline, { params, body: { until } })
  await world.ask(ana, contest, { params: { attemptId, questionId }, body: { reason: 'Le journal dit 80.' } })
  const inExam = `/cours/${course.id}/examens/${exam.id}`
  for (const page of ['corrections?question=1', 'statistiques?question=1', 'contestations', `copies/${attemptId}`]) {
    await visit(`${inExam}/${page}`)
    const document = await screen.findByRole('region', { name: /Document de la question \d.*Le journal/ })
    expect(document.textContent, page).toContain('Port 8080.')
    cleanup()
  }
})

describe('why a question earned its points', () => {
  const base = {
    type: 'multiple',
    points: 100,
    earned: 0,
    outcome: 'wrong',
    working: { code: 'right_minus_wrong', values: { right: 2, rightTicked: 1, wrongTicked: 1 } },
  } as unknown as MarkedQuestion

  const sentenceOf = async (question: Partial<MarkedQuestion>) => {
    cleanup()
    let container: HTMLElement | undefined
    await act(async () => {
      const view = (
        <Suspense fallback={null}>
          <TextProvider>
            <MoreText part="review">
              <WhyPoints question={{ ...base, ...question }} />
            </MoreText>
          </TextProvider>
        </Suspense>
      )
      container = render(view).container
      await Promise.resolve()
    })
    return container?.textContent?.replaceAll('\u202f', ' ')
  }
  const counted = (code: WorkingCode, right: number, rightTicked: number, wrongTicked: number) => ({
    code,
    values: { right, rightTicked, wrongTicked },
  })

  it.each([
    [
      'as many wrong as right',
      { working: counted('right_minus_wrong', 2, 1, 1) },
      '1 bonne réponse cochée, 1 mauvaise : la différence est nulle. 0 sur 1.',
    ],
    [
      'more wrong than right',
      { working: counted('right_minus_wrong', 2, 0, 2) },
      'Aucune bonne réponse cochée, 2 mauvaises : la différence est négative, ramenée à zéro. 0 sur 1.',
    ],
    [
      'part of the key, nothing wrong',
      { working: counted('right_minus_wrong', 4, 3, 0), earned: 75, outcome: 'partial' as const },
      '3 bonnes réponses cochées, sur 4 : 3 ÷ 4 de 1, soit 0,75.',
    ],
    [
      'all or nothing, not exact',
      { working: counted('right_or_wrong', 2, 1, 0) },
      'Tout ou rien : 1 bonne réponse cochée sur 2. La réponse n’est pas exactement la bonne : 0 sur 1.',
    ],
    [
      'another scale',
      { working: counted('discordance', 3, 2, 1), earned: 20, outcome: 'partial' as const },
      '2 bonnes réponses cochées sur 3 et 1 mauvaise : 0,2 sur 1, selon le barème de l’examen.',
    ],
  ])('%s', async (_what, question, sentence) => {
    expect(await sentenceOf(question)).toBe(sentence)
  })

  it('has a sentence for every working, in every scale', async () => {
    const codes = {
      blank: 0,
      no_key: 0,
      no_maximum: 0,
      several_ticked: 0,
      only_unknown: 0,
      right_or_wrong: 0,
      right_minus_wrong: 0,
      balanced: 0,
      coverage: 0,
      each_choice: 0,
      choice_weights: 0,
      negative: 0,
      discordance: 0,
      indispensable_left_out: 0,
      inacceptable_ticked: 0,
      coherences: 0,
      amc: 0,
      certainty: 0,
      parts: 0,
      pairs: 0,
      longest_run: 0,
    } satisfies Record<WorkingCode, 0>
    for (const code of Object.keys(codes))
      expect(await sentenceOf({ working: { ...base.working, code } }), code).toMatch(/^\S.*\.$/)
  })
})
