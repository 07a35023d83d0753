import { afterAll, beforeAll, expect, it } from 'vitest'
import * as blueprints from '#contract/exams/blueprints.ts'
import * as composition from '#contract/exams/composition.ts'
import * as examDraft from '#contract/exams/exam-draft.ts'
import * as exams from '#contract/exams/exams.ts'
import { proposeExam, suggestedCount } from '#core/exams/exam-proposal.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let params: { courseId: string }
let nadia: Someone
let claire: { who: Someone; params: { courseId: string } }
beforeAll(async () => {
  world = await createWorld()
  const courseId = (await ensureShippedCourse(world.deps)).courseId ?? ''
  params = { courseId }
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  const other = await world.course('Autre cours')
  claire = { who: await world.staff('Claire', { course: other, role: 'owner' }), params: { courseId: other.id } }
}, 90_000)
afterAll(() => world.close())

const plan = {
  questionIds: ['reg-couche-deja-la'],
  lines: [
    { count: 2, section: 'compose', level: 'apply' as const },
    { count: 1, type: 'true_false' as const },
  ],
}
const kept = async () => (await world.ask(nadia, blueprints.listBlueprints, { params })).body.blueprints

it('keeps plans under a name, replaces one under the same name, forgets one', async () => {
  const keep = (name: string, blueprint: typeof plan) =>
    world.ask(nadia, blueprints.keepBlueprint, { params, body: { name, blueprint } })
  const first = (await keep('Décembre', plan)).body
  expect(first).toMatchObject({ name: 'Décembre', questions: 4, blueprint: plan })
  await keep('Rattrapage', { ...plan, questionIds: [] })
  await keep('Décembre', { ...plan, lines: [] })
  expect((await kept()).map(({ name, questions }) => [name, questions])).toEqual([
    ['Décembre', 1],
    ['Rattrapage', 3],
  ])
  const theirs = { ...claire.params, blueprintId: first.id }
  expect((await world.ask(claire.who, blueprints.deleteBlueprint, { params: theirs })).status).toBe(404)
  expect((await world.ask(claire.who, blueprints.listBlueprints, { params: claire.params })).body.blueprints).toEqual(
    [],
  )
  await world.ask(nadia, blueprints.deleteBlueprint, { params: { ...params, blueprintId: first.id } })
  expect((await kept()).map(({ name }) => name)).toEqual(['Rattrapage'])
})

it('draws by level and type, after the questions that must be there', async () => {
  const { body: exam } = await world.ask(nadia, exams.createExam, { params, body: { title: 'QCM' } })
  const { id, revision } = exam
  const draft = Object.fromEntries(
    Object.keys(examDraft.examDraft.shape).map((name) => [name, exam[name as keyof typeof exam]]),
  ) as examDraft.ExamDraft
  const body = { ...draft, blueprint: plan, revision }
  await world.ask(nadia, exams.updateExam, { params: { ...params, examId: id }, body })
  const { body: draw } = await world.ask(nadia, composition.getDraw, { params: { ...params, examId: id } })
  expect([draw.wanted, draw.shortfalls]).toEqual([4, []])
  expect(draw.questions[0]?.key).toBe('reg-couche-deja-la')
  expect(draw.questions.slice(1, 3).map(({ section, level }) => [section, level])).toEqual([
    ['compose', 'apply'],
    ['compose', 'apply'],
  ])
  expect(draw.questions[3]?.type).toBe('true_false')

  // Its booklet: the order of the previewed copy, the key only when it is asked for.
  const print = async (key: 'with' | 'without') =>
    (await world.ask(nadia, composition.getBooklet, { params, query: { exam: id, key } })).body
  const [bare, full] = [await print('without'), await print('with')]
  const { body: copy } = await world.ask(nadia, composition.previewExam, {
    params: { ...params, examId: id },
    query: {},
  })
  expect(bare.questions.map(({ stem }) => stem)).toEqual(copy.questions.map(({ stem }) => stem))
  expect(bare.questions.map(({ choices }) => choices.map((choice) => choice.id))).toEqual(
    copy.questions.map(({ choices }) => choices.map((choice) => choice.id)),
  )
  expect(
    bare.questions.every(
      ({ explanation, choices }) => explanation === null && choices.every(({ correct }) => correct === null),
    ),
  ).toBe(true)
  expect(full.questions.every(({ choices }) => choices.some(({ correct }) => correct))).toBe(true)
  expect([full.title, full.limitMinutes]).toEqual(['QCM', 40])
})

