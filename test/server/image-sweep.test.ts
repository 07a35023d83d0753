import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { exportArchive, previewArchive, restoreArchive } from '#contract/exports/archives.ts'
import type { ContentNode } from '#contract/questions/content.ts'
import { addImage } from '#contract/questions/images.ts'
import * as batches from '#contract/questions/question-batches.ts'
import * as writing from '#contract/questions/question-writing.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { startJobs } from '#server/jobs.ts'
import { keepImages } from '#server/questions/images/keep-images.ts'
import { imageAddressOf, type KeptImage, readImage } from '#server/questions/images/read-image.ts'
import { sweepImages } from '#server/questions/images/sweep-images.ts'
import { png } from '#test/setup/images.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { draftOf } from '#test/setup/question-draft.ts'
import { smallBank, smallCourse, smallOutline, smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let bank: Awaited<ReturnType<typeof smallBank>>
let course: { id: string }
let nadia: Someone

const image = (seed: number) => readImage(png({ seed })) as KeptImage
const [bankOne, other, stray] = [image(1), image(2), image(3)]

beforeAll(async () => {
  bank = await smallBank()
  world = await createWorld({ settings: { questionsDir: bank.folder } })
}, 90_000)
afterAll(async () => {
  await world.close()
  await bank.remove()
})
beforeEach(async () => {
  await world.db.course.deleteMany()
  await bank.write('course.yaml', smallOutline)
  await bank.write('course.md', smallCourse)
  await drawing(bankOne)
  await says('Que montre ![des couches](images/couches.png) ?')
  course = await load()
  nadia = await world.staff('Nadia', { course, role: 'owner' })
}, 60_000)

async function drawing({ bytes }: KeptImage) {
  const path = join(bank.folder, 'images/couches.png')
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}
const says = (stem: string) => bank.write('un/images.yaml', smallSection('images', smallQuestion('img-a', { stem })))
const load = async () => ({ id: (await ensureShippedCourse(world.deps)).courseId ?? '' })
const give = ({ bytes }: KeptImage, to = course, who = nadia) =>
  world.ask(who, addImage, { params: { courseId: to.id }, body: { base64: Buffer.from(bytes).toString('base64') } })
const held = async ({ id } = course) =>
  (await world.db.image.findMany({ where: { courseId: id } })).map((one) => one.hash)
/** The platform so many days later: the sessions of the test go on. */
const later = (days: number) => ({
  ...world.deps,
  now: () => new Date(world.now().getTime() + days * 24 * 3_600_000),
})
const sweepIn = (days: number) => sweepImages(later(days))

async function editing() {
  const { id } = await world.db.question.findFirstOrThrow({ where: { courseId: course.id } })
  const params = { courseId: course.id, questionId: id }
  return { params, draft: await draftOf(world, { who: nadia, params }) }
}

it('an image no text names goes thirty days after it was last given', async () => {
  await give(stray)
  await sweepIn(29)
  expect(await held()).toContain(stray.hash)
  await keepImages(world.db, { courseId: course.id, images: [stray], at: later(20).now() })
  await sweepIn(49)
  expect(await held()).toContain(stray.hash)
  await sweepIn(51)
  expect(await held()).toEqual([bankOne.hash])
})

it('what one course shows keeps nothing for another', async () => {
  const elsewhere = await world.course('Réseaux')
  const zoe = await world.staff('Zoé', { course: elsewhere, role: 'owner' })
  await give(bankOne, elsewhere, zoe)
  await sweepIn(90)
  expect(await held(elsewhere)).toEqual([])
  expect(await held()).toEqual([bankOne.hash])
})

it('every version of a question keeps its own, archived or not', async () => {
  await drawing(other)
  await load()
  await world.db.question.updateMany({ data: { archivedAt: world.now() } })
  await sweepIn(90)
  expect((await held()).sort()).toEqual([bankOne.hash, other.hash].sort())
})

it('an image in what is said of a choice is shown as much as another', async () => {
  await give(stray)
  const { params, draft } = await editing()
  const [first, ...rest] = draft.choices
  const choices = [{ ...first, feedback: `Voir ![ici](${imageAddressOf(stray)})` }, ...rest] as typeof draft.choices
  expect((await world.ask(nadia, writing.saveQuestion, { params, body: { ...draft, choices } })).status).toBe(200)
  await sweepIn(90)
  expect(await held()).toContain(stray.hash)
})

it('a file the bank disagrees with keeps its own until somebody decides', async () => {
  const { params, draft } = await editing()
  await world.ask(nadia, writing.saveQuestion, { params, body: { ...draft, stem: 'Réécrite ici ?' } })
  await drawing(other)
  await load()
  await sweepIn(90)
  expect(await held()).toContain(other.hash)
  const body = { keep: 'bank' as const, version: 2 }
  expect((await world.ask(nadia, writing.resolveConflict, { params, body })).status).toBe(200)
  await sweepIn(90)
  expect(await held()).not.toContain(other.hash)
})

it('an import keeps its own as long as it waits, then with its questions', async () => {
  const elsewhere = await world.course('Ailleurs')
  const { outline } = await world.db.course.findUniqueOrThrow({ where: { id: course.id } })
  await world.db.course.update({ where: { id: elsewhere.id }, data: { outline: asColumn(outline) } })
  const zoe = await world.staff('Zoé', { course: elsewhere, role: 'trainer' })
  const { rawPayload } = await world.app.inject({
    url: `/api/courses/${course.id}/bank-export?format=yaml`,
    cookies: { bareme: nadia.token },
  })
  const settings = { section: 'images', difficulty: 'medium', level: 'apply', seconds: 60 } as const
  const stage = async () => {
    const body = { name: 'banque.zip', base64: rawPayload.toString('base64'), ...settings }
    return (await world.ask(zoe, batches.stageImport, { params: { courseId: elsewhere.id }, body })).body.batchId
  }
  const batchId = await stage()
  await sweepIn(90)
  expect(await held(elsewhere)).toEqual([bankOne.hash])
  const params = { courseId: elsewhere.id, batchId }
  expect((await world.ask(zoe, batches.confirmImport, { params, body: { leave: [] } })).status).toBe(200)
  await sweepIn(90)
  expect(await held(elsewhere)).toEqual([bankOne.hash])
  await world.ask(zoe, batches.undoBatch, { params })
  await sweepIn(90)
  expect(await held(elsewhere)).toEqual([])
})

const imageNode = (src: string): ContentNode => ({ type: 'element', tag: 'img', props: { src, alt: 'Schéma' } })

it('an exam keeps what it froze, here and where its archive is restored', async () => {
  const exam = await markedExam(world, { course, trainer: nadia, keys: ['a', 'b', 'c'], answers: {} })
  const shown = [image(4), image(5), image(6)]
  const rows = await world.db.examQuestion.findMany({ where: { examId: exam.id }, orderBy: { position: 'asc' } })
  type Row = (typeof rows)[number]
  const ways = {
    asked: (row: Row, src: string) => ({ asked: { ...row.asked, stem: [...row.asked.stem, imageNode(src)] } }),
    content: (row: Row, src: string) => ({
      content: { ...row.content, stem: `${row.content.stem} ![Schéma](${src})` },
    }),
    explained: (row: Row, src: string) => ({
      explained: { ...row.explained, explanation: [...row.explained.explanation, imageNode(src)] },
    }),
  }
  for (const [index, way] of Object.values(ways).entries()) {
    const row = rows[index] as Row
    const data = way(row, `/api/images/${shown[index]?.hash}`)
    await world.db.examQuestion.update({ where: { id: row.id }, data })
  }
  for (const one of shown) await give(one)
  await sweepIn(90)
  expect(await held()).toEqual(expect.arrayContaining(shown.map(({ hash }) => hash)))

  const { bytes } = await world.ask(nadia, exportArchive, { params: { courseId: course.id, examId: exam.id } })
  const elsewhere = await world.course('Reprise')
  const olga = await world.staff('Olga', { course: elsewhere, role: 'owner' })
  // This course has one of them already, and no text names it yet.
  await give(shown[0] as KeptImage, elsewhere, olga)
  const params = { courseId: elsewhere.id }
  const base64 = bytes.toString('base64')
  const { fingerprint } = (await world.ask(olga, previewArchive, { params, body: { base64 } })).body
  const body = { base64, fingerprint, acceptsForeign: false }
  expect((await world.ask(olga, restoreArchive, { params, body })).status).toBe(200)
  await sweepIn(90)
  expect((await held(elsewhere)).sort()).toEqual(shown.map(({ hash }) => hash).sort())
})

it('an image that is given again while the sweep passes stays', async () => {
  await give(stray)
  await world.db.$transaction(async (tx) => {
    await keepImages(tx, { courseId: course.id, images: [stray], at: later(90).now() })
    await sweepIn(90)
  })
  await sweepIn(90)
  expect(await held()).toContain(stray.hash)
})

it('the timer sweeps', async () => {
  await give(stray)
  const stop = startJobs(later(90), world.app.log)
  await stop()
  expect(await held()).toEqual([bankOne.hash])
})
