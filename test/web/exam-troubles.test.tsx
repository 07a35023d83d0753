import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { runJobs } from '#server/jobs.ts'
import { makeExam } from '#test/setup/exam.ts'
import { take } from '#test/setup/marked-exam.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let course: { id: string }
let trainer: Someone
let exam: Awaited<ReturnType<typeof makeExam>>
let attemptId: string
beforeAll(async () => {
  await preparePages(import('#web/exams/ExamPage.tsx'), import('#web/grading/CopyJournalPage.tsx'))
  world = await createWorld()
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  const ana = await world.student({ course, name: 'Ana Un' })
  exam = await makeExam(world, { course, keys: ['a'] })
  attemptId = await take(world, { who: ana, exam, ticked: ['a'] })
  await world.db.exam.update({ where: { id: exam.id }, data: { status: 'closed', closedAt: world.now() } })
  connectWindow(world, trainer)
})
afterAll(() => world.close())
afterEach(cleanup)

const silent = { error: () => undefined }
const place = () => `/cours/${course.id}/examens/${exam.id}`

it('an exam that cannot be marked says so on its page, with what to do, until it can', async () => {
  const rule = { outOf: 2000, grain: 1, rounding: 'nearest' }
  await world.db.exam.update({ where: { id: exam.id }, data: { markRule: asColumn({ ...rule, grain: 0 }) } })
  await runJobs(world.deps, silent)
  await visit(place())
  const said = await screen.findByText(/ne peuvent pas être corrigées/)
  const notice = said.closest('[role="status"]')
  expect(notice?.textContent).toMatch(/Les autres examens continuent/)
  expect(notice?.textContent).toContain(exam.id)
  cleanup()
  await world.db.exam.update({ where: { id: exam.id }, data: { markRule: asColumn(rule) } })
  world.wait(1)
  await runJobs(world.deps, silent)
  await visit(place())
  await screen.findByRole('heading', { level: 1 })
  expect(screen.queryByText(/ne peuvent pas être corrigées/)).toBeNull()
})

it('the journal of a copy is turned page by page, from the keyboard', async () => {
  await world.pool.query(
    `insert into "AnswerEvent" ("attemptId", device, sequence, epoch, "questionId", choices, "receivedAt")
     select $1, 'another1:page', 100 + n, 1, $2, '{a}', $3::timestamptz + n * interval '1 second'
     from generate_series(1, 450) n`,
    [attemptId, exam.questionIds[0], world.now()],
  )
  const { history } = await visit(`${place()}/copies/${attemptId}/journal`)
  const pages = within(await screen.findByRole('navigation', { name: 'Pages du journal' }))
  expect(pages.getByRole('status').textContent).toBe('Page 1 sur 3')
  expect(screen.getAllByRole('row')).toHaveLength(201)
  const next = pages.getByRole('link', { name: 'Plus récents' })
  next.focus()
  await userEvent.keyboard('{Enter}')
  await screen.findByText('Page 2 sur 3')
  expect(history.at(-1)).toMatch(/\?page=2$/)
  expect(screen.getByRole('link', { name: 'Plus anciens' })).toBeTruthy()
})
