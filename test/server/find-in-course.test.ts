import { afterAll, beforeAll, expect, it } from 'vitest'
import { createExam } from '#contract/exams/exams.ts'
import { findInCourse, mostFound } from '#contract/exports/find-in-course.ts'
import { createProject } from '#contract/projects/projects.ts'
import { smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import { nobody, type Someone } from '#test/setup/world.ts'

let world: SmallWorld
let course: { id: string }
let nadia: Someone

beforeAll(async () => {
  world = await createSmallWorld()
  course = await world.startOver({ 'un/images.yaml': smallSection('images', smallQuestion('img-un')) })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  await world.student({ course, name: 'Éloïse Dupré' })
  const gone = await world.student({ course, name: 'Éloi Parti' })
  await world.db.student.update({ where: { id: gone.id }, data: { archivedAt: world.now() } })
  const params = { courseId: course.id }
  await world.ask(nadia, createExam, { params, body: { title: 'Images, première série' } })
  await world.ask(nadia, createProject, { params, body: { title: 'Projet : images', rubric: 'blank' } })
})
afterAll(() => world.close())

const find = async (text: string, who = nadia, courseId = course.id) =>
  world.ask(who, findInCourse, { params: { courseId }, query: { text } })
const titles = async (text: string, who = nadia) => {
  const { students, exams, projects, questions } = (await find(text, who)).body
  return {
    ...{ students: students.map(({ name }) => name), exams: exams.map(({ title }) => title) },
    ...{ projects: projects.map(({ title }) => title), questions: questions.map(({ key }) => key) },
  }
}
const none = { students: [], exams: [], projects: [], questions: [] }

it('finds people and titles by their words, in any order, without case and accents', async () => {
  const all = { exams: ['Images, première série'], projects: ['Projet : images'], questions: ['img-un'] }
  expect(await titles('IMAGE')).toEqual({ ...none, ...all })
  expect(await titles('serie premiere')).toEqual({ ...none, exams: all.exams })
  expect(await titles('dupre eloise')).toEqual({ ...none, students: ['Éloïse Dupré'] })
  expect(await titles('eloi')).toEqual({ ...none, students: ['Éloïse Dupré'] })
  expect(await titles('image introuvable')).toEqual(none)
  for (const odd of ['%', "'; drop table x; --", '\\', '()[]']) expect(await titles(odd)).toEqual(none)
})

it('answers with a few of each', async () => {
  for (let rank = 0; rank < mostFound + 2; rank += 1) await world.student({ course, name: `Zoé Rang${rank}` })
  expect((await titles('zoe rang')).students).toHaveLength(mostFound)
})

it('tells an invigilator neither questions nor projects, and others nothing', async () => {
  const ines = await world.staff('Inès', { course, role: 'invigilator' })
  expect(await titles('images', ines)).toEqual({ ...none, exams: ['Images, première série'] })
  const other = await world.course('Réseaux')
  const zoe = await world.staff('Zoé', { course: other, role: 'owner' })
  const ana = await world.student({ course, name: 'Ana Lit' })
  for (const who of [zoe, ana, nobody]) expect((await find('images', who)).status).not.toBe(200)
  expect((await find('images', zoe, other.id)).body).toEqual(none)
})

it('refuses what is no text', async () => {
  for (const text of ['', '   ', 'a\0b', 'x'.repeat(121)]) expect((await find(text)).body.code).toBe('invalid_request')
})
