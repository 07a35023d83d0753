import { afterAll, beforeAll, expect, it } from 'vitest'
import * as sittings from '#contract/attempts/sitting.ts'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as corrections from '#contract/grading/corrections.ts'
import * as grading from '#contract/grading/grading.ts'
import { getJournal } from '#contract/grading/journal.ts'
import * as paper from '#contract/grading/paper.ts'
import { markMockExam, startMockExam } from '#contract/questions/mock-exam.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import * as practice from '#contract/questions/practice.ts'
import type { QuestionInFile } from '#contract/questions/question-file.ts'
import { getStatistics } from '#contract/statistics/statistics.ts'
import { chanceFrom } from '#core/seed.ts'
import { countLosses } from '#server/attempts/rehearsal/losses.ts'
import { choose } from '#server/attempts/rehearsal/student.ts'
import { sectionYaml } from '#server/questions/formats/write-yaml.ts'
import { answerTypes } from '#test/setup/answer-types.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import type { Someone } from '#test/setup/world.ts'

/** A whole exam of one question of each type, from its file to its correction, as its people meet it. */
let world: SmallWorld
let courseId: string
let nadia: Someone
beforeAll(async () => {
  world = await createSmallWorld()
}, 90_000)
afterAll(() => world.close())

const typesHere = ['cloze', 'ordering', 'matching', 'exact_answer'] as const
const rooted = { heading: 'Images', quote: 'une pile de couches' }
const bank = (extra: Partial<Record<string, object>> = {}) =>
  Object.values(answerTypes).map((given): QuestionInFile => ({ ...given, source: rooted, ...extra[given.id] }))

async function publish(questions: readonly QuestionInFile[], change: Partial<ReturnType<typeof settingsOf>> = {}) {
  const course = await world.startOver({
    'un/images.yaml': sectionYaml('images', questions),
    'un/reseaux.yaml': smallSection('reseaux', smallQuestion('res-a')),
  })
  courseId = course.id
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const people = await Promise.all(['Ana Un', 'Bob Deux', 'Cleo Trois'].map((name) => world.student({ course, name })))
  const created = (await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'QCM' } })).body
  const params = { courseId, examId: created.id }
  const blueprint = { questionIds: questions.map(({ id }) => id), lines: [] }
  const scale = { kind: 'each_choice' } as const
  const body = { ...settingsOf(created), scale, ...change, blueprint, revision: created.revision }
  const { revision } = (await world.ask(nadia, exams.updateExam, { params, body })).body
  const published = await world.ask(nadia, life.publishExam, { params, body: { revision } })
  return { params, people: people as [Someone, Someone, Someone], published }
}

const device = 'laptop01:page0001'
const sit = (who: Someone, examId: string) =>
  world.ask(who, sittings.startAttempt, { params: { examId }, body: { device } })
type Sitting = Awaited<ReturnType<typeof sit>>['body']
type Asked = Sitting['questions'][number]

let sequence = 0
function save(who: Someone, { id }: Sitting, { question, choices }: { question: Asked; choices: string[] }) {
  sequence += 1
  return world.ask(who, sittings.saveAnswer, {
    params: { attemptId: id, questionId: question.id },
    body: { choices, flagged: false, device, epoch: 1, sequence },
  })
}

const ofType = ({ questions }: Sitting, type: Asked['type']) => questions.find((one) => one.type === type) as Asked
/** The id on the page of the choice with these words, for this part. */
const named = ({ choices, parts }: Asked, part: string, words: string) => {
  const choice = choices.find((one) => plainText(one.text) === words && (parts !== undefined || one.part === part))
  return (parts ? part : '') + choice?.id
}
const right = (sitting: Sitting) => {
  const [cloze, ordering, matching, exact] = (['cloze', 'ordering', 'matching', 'exact_answer'] as const).map((type) =>
    ofType(sitting, type),
  ) as [Asked, Asked, Asked, Asked]
  const order = ['Pending', 'Running', 'Succeeded', 'effacé']
  return [
    { question: cloze, choices: [named(cloze, '1', 'Deployment'), named(cloze, '2', 'Deployment')] },
    { question: ordering, choices: order.map((item, place) => named(ordering, `${place + 1}`, item)) },
    {
      question: matching,
      choices: [
        named(matching, '1', 'donner une adresse stable'),
        named(matching, '2', 'tenir le nombre de copies'),
        named(matching, '3', 'tenir le nombre de copies'),
      ],
    },
    { question: exact, choices: ['=kubectl  get pods -A '] },
  ]
}

