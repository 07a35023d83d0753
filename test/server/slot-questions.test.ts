import { afterAll, beforeAll, expect, it } from 'vitest'
import * as sittings from '#contract/attempts/sitting.ts'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as who from '#contract/exams/who-sits.ts'
import * as grading from '#contract/grading/grading.ts'
import * as paper from '#contract/grading/paper.ts'
import * as statistics from '#contract/statistics/statistics.ts'
import * as students from '#contract/students/students.ts'
import { clearStage, setStage } from '#server/attempts/rehearsal/stage.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

/** One line the bank fills for both slots, and one of which it has three questions for two slots of two. */
const lines = [
  { difficulty: 'easy' as const, count: 4 },
  { section: 'orchestration', difficulty: 'medium' as const, count: 2 },
]

let world: World
let courseId: string
let nadia: Someone
let params: { courseId: string; examId: string }
const people: Record<string, Someone> = {}
const of = (name: string) => people[name] as Someone

const iso = (minutes: number) => new Date(world.now().getTime() + minutes * 60_000).toISOString()
const slot = (number: number | null, opens: number, groups: string[] = []) => ({
  ...{ number, name: `Vague ${opens}`, room: '', invigilators: '', groups },
  ...{ opensAt: iso(opens), closesAt: iso(opens + 60) },
})
const revision = async () => (await world.ask(nadia, exams.getExam, { params })).body.revision
const draw = async () => (await world.ask(nadia, composition.getDraw, { params })).body
const copyOf = (name: string) =>
  world.db.attempt.findUniqueOrThrow({
    where: { examId_studentId: { examId: params.examId, studentId: of(name).id } },
  })
const frozen = () => world.db.examQuestion.findMany({ where: { examId: params.examId }, orderBy: { position: 'asc' } })
const askedOf = async (name: string) => (await copyOf(name)).paper.map(({ questionId }) => questionId)
const slotsIn = async (ids: readonly string[]) => {
  const rows = new Map((await frozen()).map((row) => [row.id, row.slots]))
  return ids.map((id) => rows.get(id) ?? [])
}
const start = (name: string) =>
  world.ask(of(name), sittings.startAttempt, {
    params: { examId: params.examId },
    body: { device: 'laptop01:page0001' },
  })

beforeAll(async () => {
  world = await createWorld()
  courseId = (await ensureShippedCourse(world.deps)).courseId ?? ''
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  for (const [name, group] of Object.entries({ Ana: 'A', Abel: 'A', Bea: 'B', Bilal: 'B', Bruno: 'B' }))
    people[name] = await world.student({ course: { id: courseId }, name: `${name} Test`, group })
  const { body: exam } = await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'Vagues' } })
  params = { courseId, examId: exam.id }
  // Three questions of the second line are left in the bank.
  const scarce = await world.db.question.findMany({
    where: { courseId, section: 'orchestration' },
    include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
  })
  const medium = scarce.filter(({ versions: [version] }) => version?.content.difficulty === 'medium')
  await world.db.question.updateMany({
    where: { id: { in: medium.slice(3).map(({ id }) => id) } },
    data: { archivedAt: world.now() },
  })
  await world.ask(nadia, exams.updateExam, {
    params,
    body: {
      ...settingsOf(exam),
      blueprint: { questionIds: [], lines },
      limitMinutes: 30,
      ownQuestions: true,
      revision: exam.revision,
    },
  })
}, 120_000)
afterAll(() => world.close())

it('changes nothing for an exam in one slot', async () => {
  const alone = await draw()
  expect(alone.slots).toEqual([])
  expect(alone.questions).toHaveLength(alone.asked)
})

it('draws as many questions for each slot, as hard and worth as much, and says what they share', async () => {
  const before = await draw()
  await world.ask(nadia, who.setSlots, { params, body: { slots: [slot(0, 5), slot(null, 120, ['B'])] } })
  const drawn = await draw()
  expect(drawn.slots.map(({ number }) => number)).toEqual([0, 1])
  expect([drawn.asked, drawn.points, drawn.shortfalls]).toEqual([before.asked, before.points, []])
  const rare = drawn.questions.filter(
    ({ section, difficulty }) => section === 'orchestration' && difficulty === 'medium',
  )
  expect(rare.map(({ slots }) => slots.length).sort()).toEqual([1, 1, 2])
  const easy = drawn.questions.filter(({ difficulty }) => difficulty === 'easy')
  expect(easy.map(({ slots }) => slots.length)).toEqual(Array(8).fill(1))
  // What one copy asks in each slot.
  const seen = async (slotNumber: number) =>
    (await world.ask(nadia, composition.previewExam, { params, query: { copy: 1, slot: slotNumber } })).body.questions
  const [first, second] = [await seen(0), await seen(1)]
  expect([first.length, second.length]).toEqual([6, 6])
  expect(first.filter(({ id }) => second.some((other) => other.id === id))).toHaveLength(1)
})

