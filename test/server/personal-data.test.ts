import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as finalisation from '#contract/assessment/finalisation.ts'
import { exportMyData, exportStudentData } from '#contract/exports/personal-data.ts'
import * as contestations from '#contract/grading/contestations.ts'
import * as grading from '#contract/grading/grading.ts'
import * as projects from '#contract/projects/projects.ts'
import type { PersonalData } from '#server/exports/personal-data/read-personal-data.ts'
import { unzip } from '#server/platform/unzip.ts'
import { asColumn } from '#test/setup/as-column.ts'
import { secretWords } from '#test/setup/exam.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

type Read = { [Key in keyof PersonalData]: PersonalData[Key] }
let world: World
let end: Awaited<ReturnType<typeof endOfCourse>>
beforeAll(async () => {
  world = await createWorld()
  end = await endOfCourse(world)
  const data = { email: 'elise.gautier@exemple.fr', number: '00123', group: '=A' }
  await world.db.student.update({ where: { id: end.elise.id }, data })
  const { id: attemptId } = await copyOf(end.elise)
  await world.db.examMessage.create({
    data: {
      ...{ examId: end.exam.id, text: 'La question 3 compte double.', authorName: 'Nadia' },
      sentAt: world.now(),
      readings: { create: { attemptId } },
    },
  })
}, 120_000)
afterAll(() => world.close())

const copyOf = (who: Someone) => world.db.attempt.findFirstOrThrow({ where: { studentId: who.id } })

async function read(answer: { status: number; bytes: Buffer }) {
  expect(answer.status).toBe(200)
  const { files } = await unzip(answer.bytes)
  const texts = new Map([...(files ?? [])].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]))
  return { texts, all: [...texts.values()].join('\n'), data: JSON.parse(texts.get('donnees.json') ?? '') as Read }
}
const mine = async (who: Someone) => read(await world.ask(who, exportMyData, {}))
const theirs = (who: Someone, studentId = end.elise.id, params = end.params) =>
  world.ask(who, exportStudentData, { params: { ...params, studentId } })

describe('before anything is released', () => {
  it('a student gets who they are and what they did, and no mark, key, explanation or other person', async () => {
    const { texts, all, data } = await mine(end.elise)
    expect(data.identity).toMatchObject({ familyName: 'Gautier', email: 'elise.gautier@exemple.fr', number: '00123' })
    const [copy] = data.copies
    expect(copy?.answers).toHaveLength(14)
    const paper = (await copyOf(end.elise)).paper as { questionId: string; choiceIds: string[] }[]
    // As on their own paper: the place of the question, the letter of the choice they saw there.
    const first = paper.findIndex(({ questionId }) => questionId === end.exam.questionIds[0])
    const letter = 'ABCD'[paper[first]?.choiceIds.indexOf('a') ?? -1]
    expect(copy?.answers.find(({ position }) => position === first + 1)?.letters).toBe(letter)
    expect(copy?.journal).toHaveLength(14)
    expect(copy?.messages).toMatchObject([{ text: 'La question 3 compte double.', readAt: null }])
    expect(copy?.marking).toBeNull()
    expect(data).toMatchObject({ projects: [], finalGrade: null, changes: [] })

    for (const word of [...secretWords, 'Fatou', 'Nadia', '13,25', '15,5', '1325']) expect(all).not.toContain(word)
    expect(all).not.toMatch(/"(correct|earned|explanation|feedback|stem)"/)
    expect([...texts.keys()].sort()).toEqual([
      ...['LISEZ-MOI.txt', 'copies.csv', 'donnees.json', 'evenements.csv'],
      ...['identite.csv', 'journal.csv', 'messages.csv', 'reponses.csv'],
    ])
  })

  it('the tables open in a French Excel, and no cell of them runs', async () => {
    const { texts } = await mine(end.elise)
    const [titles, line, ...rest] = (texts.get('identite.csv') ?? '').split('\r\n')
    expect(titles).toBe('\uFEFF"Nom";"Prénom";"Numéro";"Adresse électronique";"Groupe";"Inscription"')
    expect(line).toMatch(/^"Gautier";"Élise";"00123";"elise\.gautier@exemple\.fr";"'=A";\d{4}-\d\d-\d\d /)
    expect(rest).toEqual([''])
  })

  it('their trainer gets all of it, with what was changed about the student', async () => {
    const given = await theirs(end.nadia)
    expect(given.headers['content-type']).toBe('application/zip')
    expect(decodeURIComponent(String(given.headers['content-disposition']))).toContain('Données de Élise Gautier')
    const { texts, data } = await read(given)
    expect(data.copies[0]?.marking).toMatchObject({ mark: 1325, outOf: 2000, runs: [{ number: 1, mark: 1325 }] })
    expect(texts.get('questions.csv')).toContain(secretWords[0])
    expect(data.projects).toMatchObject([
      { team: 'Équipe 5', mark: 1550, adjustment: 50, working: { en: expect.stringContaining('15 + 0.5 = 15.5') } },
    ])
    expect(data.finalGrade?.components).toContainEqual(expect.objectContaining({ mark: '53/4' }))
    expect(texts.get('evaluation-finale.csv')).toContain('13,25')
    expect(data.changes.length).toBeGreaterThan(0)
  })

  it('what differs for them alone is in it, with its reason, and not the marks that called them', async () => {
    const { id: examId } = end.exam
    const own = { minutes: 15, room: 'B12', reason: 'Plâtre au bras', byName: 'Nadia', at: world.now() }
    const why = asColumn({ kind: 'below_pass_mark', mark: '31/4', passMark: '10' })
    await world.db.candidate.create({ data: { examId, studentId: end.kevin.id, isListed: true, why, slot: 0, ...own } })
    const { texts, all, data } = await mine(end.kevin)
    expect(data.candidacies).toMatchObject([{ minutes: 15, room: 'B12', reason: 'Plâtre au bras', slot: 0 }])
    expect(texts.get('derogations.csv')).toContain('"Plâtre au bras"')
    for (const word of ['31/4', 'Nadia']) expect(all).not.toContain(word)
    await world.db.candidate.deleteMany({ where: { examId } })
  })

  it('nobody else: not another course, not an invigilator, not a student', async () => {
    const course = await world.course('Réseaux')
    const zoe = await world.staff('Zoé', { course, role: 'owner' })
    expect((await theirs(zoe)).body.code).toBe('not_found')
    expect((await theirs(zoe, end.elise.id, { courseId: course.id })).body.code).toBe('not_found')
    expect((await theirs(end.nadia, '00000000-0000-4000-8000-000000000000')).body.code).toBe('not_found')
    const ines = await world.staff('Inès', { course: end.course, role: 'invigilator' })
    expect((await theirs(ines)).body.code).toBe('not_allowed')
    expect((await theirs(end.fatou)).body.code).toBe('not_allowed')
    expect((await world.ask(end.nadia, exportMyData, {})).body.code).toBe('not_allowed')
  })

  it('each student has their own file', async () => {
    const { data, all } = await mine(end.fatou)
    expect(data.identity.id).toBe(end.fatou.id)
    expect(all).not.toMatch(/Gautier|Élise/)
    expect((await mine(end.kevin)).data.copies.map(({ status, answers }) => ({ status, answers }))).toEqual([
      { status: 'ready', answers: [] },
    ])
  })
})