it('is answered, marked, released, read again and corrected', async () => {
  const { params, people, published } = await publish(bank())
  const [ana, bob, cleo] = people
  expect(published.status).toBe(200)
  await world.ask(nadia, life.openExam, { params })

  const anas = (await sit(ana, params.examId)).body
  for (const answer of right(anas)) expect((await save(ana, anas, answer)).status).toBe(200)
  const bobs = (await sit(bob, params.examId)).body
  const [cloze, ordering, , exact] = right(bobs) as [
    ReturnType<typeof right>[0],
    ReturnType<typeof right>[0],
    unknown,
    ReturnType<typeof right>[0],
  ]
  await save(bob, bobs, { ...cloze, choices: [named(cloze.question, '1', 'Service')] })
  await save(bob, bobs, { ...cloze, choices: [cloze.choices[1] as string, named(cloze.question, '1', 'Service')] })
  const swapped = ordering.choices.map((id, place) => `${place + 1}${ordering.choices[place ^ 1]?.slice(1) ?? id}`)
  await save(bob, bobs, { ...ordering, choices: swapped })
  await save(bob, bobs, { ...exact, choices: ['=k get po -A'] })
  const cleos = (await sit(cleo, params.examId)).body
  await save(cleo, cleos, { question: ofType(cleos, 'exact_answer'), choices: ['=kubectl get pods'] })

  // What was answered comes back under the ids of the page, without an order of its own.
  const again = (await world.ask(bob, sittings.getAttempt, { params: { attemptId: bobs.id } })).body
  expect(again.answers.find(({ questionId }) => questionId === ordering.question.id)?.choices).toEqual(
    swapped.toSorted(),
  )
  const receipt = await world.ask(ana, sittings.submitAttempt, { params: { attemptId: anas.id } })
  expect(receipt.body).toMatchObject({ answeredCount: 4, questionCount: 4 })
  for (const [who, { id }] of [
    [bob, bobs],
    [cleo, cleos],
  ] as const)
    await world.ask(who, sittings.submitAttempt, { params: { attemptId: id } })
  await world.ask(nadia, life.closeExam, { params })

  const marksNow = async () => {
    const { body } = await world.ask(nadia, grading.getResults, { params })
    return Object.fromEntries(body.rows.map(({ givenName, earned }) => [givenName, earned]))
  }
  // Bob: one gap of two, four pairs of six in order, no pair, no answer that is accepted.
  expect(await marksNow()).toEqual({ Ana: 400, Bob: 117, Cleo: 0 })
  await world.ask(nadia, grading.releaseResults, { params, body: {} })

  const { body: review } = await world.ask(bob, grading.getMyReview, { params: { attemptId: bobs.id } })
  // It is written piece by piece (server/grading/write-review.ts).
  expect(grading.getMyReview.reply.parse(review)).toEqual(review)
  const reviewed = review.what === 'review' ? review.questions : []
  const marked = (type: Asked['type']) => reviewed.find((one) => one.type === type)
  expect(marked('cloze')).toMatchObject({ outcome: 'partial', earned: 50, working: { code: 'parts' } })
  const ticked = marked('cloze')?.choices.filter((choice) => choice.ticked)
  expect(ticked?.map(({ part, correct, text }) => [part, correct, plainText(text)])).toEqual(
    expect.arrayContaining([
      ['1', false, 'Service'],
      ['2', true, 'Deployment'],
    ]),
  )
  expect(marked('ordering')).toMatchObject({ outcome: 'partial', earned: 67, working: { code: 'pairs' } })
  expect(
    marked('ordering')
      ?.choices.filter((choice) => choice.ticked)
      .map(({ id }) => id),
  ).toEqual(swapped)
  expect(
    marked('ordering')
      ?.choices.filter((choice) => choice.correct)
      .map(({ id }) => id),
  ).toEqual(ordering.choices)
  expect(marked('matching')).toMatchObject({ outcome: 'blank', parts: [{ id: '1' }, { id: '2' }, { id: '3' }] })
  expect(marked('exact_answer')).toMatchObject({ outcome: 'wrong', answer: 'k get po -A', typed: { kind: 'text' } })
  const accepted = marked('exact_answer')?.choices.filter((choice) => choice.correct)
  expect(accepted?.map(({ text }) => plainText(text))).toEqual([
    'kubectl get pods -A',
    'kubectl get pods --all-namespaces',
  ])
  const { body: foreseen } = await world.ask(cleo, grading.getMyReview, { params: { attemptId: cleos.id } })
  const cleosExact =
    foreseen.what === 'review' ? foreseen.questions.find(({ type }) => type === 'exact_answer') : undefined
  const told = cleosExact?.choices.find((choice) => choice.ticked)
  expect(plainText(told?.feedback ?? [])).toBe('D’un seul espace de noms.')

  const { body: page } = await world.ask(nadia, corrections.getCorrections, { params })
  const exactNow = page.questions.find(({ type }) => type === 'exact_answer')
  expect(exactNow).toMatchObject({ others: [{ id: '=k get po -A', text: 'k get po -A', count: 1 }], blanks: 0 })
  expect(exactNow?.choices.map(({ id, count }) => [id, count])).toEqual([
    ['a', 1],
    ['b', 0],
    ['c', 1],
  ])
  const clozeNow = page.questions.find(({ type }) => type === 'cloze')
  expect(clozeNow?.choices.map(({ id, part, count }) => [id, part, count])).toEqual([
    ['1a', '1', 1],
    ['1b', '1', 1],
    ['1c', '1', 0],
    ['2a', '2', 0],
    ['2b', '2', 2],
  ])

  const figures = (await world.ask(nadia, getStatistics, { params, query: {} })).body
  const item = (type: Asked['type']) => figures.items.find((one) => one.type === type)
  expect(item('exact_answer')?.choices.map(({ id, count, text }) => [id, count, plainText(text)])).toEqual([
    ['a', 1, 'kubectl get pods -A'],
    ['b', 0, 'kubectl get pods --all-namespaces'],
    ['c', 1, 'kubectl get pods'],
    ['=k get po -A', 1, 'k get po -A'],
  ])
  const places = item('ordering')?.choices.filter(({ part }) => part === '1')
  expect(places?.map(({ option, count }) => [option, count])).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 0],
    ['d', 0],
  ])
  expect(item('matching')?.choices).toHaveLength(9)

  const correct = async (change: object) => {
    const body = { change: change as never, policy: { kind: 'full' as const } }
    const seen = await world.ask(nadia, corrections.previewCorrection, { params, body })
    const { fingerprint } = seen.body
    return world.ask(nadia, corrections.recordCorrection, {
      params,
      body: { ...body, reason: 'Aussi juste', fingerprint },
    })
  }
  await correct({ kind: 'accept_also', questionId: exactNow?.id, choiceIds: ['=k get po -A'] })
  expect(await marksNow()).toEqual({ Ana: 400, Bob: 217, Cleo: 0 })
  await correct({ kind: 'neutralise_part', questionId: clozeNow?.id, part: '1' })
  expect(await marksNow()).toEqual({ Ana: 400, Bob: 267, Cleo: 0 })
  await correct({ kind: 'accept_also', questionId: clozeNow?.id, choiceIds: ['2a'] })
  const { body: later } = await world.ask(bob, grading.getMyReview, { params: { attemptId: bobs.id } })
  const laterExact = later.what === 'review' ? later.questions.find(({ type }) => type === 'exact_answer') : undefined
  expect(laterExact).toMatchObject({ outcome: 'right', answer: 'k get po -A' })
  expect(laterExact?.choices.find((choice) => choice.ticked)).toMatchObject({ correct: true })

  const journal = (await world.ask(nadia, getJournal, { params: { ...params, attemptId: bobs.id }, query: {} })).body
  const shownOf = (type: Asked['type']) => {
    const at = bobs.questions.findIndex((one) => one.type === type) + 1
    return journal.entries.filter(({ position }) => position === at).map(({ letters }) => letters)
  }
  expect(shownOf('exact_answer')).toEqual(['k get po -A'])
  expect(shownOf('ordering').join()).toMatch(/^[A-D] [A-D] [A-D] [A-D]$/)
  expect(shownOf('cloze')).toHaveLength(2)
}, 120_000)

