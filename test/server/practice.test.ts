import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAttempt, submitAttempt } from '#contract/attempts/sitting.ts'
import { signInStudent } from '#contract/auth/auth.ts'
import { closePractice, getPracticeCode, openPractice } from '#contract/auth/practice-code.ts'
import { markMockExam, readMockExam, startMockExam } from '#contract/questions/mock-exam.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { answerPracticeQuestion, getPracticeQuestion, listPractice } from '#contract/questions/practice.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import { nobody, type Someone } from '#test/setup/world.ts'

let world: SmallWorld
let course: { id: string }
let ana: Someone

const forPractice = (text: string) => text.replace('    type: single\n', '    type: single\n    purpose: practice\n')

const several = `  - id: img-plusieurs
    type: multiple
    purpose: practice
    difficulty: easy
    level: remember
    seconds: 40
    source:
      heading: Images
      quote: une pile de couches
    stem: Que dit le cours d’une image ?
    choices:
      - text: Elle a des couches
        correct: true
        feedback: Des couches empilées.
      - text: Elle se lit seulement
        correct: true
      - text: Elle a un noyau
        feedback: Le noyau est celui de l’hôte.
    explanation: Une image est une pile de couches en lecture seule.
`

beforeAll(async () => {
  world = await createSmallWorld()
}, 90_000)
afterAll(() => world.close())

beforeEach(async () => {
  const images = [smallQuestion('img-examen'), forPractice(smallQuestion('img-libre')), several]
  course = await world.startOver({
    'un/images.yaml': smallSection('images', ...images),
    'un/reseaux.yaml': smallSection('reseaux', smallQuestion('res-examen', { heading: 'Images' })),
  })
  ana = await world.student({ course, name: 'Ana Learner' })
}, 60_000)

const where = (key: string) => ({ courseId_key: { courseId: course.id, key } })
const idOf = async (key: string) => (await world.db.question.findUniqueOrThrow({ where: where(key) })).id
const read = async (key: string, who = ana) =>
  world.ask(who, getPracticeQuestion, { params: { questionId: await idOf(key) } })
const answer = async (key: string, letters: string[], who = ana) => {
  const questionId = await idOf(key)
  const body = { choices: pageIds(world, { questionId, letters }) }
  return world.ask(who, answerPracticeQuestion, { params: { questionId }, body })
}
const listed = async (who = ana) => (await world.ask(who, listPractice, {})).body.sections

/** Not in the list, not to be read, not to be answered: as if it did not exist. */
async function expectHidden(key: string, who = ana) {
  expect((await listed(who)).flatMap(({ questionIds }) => questionIds)).not.toContain(await idOf(key))
  for (const reply of [await read(key, who), await answer(key, ['a'], who)]) {
    expect({ status: reply.status, body: reply.body }).toEqual({ status: 404, body: { code: 'not_found' } })
  }
}

it('lists the sections that have something to practise, in the order of the course', async () => {
  expect(await listed()).toEqual([
    {
      id: 'images',
      title: 'Images',
      sessionTitle: 'Première séance',
      questionIds: [await idOf('img-libre'), await idOf('img-plusieurs')],
    },
  ])
})

it('asks a question as a copy would, and no more', async () => {
  const { status, body } = await read('img-plusieurs')
  expect(status).toBe(200)
  expect(Object.keys(body).sort()).toEqual(['choices', 'id', 'points', 'stem', 'type'])
  expect(body.choices.map((choice) => Object.keys(choice).sort())).toEqual(Array(3).fill(['id', 'text']))
})

it('never has a student practise two questions that give each other away', async () => {
  const own = async (who = ana) => {
    const { sections } = (await world.ask(who, listPractice, {})).body
    return sections.flatMap(({ questionIds }) => questionIds)
  }
  expect(await own()).toHaveLength(2)
  await world.db.$executeRaw`
    update "QuestionVersion" set content = content || '{"enemies": ["img-plusieurs"]}'
    where "questionId" = ${await idOf('img-libre')}::uuid`
  const students = await Promise.all(
    Array.from({ length: 12 }, (_, rank) => world.student({ course, name: `Eleve ${'ABCDEFGHIJKL'.charAt(rank)}` })),
  )
  const lists = await Promise.all(students.map((who) => own(who)))
  expect(lists.map(({ length }) => length)).toEqual(students.map(() => 1))
  // Each of the two is practised by somebody.
  expect(new Set(lists.flat()).size).toBe(2)
})

it('corrects an answer at once, with the explanation, what was said of each choice and the points', async () => {
  const { body } = await answer('img-plusieurs', ['a', 'c'])
  expect(body).toMatchObject({ type: 'multiple', points: 100, earned: 0, outcome: 'wrong' })
  // In the order the question was asked in, under the same ids.
  expect(body.choices.map(({ id, text }) => ({ id, text }))).toEqual((await read('img-plusieurs')).body.choices)
  const said = body.choices.map(({ text, ticked, correct, feedback }) => [
    plainText(text),
    { ticked, correct, feedback: feedback && plainText(feedback) },
  ])
  expect(Object.fromEntries(said)).toEqual({
    'Elle a des couches': { ticked: true, correct: true, feedback: 'Des couches empilées.' },
    'Elle se lit seulement': { ticked: false, correct: true, feedback: null },
    'Elle a un noyau': { ticked: true, correct: false, feedback: 'Le noyau est celui de l’hôte.' },
  })
  expect(plainText(body.explanation)).toBe('Une image est une pile de couches en lecture seule.')
})

