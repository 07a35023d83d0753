import { cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PaperQuestion } from '#core/exams/draw.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import { asColumn } from '#test/setup/as-column.ts'
import { makeExam } from '#test/setup/exam.ts'
import { completeWindow, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { loadText } from '#web/text/load.ts'

configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })

const scale = { kind: 'certainty' as const, levels: gardnerMedwin.map((level) => ({ ...level })) }
let world: World
let here: string
let attemptId: string
let order: string[]
beforeAll(async () => {
  completeWindow()
  const pages = [import('#web/grading/PaperPage.tsx'), import('#web/grading/PaperPrintPage.tsx')]
  await Promise.all([...pages, loadText('fr', 'staff')])
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

/** Three questions of one answer; how sure is asked at all of them but the last on the sheet. */
beforeEach(async () => {
  const course = await world.course()
  const trainer = await world.staff('Nadia', { course, role: 'trainer' })
  await world.student({ course, name: 'Ana Kerdoncuff' })
  const exam = await makeExam(world, { course, status: 'closed', keys: ['a', 'b', 'c'], scale })
  const copy = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id } })
  attemptId = copy.id
  order = (copy.paper as unknown as PaperQuestion[]).map(({ questionId }) => questionId)
  const own = { scale: { kind: 'all_or_nothing' as const } }
  await world.db.examQuestion.update({ where: { id: order[2] ?? '' }, data: own })
  here = `/cours/${course.id}/examens/${exam.id}/papier`
  connectWindow(world, trainer)
})
const cells = () => screen.findAllByRole<HTMLInputElement>('textbox', { name: /^Question/ })
const typed = async () => (await cells()).map(({ value }) => value)
const keptChoices = async (position: number) => {
  const questionId = order[position - 1] ?? ''
  const kept = await world.db.answer.findUnique({ where: { attemptId_questionId: { attemptId, questionId } } })
  return kept?.choices
}

describe('how sure, typed from a sheet', () => {
  it('is a figure after the letter, handed in with it, and there again when the copy is opened again', async () => {
    await visit(`${here}?copie=${attemptId}`)
    expect((await cells()).map((cell) => cell.getAttribute('aria-label'))).toEqual([
      'Question 1, de A à D, certitude de 1 à 3',
      'Question 2, de A à D, certitude de 1 à 3',
      'Question 3, de A à D',
    ])
    expect(screen.getByText(/Sans chiffre, elle compte comme 1\./)).toBeTruthy()
    await userEvent.keyboard('b2d{Enter}a')
    expect(await typed()).toEqual(['B2', 'D', 'A'])
    expect(screen.getByText(/Certitude non indiquée, comptée 1/).textContent).toMatch(/ 2$/)
    await userEvent.click(screen.getByRole('button', { name: 'Rendre la copie' }))
    await screen.findByText(/Copie de Ana Kerdoncuff rendue/)
    expect(await keptChoices(1)).toContain('~2')
    expect((await keptChoices(2))?.filter((id) => id.startsWith('~'))).toEqual([])
    cleanup()
    await visit(`${here}?copie=${attemptId}`)
    await waitFor(async () => expect(await typed()).toEqual(['B2', 'D', 'A']))
  })

  it('is read from the row of figures of a French keyboard, with or without Shift', async () => {
    await visit(`${here}?copie=${attemptId}`)
    const [first, second] = await cells()
    await userEvent.keyboard('b')
    fireEvent.keyDown(first as Element, { key: 'é', code: 'Digit2' })
    await userEvent.keyboard('c')
    fireEvent.keyDown(second as Element, { key: '3', code: 'Digit3', shiftKey: true })
    expect(await typed()).toEqual(['B2', 'C3', ''])
  })

  it('is refused with a sentence beyond 3, before the letters, and where none is asked', async () => {
    await visit(`${here}?copie=${attemptId}`)
    await cells()
    const alert = () => document.querySelector('.paper__fault')?.textContent
    await userEvent.keyboard('2')
    expect(alert()).toMatch(/^Question 1\s: d’abord les lettres, ensuite la certitude\.$/)
    await userEvent.keyboard('b4')
    expect(alert()).toMatch(/^La certitude va de 1 à 3\s: 4 n’en est pas une\.$/)
    await userEvent.keyboard('{End}1')
    expect(alert()).toMatch(/^La question 3 ne demande pas de certitude\s: des lettres seulement\.$/)
    expect(await typed()).toEqual(['B', '', ''])
  })
})

it('a telephone, whose keyboard names no key, writes and erases', async () => {
  await visit(`${here}?copie=${attemptId}`)
  const [first] = await cells()
  const write = (value: string) => fireEvent.change(first as Element, { target: { value } })
  write('b')
  write('B2')
  expect(await typed()).toEqual(['B2', '', ''])
  write('B')
  expect(await typed()).toEqual(['B', '', ''])
  write('')
  expect(await typed()).toEqual(['–', '', ''])
})

describe('the sheet to tick', () => {
  it('has three boxes for how sure, and says what they mean, where it is asked', async () => {
    await visit(`${here}/imprimer?copie=${attemptId}`)
    await screen.findByText(/À droite des lettres, cochez votre certitude\s: 1 faible, 2 moyenne, 3 forte\./)
    const lines = [...document.querySelectorAll('.answer-sheet__line')].map(({ textContent }) => textContent)
    expect(lines).toEqual(['1ABCD123', '2ABCD123', '3ABCD'])
  })

  it('has a line for each part of a question, and room to write an exact answer', async () => {
    const [one = '', two = ''] = order
    const change = async (id: string, asked: object) => {
      const row = await world.db.examQuestion.findUniqueOrThrow({ where: { id } })
      await world.db.examQuestion.update({ where: { id }, data: { asked: asColumn({ ...row.asked, ...asked }) } })
    }
    await change(one, { type: 'matching', parts: [{ id: '1' }, { id: '2' }] })
    await change(two, { type: 'exact_answer', typed: { kind: 'text', case: false }, choices: [] })
    await visit(`${here}/imprimer?copie=${attemptId}`)
    await screen.findByText(/Cochez nettement les cases/)
    const lines = [...document.querySelectorAll('.answer-sheet__line')].map(({ textContent }) => textContent)
    expect(lines).toEqual(['1.1ABCD', '1.2ABCD123', '2123', '3ABCD'])
    expect(document.querySelectorAll('.answer-sheet__words')).toHaveLength(1)
  })

  it('says nothing of it where no question asks', async () => {
    await world.db.examQuestion.updateMany({
      where: { id: { in: order } },
      data: { scale: { kind: 'all_or_nothing' } },
    })
    await visit(`${here}/imprimer?copie=${attemptId}`)
    await screen.findByText(/Cochez nettement les cases/)
    expect(screen.queryByText(/certitude/)).toBeNull()
    expect(document.querySelector('.answer-sheet__line')?.textContent).toBe('1ABCD')
  })
})