it('refuses an answer that its question does not ask', async () => {
  const { params, people } = await publish(bank())
  const [ana] = people
  await world.ask(nadia, life.openExam, { params })
  const own = (await sit(ana, params.examId)).body
  const [cloze, ordering, matching, exact] = right(own) as [
    ReturnType<typeof right>[0],
    ReturnType<typeof right>[0],
    ReturnType<typeof right>[0],
    ReturnType<typeof right>[0],
  ]
  const codeOf = async (question: Asked, choices: string[]) => (await save(ana, own, { question, choices })).body.code
  const twice = [cloze.choices[0] as string, named(cloze.question, '1', 'Service')]
  expect(await codeOf(cloze.question, twice)).toBe('invalid_request')
  expect(await codeOf(ordering.question, [ordering.choices[0] as string, `2${ordering.choices[0]?.slice(1)}`])).toBe(
    'invalid_request',
  )
  expect(await codeOf(matching.question, [`9${matching.choices[0]?.slice(1)}`])).toBe('choice_not_in_question')
  for (const letters of [['1a'], ['a'], ['=Deployment']])
    expect(await codeOf(cloze.question, letters)).toBe('choice_not_in_question')
  expect(await codeOf(exact.question, ['a'])).toBe('choice_not_in_question')
  expect(await codeOf(exact.question, ['=a', '=b'])).toBe('invalid_request')
  expect(await codeOf(exact.question, ['=a\tb'])).toBe('invalid_request')
  expect(await codeOf(exact.question, [`=${'a'.repeat(201)}`])).toBe('invalid_request')
  expect((await save(ana, own, { question: exact.question, choices: ['=  '] })).status).toBe(200)
  expect(await world.db.answer.findMany({ where: { attemptId: own.id, choices: { isEmpty: false } } })).toEqual([])
}, 120_000)