it('refuses what the question does not offer, the letters of its author like anything else', async () => {
  const params = { questionId: await idOf('img-libre') }
  for (const choices of [['a'], ['zz']]) {
    const { status, body } = await world.ask(ana, answerPracticeQuestion, { params, body: { choices } })
    expect({ status, body }).toEqual({ status: 422, body: { code: 'choice_not_in_question' } })
  }
})

it('counts as a new exam would: half for half, whole for all of it', async () => {
  expect((await answer('img-plusieurs', ['b'])).body).toMatchObject({ earned: 50, outcome: 'partial' })
  expect((await answer('img-plusieurs', ['b', 'a'])).body).toMatchObject({ earned: 100, outcome: 'right' })
  expect((await answer('img-libre', ['b'])).body).toMatchObject({ earned: 0, outcome: 'wrong' })
})

it('gives no key for an empty answer', async () => {
  expect((await answer('img-libre', [])).body).toMatchObject({ code: 'invalid_request' })
})

describe('what is never practised', () => {
  it('a question for exams', () => expectHidden('img-examen'))

  it('an archived question', async () => {
    await world.db.question.update({ where: where('img-libre'), data: { archivedAt: world.now() } })
    await expectHidden('img-libre')
  })

  it('a question of another course', async () => {
    const other = await world.course('Réseaux')
    await expectHidden('img-libre', await world.student({ course: other, name: 'Eve Elsewhere' }))
  })

  it.each(['by its id', 'by its key'])('a question an exam of the course asked, known %s', async (how) => {
    const exam = await makeExam(world, { course, status: 'released' })
    const asked = how === 'by its id' ? { questionId: await idOf('img-libre') } : { questionKey: 'img-libre' }
    await world.db.examQuestion.update({ where: { id: exam.questionIds[0] ?? '' }, data: asked })
    await expectHidden('img-libre')
    expect((await read('img-plusieurs')).status).toBe(200)
  })

  it('a question a draft wants', async () => {
    const exam = await makeExam(world, { course, status: 'draft' })
    await world.db.exam.update({
      where: { id: exam.id },
      data: { blueprint: { questionIds: ['img-libre'], lines: [] } },
    })
    await expectHidden('img-libre')
  })

  it('anything, by somebody whose exam is running; all of it again once the copy is handed in', async () => {
    const bob = await world.student({ course, name: 'Bob Later' })
    const exam = await makeExam(world, { course })
    const start = { params: { examId: exam.id }, body: { device: 'laptop01:page0001' } }
    const attemptId = (await world.ask(ana, startAttempt, start)).body.id
    await expectHidden('img-libre')
    expect((await read('img-libre', bob)).status).toBe(200)
    await world.ask(ana, submitAttempt, { params: { attemptId } })
    expect((await read('img-libre')).status).toBe(200)
  })
})