it('proposes an exam that covers every section and is drawn as it says', async () => {
  const { body: supply } = await world.ask(nadia, composition.getExamSupply, { params })
  const practice = await world.db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from "QuestionVersion" v join "Question" q on q.id = v."questionId"
    where q."courseId" = ${params.courseId}::uuid and v.content->>'purpose' = 'practice'`
  const offered = supply.sections.reduce(
    (sum, { seconds }) => sum + seconds.easy.length + seconds.medium.length + seconds.hard.length,
    0,
  )
  // Practice questions are never proposed.
  expect(offered).toBeGreaterThan(0)
  expect(offered).toBeLessThanOrEqual((await world.db.question.count({ where: params })) - (practice[0]?.count ?? 0))

  const proposal = proposeExam({ supply: supply.sections, count: suggestedCount(supply.sections) })
  expect(proposal.uncovered).toEqual([])
  const { lines, minutes: limitMinutes } = proposal
  const made = await world.ask(nadia, exams.createExam, {
    params,
    body: { title: 'En un clic', proposal: { lines: [...lines], limitMinutes } },
  })
  expect(made.body).toMatchObject({ status: 'draft', limitMinutes, questionCount: proposal.asked })
  const { body: draw } = await world.ask(nadia, composition.getDraw, { params: { ...params, examId: made.body.id } })
  expect(draw.shortfalls).toEqual([])
  expect(new Set(draw.questions.map(({ section }) => section)).size).toBe(supply.sections.length)
  expect(draw.expectedSeconds).toBeLessThanOrEqual(proposal.longestSeconds)
  expect(draw.expectedSeconds).toBeLessThanOrEqual(limitMinutes * 60)
  expect((await world.ask(claire.who, composition.getExamSupply, { params })).status).toBe(404)
})

it('counts two questions that are never asked together for one', async () => {
  const count = async () => {
    const { body } = await world.ask(nadia, composition.getExamSupply, { params })
    return body.sections.flatMap(({ seconds: { easy, medium, hard } }) => [...easy, ...medium, ...hard]).length
  }
  const before = await count()
  const [one, other] = await world.db.question.findMany({
    where: { ...params, versions: { some: { content: { path: ['purpose'], equals: 'exam' } } } },
    include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
    orderBy: { key: 'asc' },
    take: 2,
  })
  const version = one?.versions[0]
  if (!version || !other) throw new Error('the shipped bank has exam questions')
  const { content, id } = version
  await world.db.questionVersion.update({ where: { id }, data: { content: { ...content, enemies: [other.key] } } })
  expect(await count()).toBe(before - 1)
  await world.db.questionVersion.update({ where: { id }, data: { content } })
})

it('prints a section or the whole bank, of the course alone', async () => {
  const whole = (await world.ask(nadia, composition.getBooklet, { params, query: {} })).body
  const section = (await world.ask(nadia, composition.getBooklet, { params, query: { section: 'compose' } })).body
  expect(whole.title).toBe(null)
  expect(section.title).not.toBe(null)
  expect(section.questions.length).toBeGreaterThan(5)
  expect(whole.questions.length).toBe(await world.db.question.count({ where: params }))
  const exam = (await world.db.exam.findFirstOrThrow({ where: params })).id
  expect((await world.ask(claire.who, composition.getBooklet, { params: claire.params, query: { exam } })).status).toBe(
    404,
  )
})