it('gives every copy the questions of its slot, the same ones to one slot', async () => {
  await world.ask(nadia, life.publishExam, { params, body: { revision: await revision() } })
  const shapes = new Set<string>()
  for (const [name, number] of Object.entries({ Ana: 0, Abel: 0, Bea: 1, Bilal: 1, Bruno: 1 })) {
    const ids = await askedOf(name)
    expect((await slotsIn(ids)).every((slots) => slots.includes(number))).toBe(true)
    const rows = (await frozen()).filter(({ id }) => ids.includes(id))
    shapes.add(JSON.stringify(rows.map(({ content, points }) => [content.difficulty, points]).sort()))
  }
  expect(shapes.size).toBe(1)
  expect((await askedOf('Ana')).toSorted()).toEqual((await askedOf('Abel')).toSorted())
  const others = await askedOf('Bea')
  expect((await askedOf('Ana')).filter((id) => others.includes(id))).toHaveLength(1)
})

it('draws the copy of a student who is moved again, under another code than the printed sheet', async () => {
  const printed = async (name: string) => {
    const sheets = await world.ask(nadia, paper.printPaperCopies, { params, query: {} })
    return sheets.body.copies.find(({ givenName }) => givenName === name)
  }
  const before = await printed('Bilal')
  const moved = { params, body: { studentIds: [of('Bilal').id], slot: 0 } }
  expect((await world.ask(nadia, who.moveCandidates, moved)).status).toBe(200)
  const after = await printed('Bilal')
  expect((await askedOf('Bilal')).toSorted()).toEqual((await askedOf('Ana')).toSorted())
  expect(after?.code).not.toBe(before?.code)
  const typed = { params: { ...params, attemptId: before?.attemptId ?? '' } }
  expect((await world.ask(nadia, paper.getPaperCopy, typed)).status).toBe(404)
  // Nobody else’s copy moved.
  expect((await printed('Bea'))?.code).toBe((await printed('Bea'))?.code)
  const same = await copyOf('Bea')
  await world.ask(nadia, who.moveCandidates, { params, body: { studentIds: [of('Bilal').id], slot: 0 } })
  expect(await copyOf('Bea')).toEqual(same)
})

it('follows a group that changes: no sheet of the former slot is printed, and the start has the questions of the new one', async () => {
  const { body: list } = await world.ask(nadia, students.listStudents, { params: { courseId }, query: {} })
  const bruno = list.students.find(({ id }) => id === of('Bruno').id)
  expect(bruno?.group).toBe('B')
  await world.db.student.update({ where: { id: of('Bruno').id }, data: { group: 'A' } })
  const sheets = await world.ask(nadia, paper.printPaperCopies, { params, query: {} })
  expect(sheets.body.copies.map(({ givenName }) => givenName)).not.toContain('Bruno')
  expect((await world.ask(nadia, paper.listPaperCopies, { params })).body.withoutCopy).toBe(1)
  world.wait(6)
  await world.ask(nadia, life.openExam, { params })
  const started = await start('Bruno')
  expect(started.status).toBe(200)
  expect((await slotsIn(await askedOf('Bruno'))).every((slots) => slots.includes(0))).toBe(true)
  expect((await world.ask(nadia, paper.listPaperCopies, { params })).body.withoutCopy).toBe(0)
})

it('a slot added later asks what the others ask least, and one that is removed leaves its students with theirs', async () => {
  const shown = (await world.ask(nadia, who.getWhoSits, { params })).body.slots
  const kept = shown.map(({ number, name, opensAt, closesAt, room, invigilators, groups }) => ({
    ...{ number, name, opensAt, closesAt, room, invigilators, groups },
  }))
  const added = await world.ask(nadia, who.setSlots, { params, body: { slots: [...kept, slot(null, 240)] } })
  expect(added.status).toBe(200)
  await world.ask(nadia, who.moveCandidates, { params, body: { studentIds: [of('Bea').id], slot: 2 } })
  expect((await slotsIn(await askedOf('Bea'))).every((slots) => slots.includes(2))).toBe(true)
  expect(await askedOf('Bea')).toHaveLength(6)
  await world.ask(nadia, who.setSlots, { params, body: { slots: kept } })
  expect((await slotsIn(await askedOf('Bea'))).every((slots) => slots.includes(1))).toBe(true)
})

it('rehearses the questions of every slot, and draws those of a newcomer from their own', async () => {
  const stage = await setStage(world.deps, { ...params, students: 4 })
  const copies = await world.db.attempt.findMany({ where: { examId: stage.examId } })
  const asked = new Set(copies.flatMap((copy) => copy.paper.map(({ questionId }) => questionId)))
  // Six for each slot, one of which is asked in both.
  expect([copies.length, asked.size]).toEqual([4, 11])
  await clearStage(world.deps, stage)
  people.Bob = await world.student({ course: { id: courseId }, name: 'Bob Late', group: 'B' })
  world.wait(115)
  expect((await start('Bob')).status).toBe(200)
  expect((await slotsIn(await askedOf('Bob'))).every((slots) => slots.includes(1))).toBe(true)
})

it('marks and counts each question among those who were asked it, and says in which slot', async () => {
  await world.ask(nadia, life.closeExam, { params })
  const results = await world.ask(nadia, grading.getResults, { params })
  expect(results.body.rows.filter(({ mark }) => mark !== null)).toHaveLength(2)
  const { body } = await world.ask(nadia, statistics.getStatistics, { params, query: {} })
  const asked = body.items.map(({ slots }) => slots)
  expect(asked.filter((slots) => slots.length === 1)).toHaveLength(10)
  expect(body.slots.map(({ number }) => number)).toEqual([0, 1])
})