describe('once released', () => {
  const release = (body: object) =>
    world.ask(end.nadia, grading.releaseResults, {
      params: { ...end.params, examId: end.exam.id },
      body,
    })

  it('the mark alone, when the trainer shows the mark alone', async () => {
    await release({ what: 'mark' })
    const { all, data } = await mine(end.elise)
    expect(data.copies[0]?.marking).toMatchObject({ mark: 1325, outOf: 2000, questions: [] })
    for (const word of [...secretWords, 'Question 1 ?']) expect(all).not.toContain(word)
  })

  it('the review without what the trainer holds back: no key, no explanation', async () => {
    await release({ what: 'review', parts: { points: true, answers: true, key: false, explanations: false } })
    const { all, data, texts } = await mine(end.elise)
    const [question] = data.copies[0]?.marking?.questions ?? []
    expect(question).toMatchObject({ stem: expect.stringContaining('Question'), explanation: null })
    expect(question?.choices.map(({ correct }) => correct)).toEqual([null, null, null, null])
    for (const word of secretWords) expect(all).not.toContain(word)
    expect(texts.has('questions.csv')).toBe(true)
  })

  it('the whole review, their contestation and the answer to it, the project and the final statement', async () => {
    const parts = { points: true, answers: true, key: true, explanations: true }
    await release({ what: 'review', parts })
    const until = new Date(world.now().getTime() + 86_400_000)
    await world.db.exam.update({ where: { id: end.exam.id }, data: { contestableUntil: until } })
    const { id: attemptId } = await copyOf(end.elise)
    const questionId = end.exam.questionIds[2] ?? ''
    await world.ask(end.elise, contestations.contest, {
      params: { attemptId, questionId },
      body: { reason: 'Deux réponses conviennent.' },
    })
    await world.ask(end.nadia, projects.releaseProject, { params: end.project, body: { released: true } })
    const entry = (component: string) =>
      world.ask(end.nadia, finalSheet.setEntry, {
        params: { ...end.params, studentId: end.kevin.id, component },
        body: { status: 'abi', mark: null, reason: '' },
      })
    await entry('qcm')
    await entry('projet')
    const { fingerprint } = (await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })).body
    await world.ask(end.nadia, finalisation.finalise, { params: end.params, body: { fingerprint, released: true } })

    const { texts, all, data } = await mine(end.elise)
    expect(texts.get('questions.csv')).toContain(secretWords[0])
    expect(data.copies[0]?.contestations).toMatchObject([{ reason: 'Deux réponses conviennent.', answer: null }])
    expect(data.projects).toMatchObject([
      {
        ...{ team: 'Équipe 5', mark: 1550, reason: 'A conduit la démonstration finale.' },
        working: { fr: expect.stringContaining('Ajustement\u202f: 15 + 0,5 = 15,5') },
      },
    ])
    expect(data.finalGrade?.components).toContainEqual(expect.objectContaining({ mark: '53/4' }))
    expect(texts.get('projets.csv')).toContain('15 + 0,5 = 15,5')
    // A team mate is another person.
    expect(all).not.toContain('Fatou')
  })
})
