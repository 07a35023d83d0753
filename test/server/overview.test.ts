import { afterAll, beforeAll, expect, it } from 'vitest'
import { getOverview } from '#contract/exports/overview.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const bareExam = {
  ...{ title: 'QCM final', joinCode: 'OVERVW', limitMinutes: 40, seed: 's', scale: asColumn({}) },
  blueprint: { questionIds: [], lines: [{ count: 20 }] },
  markRule: { outOf: 2000, grain: 25 as const, rounding: 'nearest' as const },
  release: { what: 'mark' as const, when: 'by_hand' as const },
}

it('follows a course from its first day to its marks', async () => {
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const params = { courseId: course.id }
  const overview = async () => (await world.ask(nadia, getOverview, { params })).body
  const todo = async () => (await overview()).nextSteps.map(({ kind }) => kind)

  expect(await overview()).toMatchObject({
    nextSteps: [{ kind: 'import_class' }, { kind: 'write_questions' }],
    story: { access: 'done', class: 'current', exam: 'todo' },
    counts: { people: 1, students: 0, questions: 0, exams: 0, teams: 0, gradedTeams: 0 },
    nextExam: null,
    currentExamId: null,
  })

  const ana = await world.student({
    course,
    name: 'Ana Roy',
    extraTime: { kind: 'ratio', numerator: 4, denominator: 3 },
  })
  await world.student({ course, name: 'Léo Petit', code: 'ABCDEFGH' })
  await world.db.question.create({ data: { courseId: course.id, key: 'q', section: 's' } })
  expect(await todo()).toEqual(['compose_exam'])

  const opensAt = new Date(world.now().getTime() + 3_600_000)
  const { id } = await world.db.exam.create({ data: { ...bareExam, courseId: course.id, opensAt } })
  const withDraft = await overview()
  expect(withDraft.nextSteps).toEqual([
    { kind: 'give_codes', count: 1 },
    {
      kind: 'publish_exam',
      exam: { id, title: 'QCM final', opensAt: opensAt.toISOString(), timeZone: 'Europe/Paris' },
    },
  ])
  expect(withDraft.nextExam).toMatchObject({ id, questionCount: 20, studentCount: 2, extendedMinutes: [54] })

  await world.db.student.update({ where: { id: ana.id }, data: { codeHash: new Uint8Array([1]) } })
  await world.db.exam.update({ where: { id }, data: { status: 'open' } })
  const startedAt = world.now()
  const attempt = await world.db.attempt.create({
    data: { examId: id, studentId: ana.id, status: 'in_progress', seed: 's', paper: [], startedAt },
  })
  const open = await overview()
  expect(open.nextSteps).toMatchObject([{ kind: 'watch_exam', exam: { startedCount: 1, runningCount: 1 } }])
  expect(open).toMatchObject({ currentExamId: id, story: { sitting: 'current' }, markedExam: null })

  await world.db.exam.update({ where: { id }, data: { status: 'closed' } })
  await world.db.attempt.update({ where: { id: attempt.id }, data: { status: 'submitted', closedAt: startedAt } })
  expect(await todo()).toEqual(['mark_exam', 'set_final'])
  await world.db.attempt.update({ where: { id: attempt.id }, data: { markedAt: startedAt } })
  const closed = await overview()
  expect(closed.nextSteps.map(({ kind }) => kind)).toEqual(['release_exam', 'set_final'])
  expect(closed).toMatchObject({ nextExam: null, markedExam: { id }, story: { sitting: 'done', marks: 'current' } })
})

it('tells an invigilator about the room only, and nothing to anybody else', async () => {
  const course = await world.course()
  const paul = await world.staff('Paul', { course, role: 'invigilator' })
  const zoe = await world.staff('Zoé', { course: await world.course('Réseaux'), role: 'owner' })
  await world.db.auditLine.create({
    data: { courseId: course.id, actorName: 'Nadia', action: 'exam.create', subject: 'exam:1' },
  })
  const params = { courseId: course.id }
  const ask = (who: Someone) => world.ask(who, getOverview, { params })
  expect((await ask(paul)).body).toMatchObject({ nextSteps: [], journal: [] })
  expect((await ask(zoe)).status).toBe(404)
  expect((await ask(nobody)).status).toBe(401)
})