describe('a mock exam', () => {
  const start = (who = ana, sealed?: string) => world.ask(who, startMockExam, { body: sealed ? { sealed } : {} })
  const hand = (sealed: string, answers: { questionId: string; choices: string[] }[], who = ana) =>
    world.ask(who, markMockExam, { body: { sealed, answers } })
  const keyOf = async (key: string, letters: string[]) => {
    const questionId = await idOf(key)
    return { questionId, choices: pageIds(world, { questionId, letters }) }
  }

  it('asks practice questions only, without their keys, for the time of an exam, stretched by extra time', async () => {
    await world.db.student.update({
      where: { id: ana.id },
      data: { extraTime: { kind: 'ratio', numerator: 4, denominator: 3 } },
    })
    const told = (await world.ask(ana, readMockExam, {})).body
    expect(told).toEqual({ questions: 2, minutes: 5 })
    const { body } = await start()
    expect(body.questions.map(({ id }) => id).sort()).toEqual(
      [await idOf('img-libre'), await idOf('img-plusieurs')].sort(),
    )
    expect(body.questions.map((question) => Object.keys(question).sort())).toEqual(
      Array(2).fill(['choices', 'id', 'points', 'stem', 'type']),
    )
    expect(Date.parse(body.endsAt) - Date.parse(body.serverNow)).toBe((5 * 60_000 * 4) / 3)
    // Opened again, it is the same one, and its clock went on.
    world.wait(1)
    const again = (await start(ana, body.sealed)).body
    expect([again.endsAt, again.questions]).toEqual([body.endsAt, body.questions])
  })

  it('is marked and explained once handed in, and says what came after its end', async () => {
    const { sealed } = (await start()).body
    const answers = [await keyOf('img-plusieurs', ['a']), await keyOf('img-libre', ['a'])]
    const { body } = await hand(sealed, answers)
    expect(body).toMatchObject({ earned: 150, maximum: 200, mark: 1500, outOf: 2000, lateSeconds: 0, withdrawn: 0 })
    expect(body.questions.map(({ position }) => position)).toEqual([1, 2])
    expect(body.questions.every(({ explanation }) => plainText(explanation) !== '')).toBe(true)
    world.wait(6)
    expect((await hand(sealed, [])).body).toMatchObject({ earned: 0, mark: 0, lateSeconds: 30 })
  })

  it('is nobody else’s, and takes only what it asked', async () => {
    const { sealed } = (await start()).body
    const bob = await world.student({ course, name: 'Bob Later' })
    expect((await hand(sealed, [], bob)).body).toEqual({ code: 'not_found' })
    expect((await hand(`${sealed.slice(0, -4)}AAAA`, [])).body).toEqual({ code: 'not_found' })
    const [questionId, other] = [await idOf('img-libre'), await idOf('img-plusieurs')]
    const choices = pageIds(world, { questionId: other, letters: ['a'] })
    expect((await hand(sealed, [{ questionId, choices }])).body).toEqual({ code: 'choice_not_in_question' })
  })

  it('leaves out a question that an exam asked since, and is closed while an exam runs', async () => {
    const { sealed } = (await start()).body
    const exam = await makeExam(world, { course, status: 'released' })
    await world.db.examQuestion.update({
      where: { id: exam.questionIds[0] ?? '' },
      data: { questionId: await idOf('img-libre') },
    })
    const { body } = await hand(sealed, [await keyOf('img-libre', ['a'])])
    expect(body).toMatchObject({ withdrawn: 1, maximum: 100, earned: 0 })
    expect(JSON.stringify(body)).not.toContain(await idOf('img-libre'))
    await world.db.attempt.updateMany({
      where: { studentId: ana.id },
      data: { status: 'in_progress', startedAt: world.now() },
    })
    expect((await hand(sealed, [])).body).toEqual({ code: 'not_found' })
    expect((await world.ask(ana, readMockExam, {})).body.questions).toBe(0)
  })
})

it('is for students: staff and visitors are told so', async () => {
  const nadia = await world.staff('Nadia', { course, role: 'owner' })
  expect((await world.ask(nadia, listPractice, {})).body).toMatchObject({ code: 'not_allowed' })
  expect((await world.ask(nobody, listPractice, {})).body).toMatchObject({ code: 'not_signed_in' })
})

describe('the code for practice', () => {
  const enter = (joinCode: string, personalCode: string) =>
    world.ask(nobody, signInStudent, { body: { joinCode, personalCode } })

  it('lets the students of the course in without an exam, until it is closed', async () => {
    const lea = await world.student({ course, name: 'Léa Martin', code: 'K7QF2M8X' })
    await world.student({ course: await world.course(), name: 'Ida Ailleurs', code: 'AAAABBBB' })
    const nadia = await world.staff('Nadia', { course, role: 'trainer' })
    const params = { courseId: course.id }
    expect((await world.ask(nadia, getPracticeCode, { params })).body).toEqual({ code: null })
    const { code } = (await world.ask(nadia, openPractice, { params })).body
    expect(code).toMatch(/^\w{3}-\w{3}$/)
    // Opened twice, it is the same code.
    expect((await world.ask(nadia, openPractice, { params })).body).toEqual({ code })

    const { body } = await enter(code ?? '', 'k7qf-2m8x')
    expect(body).toMatchObject({ examId: null, session: { studentId: lea.id } })
    expect((await enter(code ?? '', 'AAAA-BBBB')).body.code).toBe('wrong_code')

    await world.ask(nadia, closePractice, { params })
    expect((await enter(code ?? '', 'k7qf-2m8x')).body.code).toBe('wrong_code')
    const again = (await world.ask(nadia, openPractice, { params })).body.code ?? ''
    expect(again).not.toBe(code)
    await world.db.course.update({ where: { id: course.id }, data: { archivedAt: world.now() } })
    expect((await enter(again, 'k7qf-2m8x')).body.code).toBe('wrong_code')
    const lines = await world.db.auditLine.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })
    expect(lines.map(({ action }) => action).filter((action) => action.includes('practice'))).toEqual(
      ['open', 'close', 'open'].map((what) => `course.${what}_practice`),
    )
  })

  it('does not lead to an exam whose code is not known', async () => {
    const lea = await world.student({ course, name: 'Léa Martin', code: 'K7QF2M8X' })
    const nadia = await world.staff('Nadia', { course, role: 'trainer' })
    const { body } = await world.ask(nadia, openPractice, { params: { courseId: course.id } })
    const exam = await makeExam(world, { course })
    const taken = await world.ask(lea, startAttempt, {
      params: { examId: exam.id },
      body: { device: 'poste-01:page-01' },
    })
    expect(taken.status).toBe(200)
    // Nothing is practised while an exam runs, whichever code one came with.
    await enter(body.code ?? '', 'K7QF2M8X')
    expect(await listed(lea)).toEqual([])
  })
})