it('never asks an ordering in its order, and hides the order in its ids', async () => {
  const { params, people } = await publish(bank(), { shuffleChoices: false })
  await world.ask(nadia, life.openExam, { params })
  for (const who of people) {
    const sitting = (await sit(who, params.examId)).body
    const { choices, parts } = ofType(sitting, 'ordering')
    const words = choices.map(({ text }) => plainText(text))
    const solved = ['Pending', 'Running', 'Succeeded', 'effacé']
    expect(words.toSorted()).toEqual(solved.toSorted())
    expect([solved.join(), solved.toReversed().join()]).not.toContain(words.join())
    expect(parts).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }])
    for (const { id } of choices) expect(id).toMatch(/^[0-9a-f]{12}$/)
    // What an exact answer is compared with is not on the page, whole or in part.
    expect(JSON.stringify(sitting)).not.toMatch(/all-namespaces|espace de noms|correct/)
  }
}, 120_000)

it('is not published under a scale that counts boxes', async () => {
  const { params, published } = await publish(bank(), { scale: { kind: 'discordance' } })
  const keys = ['ordre', 'paires', 'trous']
  expect(published).toMatchObject({ status: 422, body: { code: 'scale_unfit' } })
  expect((published.body.details as { keys: string[] }).keys.toSorted()).toEqual(keys)
  const { body } = await world.ask(nadia, composition.getDraw, { params })
  expect(body.unfit.toSorted()).toEqual(keys)
  expect(body.unshown).toEqual([])
}, 120_000)

