import { setInterval as every } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as batches from '#contract/questions/question-batches.ts'
import * as questions from '#contract/questions/questions.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let params: { courseId: string }
let nadia: Someone
beforeAll(async () => {
  world = await createWorld()
  const outline = { sessions: [{ id: 'un', title: 'Un', sections: [section('images'), section('reseaux')] }] }
  const course = await world.db.course.create({ data: { slug: 'grand', title: 'Grand cours', outline } })
  params = { courseId: course.id }
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
}, 90_000)
afterAll(() => world.close())

const section = (id: string) => ({ id, title: id, headings: [id], objectives: [id] })
const many = 5_000
const gift = Array.from(
  { length: many },
  (_, rank) =>
    `${rank === many / 2 ? '$CATEGORY: reseaux\n\n' : ''}::Question ${rank}:: Combien font ${rank} et ${rank * 7} ? {=${rank * 8} ~${rank * 8 + 1} ~${rank * 9 + 2}}\n`,
).join('\n')

it('imports, lists, filters, changes and takes back five thousand questions', { timeout: 300_000 }, async () => {
  const settings = { section: 'images', difficulty: 'medium', level: 'apply', seconds: 60 } as const
  const body = { name: 'banque.gift', base64: Buffer.from(gift).toString('base64'), ...settings }
  const staged = (await world.ask(nadia, batches.stageImport, { params, body })).body
  expect(staged.counts).toEqual({ added: many, changed: 0, unchanged: 0, unusable: 0 })
  expect(staged.added.length).toBe(300)

  // Its progress can be read while it is written: the server answers others in between.
  const target = { ...params, batchId: staged.batchId }
  const writing = world.ask(nadia, batches.confirmImport, { params: target, body: { leave: [] } })
  const seen = new Set<number>()
  let isOver = false
  void writing.then(() => {
    isOver = true
  })
  // As often as a hurried page; without a pause, asking would take half of the time of writing.
  for await (const _ of every(40)) {
    if (isOver) break
    seen.add((await world.ask(nadia, batches.getBatch, { params: target })).body.done)
  }
  expect((await writing).body).toMatchObject({ state: 'written', added: many, done: many, total: many })
  expect([...seen].some((done) => done > 0 && done < many)).toBe(true)

  const list = async (query: Record<string, unknown>) =>
    (await world.ask(nadia, questions.listQuestions, { params, query })).body
  expect((await list({})).total).toBe(many)
  expect((await list({ section: 'reseaux' })).total).toBe(many / 2)
  expect((await list({ tag: 'importee', used: 'no', page: 100 })).questions).toHaveLength(50)
  expect((await list({ search: 'combien font 4321' })).total).toBe(1)
  const states = await Promise.all((['error', 'warning', 'clean'] as const).map((lint) => list({ lint })))
  expect(states.reduce((sum, { total }) => sum + total, 0)).toBe(many)

  expect((await list({ taken: 'never', page: 100 })).total).toBe(many)
  expect((await list({ flag: 'any' })).total).toBe(0)

  const change = { which: { filters: { section: 'images' } }, change: { kind: 'tag' as const, tag: 'a-revoir' } }
  const tagged = (await world.ask(nadia, batches.changeQuestions, { params, body: change })).body
  expect(tagged.changed).toBe(many / 2)
  expect((await list({ tag: 'a-revoir' })).total).toBe(many / 2)
  await world.ask(nadia, batches.undoBatch, { params: { ...params, batchId: tagged.id } })
  expect((await list({ tag: 'a-revoir' })).total).toBe(0)
  expect((await world.ask(nadia, batches.undoBatch, { params: target })).status).toBe(200)
  expect((await list({})).total).toBe(0)
})