it('is printed, and typed from paper', async () => {
  const { params } = await publish(bank())
  const { body: printed } = await world.ask(nadia, paper.printPaperCopies, { params, query: {} })
  expect(printed.questions.find(({ type }) => type === 'matching')?.parts).toHaveLength(3)
  const list = (await world.ask(nadia, paper.listPaperCopies, { params })).body
  const copy = list.copies.find(({ givenName }) => givenName === 'Ana') as (typeof list.copies)[number]
  const own = { ...params, attemptId: copy.attemptId }
  const { body: sheet } = await world.ask(nadia, paper.getPaperCopy, { params: own })
  expect(sheet.questions.map(({ partCounts, isTyped }) => partCounts ?? isTyped)).toEqual(
    expect.arrayContaining([[3, 2], [4, 4, 4, 4], [3, 3, 3], true]),
  )
  const lettersFor = ({ partCounts, isTyped }: (typeof sheet.questions)[number]) =>
    isTyped ? 'kubectl get pods -A' : (partCounts?.length ?? 0) === 4 ? 'DCBA' : 'A-B'.slice(0, partCounts?.length)
  const letters = Object.fromEntries(sheet.questions.map((question) => [question.id, lettersFor(question)]))
  const typed = await world.ask(nadia, paper.typePaperCopy, { params: own, body: { revision: 0, letters } })
  expect(typed.status).toBe(200)
  const wrong = Object.fromEntries(Object.entries(letters).map(([id, said]) => [id, said === 'DCBA' ? 'AABC' : said]))
  const refused = await world.ask(nadia, paper.typePaperCopy, { params: own, body: { revision: 1, letters: wrong } })
  expect(refused.body.code).toBe('unknown_letter')
  const done = await world.ask(nadia, paper.handInPaperCopy, { params: own, body: { revision: 1, reason: '' } })
  expect(done.body).toEqual({ answeredCount: 4, questionCount: 4 })
  const shown = (await world.ask(nadia, paper.getPaperCopy, { params: own })).body
  // The last blanks of a question in parts are not written.
  const kept = Object.entries(letters).map(([id, said]) => [id, said === 'A-' ? 'A' : said])
  expect(shown.letters).toEqual(Object.fromEntries(kept))
}, 120_000)

it('is practised, and taken in a mock exam', async () => {
  const purpose = { purpose: 'practice' }
  const practised = bank({ trous: purpose, ordre: purpose, paires: purpose, commande: purpose })
  const course = await world.startOver({
    'un/images.yaml': sectionYaml('images', practised),
    'un/reseaux.yaml': smallSection('reseaux', smallQuestion('res-a')),
  })
  const ana = await world.student({ course, name: 'Ana Un' })
  const { sections } = (await world.ask(ana, practice.listPractice, {})).body
  const ids = sections.flatMap(({ questionIds }) => questionIds)
  const asked = await Promise.all(
    ids.map(
      async (questionId) => (await world.ask(ana, practice.getPracticeQuestion, { params: { questionId } })).body,
    ),
  )
  expect(asked.map(({ type }) => type).toSorted()).toEqual(typesHere.toSorted())
  expect(JSON.stringify(asked)).not.toMatch(/all-namespaces|espace de noms|"correct"/)
  const answers = right({ questions: asked } as unknown as Sitting)
  for (const { question, choices } of answers) {
    const params = { questionId: question.id }
    const said = await world.ask(ana, practice.answerPracticeQuestion, { params, body: { choices } })
    expect(said.body, question.type).toMatchObject({ outcome: 'right', earned: 100 })
    const shown = said.body.choices.filter(({ ticked }) => ticked)
    expect(shown.every(({ correct }) => correct)).toBe(true)
    if (question.type !== 'exact_answer') expect(shown.map(({ id }) => id).toSorted()).toEqual(choices.toSorted())
    const strange = await world.ask(ana, practice.answerPracticeQuestion, { params, body: { choices: ['1a', '1b'] } })
    expect(strange.body.code).toBe('choice_not_in_question')
  }
  const mock = (await world.ask(ana, startMockExam, { body: {} })).body
  const taken = right(mock as unknown as Sitting).map(({ question, choices }) => ({ questionId: question.id, choices }))
  const done = await world.ask(ana, markMockExam, { body: { sealed: mock.sealed, answers: taken } })
  expect(done.body).toMatchObject({ earned: 400, maximum: 400 })
}, 120_000)

it('is sat by the robots of a rehearsal', async () => {
  const { params, people } = await publish(bank())
  await world.ask(nadia, life.openExam, { params })
  const [ana] = people
  const sitting = (await sit(ana, params.examId)).body
  for (let turn = 0; turn < 3; turn += 1)
    for (const question of sitting.questions) {
      const choices = choose(question, chanceFrom(`${turn} ${question.id}`))
      expect((await save(ana, sitting, { question, choices })).status, `${question.type} ${choices.join()}`).toBe(200)
    }
  const saves = sitting.questions.map((question, index) => ({
    ...{ attemptId: sitting.id, questionId: question.id, device, sequence: sequence - 3 + index },
    choices: choose(question, chanceFrom(`2 ${question.id}`)),
  }))
  expect(await countLosses(world.deps, { saves, submissions: [] })).toBe(0)
}, 120_000)
