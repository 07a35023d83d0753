import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAttempt } from '#contract/attempts/sitting.ts'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import type { ContentNode } from '#contract/questions/content.ts'
import { addImage, imageAddress, largestImage } from '#contract/questions/images.ts'
import * as batches from '#contract/questions/question-batches.ts'
import * as writing from '#contract/questions/question-writing.ts'
import * as questions from '#contract/questions/questions.ts'
import { unzip } from '#server/platform/unzip.ts'
import { readBank, readFolderText } from '#server/questions/bank/read-bank.ts'
import { imageAddressOf, type KeptImage, readImage } from '#server/questions/images/read-image.ts'
import { makeExam, settingsOf } from '#test/setup/exam.ts'
import { gif, jpeg, png, svg } from '#test/setup/images.ts'
import { draftOf } from '#test/setup/question-draft.ts'
import { smallCourse, smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import { nobody, type Someone } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: SmallWorld
let course: { id: string }
let nadia: Someone

const layers = png({ seed: 1 })
const ports = png({ seed: 2 })
const addressIn = (bytes: Buffer) => imageAddressOf(readImage(bytes) as KeptImage)
const hashIn = (bytes: Buffer) => (readImage(bytes) as KeptImage).hash

beforeAll(async () => {
  world = await createSmallWorld()
}, 90_000)
afterAll(() => world.close())
beforeEach(async () => {
  const one = smallQuestion('img-a', { stem: 'Que montre ![des couches](images/couches.png) ?' })
  const two = smallQuestion('img-b', { right: '"![un port](images/ports.png)"' })
  course = await world.startOver({
    'images/couches.png': layers,
    'un/images/ports.png': ports,
    'un/images.yaml': smallSection('images', one, two),
    'un/reseaux.yaml': smallSection('reseaux', smallQuestion('res-a', { heading: 'Images' })),
  })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
}, 60_000)

const seen = (who: Someone, hash: string) =>
  world.app.inject({ url: `/api/images/${hash}`, cookies: who.token ? { bareme: who.token } : {} })
const statusFor = async (who: Someone, bytes: Buffer) => (await seen(who, hashIn(bytes))).statusCode
const give = (bytes: Buffer, who = nadia) =>
  world.ask(who, addImage, { params: { courseId: course.id }, body: { base64: bytes.toString('base64') } })
const idOf = async (key: string) =>
  (await world.db.question.findUniqueOrThrow({ where: { courseId_key: { courseId: course.id, key } } })).id
const read = async (key: string) =>
  (await world.ask(nadia, questions.getQuestion, { params: { courseId: course.id, questionId: await idOf(key) } })).body
const editing = async (key: string) => {
  const params = { courseId: course.id, questionId: await idOf(key) }
  return { params, draft: await draftOf(world, { who: nadia, params }) }
}
const imagesOf = (nodes: readonly ContentNode[]): unknown[] =>
  nodes.flatMap((node) =>
    node.type === 'text' ? [] : node.tag === 'img' ? [node.props] : imagesOf(node.children ?? []),
  )
const propsOf = (bytes: Buffer, alt: string) => ({ src: `/api/images/${hashIn(bytes)}`, alt, width: 8, height: 5 })

describe('an image that is given', () => {
  it('is kept once, under what it is made of, and shown as it was', async () => {
    const { status, body } = await give(jpeg)
    expect(status).toBe(200)
    expect(body).toEqual({ address: addressIn(jpeg), width: 8, height: 5 })
    expect((await give(jpeg)).body).toEqual(body)
    expect(await world.db.image.count({ where: { hash: hashIn(jpeg) } })).toBe(1)
    const answer = await seen(nadia, hashIn(jpeg))
    expect(Buffer.compare(answer.rawPayload, jpeg)).toBe(0)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
    })
  })

  it.each([
    ['an SVG', svg, 422, 'image_svg'],
    ['words', Buffer.from('bonjour'), 422, 'not_an_image'],
    ['a cut one', jpeg.subarray(0, 100), 422, 'image_damaged'],
    ['an immense one', png({ width: 30_000, height: 30_000 }), 422, 'image_too_wide'],
    ['a heavy one', Buffer.concat([jpeg, Buffer.alloc(largestImage)]), 413, 'image_too_large'],
  ])('is refused with its reason, and nothing is kept: %s', async (_name, bytes, status, code) => {
    const before = await world.db.image.count()
    expect(await give(bytes)).toMatchObject({ status, body: { code } })
    expect(await world.db.image.count()).toBe(before)
  })

  it('has its place in a course that is not full', async () => {
    await world.db.$executeRaw`
      insert into "Image" ("courseId", hash, type, width, height, bytes, "createdAt")
      select ${course.id}::uuid, rank::text, 'image/png', 1, 1, decode(repeat('00', 1048576), 'hex'), now()
      from generate_series(1, 257) rank`
    expect(await give(jpeg)).toMatchObject({ status: 409, body: { code: 'too_many_images' } })
    // One it has takes no more room.
    expect((await give(layers)).status).toBe(200)
  })
})

describe('who sees an image', () => {
  it('trainers of a course that has it, and nobody of another', async () => {
    const stranger = await world.staff('Zoé', { course: await world.course('Réseaux'), role: 'owner' })
    const guard = await world.staff('Marc', { course, role: 'invigilator' })
    expect(await statusFor(nadia, layers)).toBe(200)
    for (const who of [stranger, guard, nobody]) expect(await statusFor(who, layers)).toBe(404)
    expect((await seen(nadia, 'f'.repeat(64))).statusCode).toBe(404)
    expect((await seen(nadia, '..%2fsession')).statusCode).toBe(404)
    expect((await seen(nadia, `${hashIn(layers)}'--`)).statusCode).toBe(404)
    // The same bytes of their own are theirs.
    const own = await world.db.course.findFirstOrThrow({ where: { title: 'Réseaux' } })
    const given = { params: { courseId: own.id }, body: { base64: layers.toString('base64') } }
    expect((await world.ask(stranger, addImage, given)).status).toBe(200)
    expect(await statusFor(stranger, layers)).toBe(200)
  })

  it('a student in a copy they started, not before, and only what that copy asks', async () => {
    const ana = await world.student({ course, name: 'Ana Learner' })
    const bob = await world.student({ course, name: 'Bob Other' })
    const exam = await makeExam(world, { course })
    await give(gif)
    const [asked, unasked] = exam.questionIds as [string, string]
    const image = (bytes: Buffer) => [{ type: 'element', tag: 'img', props: propsOf(bytes, 'x') }]
    const whole = await world.db.examQuestion.findUniqueOrThrow({ where: { id: asked } })
    await world.db.examQuestion.update({
      where: { id: asked },
      data: {
        asked: asColumn({ ...(whole.asked as object), stem: image(layers) }),
        explained: asColumn({ explanation: image(ports), feedback: {} }),
      },
    })
    const other = await world.db.examQuestion.findUniqueOrThrow({ where: { id: unasked } })
    await world.db.examQuestion.update({
      where: { id: unasked },
      data: { asked: asColumn({ ...(other.asked as object), stem: image(gif) }) },
    })
    for (const { id, paper } of await world.db.attempt.findMany({ where: { examId: exam.id } })) {
      const kept = (paper as { questionId: string }[]).filter(({ questionId }) => questionId !== unasked)
      await world.db.attempt.update({ where: { id }, data: { paper: asColumn(kept) } })
    }
    expect(await statusFor(ana, layers)).toBe(404)
    await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device: 'a'.repeat(16) } })
    expect(await statusFor(ana, layers)).toBe(200)
    expect(await statusFor(bob, layers)).toBe(404)
    // Not drawn for this copy; explained only after.
    expect(await statusFor(ana, gif)).toBe(404)
    expect(await statusFor(ana, ports)).toBe(404)
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'closed' } })
    expect(await statusFor(ana, ports)).toBe(404)
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'released' } })
    expect(await statusFor(ana, ports)).toBe(200)
    const parts = { points: true, answers: true, key: true, explanations: false }
    await world.db.exam.update({
      where: { id: exam.id },
      data: { release: { what: 'review', when: 'by_hand', parts } },
    })
    expect(await statusFor(ana, ports)).toBe(404)
    expect(await statusFor(ana, layers)).toBe(200)
  })

  it('a student in what they may practise now', async () => {
    const ana = await world.student({ course, name: 'Ana Learner' })
    expect(await statusFor(ana, layers)).toBe(404)
    const { params, draft } = await editing('img-a')
    await world.ask(nadia, writing.saveQuestion, { params, body: { ...draft, purpose: 'practice' } })
    expect(await statusFor(ana, layers)).toBe(200)
    expect(await statusFor(ana, ports)).toBe(404)
    const elsewhere = await world.student({ course: await world.course('Réseaux'), name: 'Eve Other' })
    expect(await statusFor(elsewhere, layers)).toBe(404)
  })
})

describe('images of files', () => {
  it('are read beside the file or in the folder, and kept by what they are', async () => {
    expect(imagesOf((await read('img-a')).stem)).toEqual([propsOf(layers, 'des couches')])
    expect(imagesOf((await read('img-b')).choices[0]?.text ?? [])).toEqual([propsOf(ports, 'un port')])
    expect((await read('img-a')).opening).toContain('Que montre des couches')
    // The same files again change nothing.
    await world.load()
    expect((await read('img-a')).version).toBe(1)
  })

  it('another drawing under the same name is another version, and an exam keeps the one it asked', async () => {
    const params = { courseId: course.id, questionId: await idOf('img-a') }
    await world.bank.write('images/couches.png', gif)
    await world.load()
    const after = await read('img-a')
    expect(after.version).toBe(2)
    expect(imagesOf(after.stem)).toEqual([propsOf(gif, 'des couches')])
    const { versions } = (await world.ask(nadia, writing.listVersions, { params })).body
    const changes = versions[0]?.difference.filter(({ kind }) => kind !== 'same').map(({ text }) => text)
    expect(changes?.join('\n')).toContain(addressIn(layers))
    expect(changes?.join('\n')).toContain(addressIn(gif))
    // What the first version shows is still there.
    expect(await statusFor(nadia, layers)).toBe(200)
  })

  it('a picture that the text of the course shows and nobody has is told by its name and its line', async () => {
    await world.bank.write('images/pont.png', ports)
    await world.bank.write(
      'course.md',
      `${smallCourse}\n\n![[pont.png]]\n\n![a][b]\n\n<img src="non.png">\n\n![x](https://exemple.fr/x.png)\n\n[b]: images/absente.png\n`,
    )
    const { problems } = await readBank(world.bank.folder)
    const first = smallCourse.split('\n').length + 4
    const place = { file: 'course.md', column: 1, key: 'course.md' }
    expect(problems).toEqual([
      { ...place, line: first, code: 'missing_image', detail: 'images/absente.png' },
      { ...place, line: first + 2, code: 'missing_image', detail: 'non.png' },
      { ...place, line: first + 4, code: 'external_image', detail: 'https://exemple.fr/x.png' },
    ])
    expect((await readFolderText(world.bank.folder))?.text).toContain(`![](${addressIn(ports)})`)
  })

  it.each([
    ['images/absente.png', 'missing_image'],
    ['https://exemple.fr/x.png', 'external_image'],
    ['../../../etc/passwd', 'missing_image'],
    ['images/dehors.png', 'missing_image'],
    ['images/dessin.png', 'image_svg'],
    ['images/lourde.png', 'image_too_large'],
    [addressIn(ports), 'missing_image'],
  ])('%s: told with its place and its reason, and its question alone is left out', async (name, code) => {
    await world.bank.write('images/dessin.png', svg)
    await world.bank.write('images/lourde.png', Buffer.alloc(largestImage + 1))
    await world.bank.write(addressIn(ports), layers)
    await symlink('/etc/hostname', join(world.bank.folder, 'images/dehors.png')).catch(() => undefined)
    const bad = smallQuestion('img-a', { stem: `Que montre ![ceci](${name}) ?` })
    await world.bank.write('un/images.yaml', smallSection('images', bad, smallQuestion('img-b')))
    const { problems, questions: kept } = await readBank(world.bank.folder)
    expect(problems).toMatchObject([{ file: 'un/images.yaml', line: 3, code, key: 'img-a', detail: name }])
    expect(kept.map(({ question }) => question.id)).toEqual(['img-b', 'res-a'])
  })
})

describe('images of a question written in the browser', () => {
  it('are those of the course, and no other', async () => {
    const { params, draft } = await editing('res-a')
    const save = (stem: string, version = 1) =>
      world.ask(nadia, writing.saveQuestion, { params, body: { ...draft, stem, version } })
    const preview = async (stem: string) => {
      const { version: _version, ...body } = { ...draft, stem, questionId: params.questionId }
      return (await world.ask(nadia, writing.previewQuestion, { params: { courseId: course.id }, body })).body
    }
    const elsewhere = `Que dit ![ceci](${addressIn(jpeg)}) ?`
    expect((await preview(elsewhere)).faults).toEqual(['unknown_image'])
    expect(await save(elsewhere)).toMatchObject({
      status: 422,
      body: { code: 'question_not_ready', details: { faults: ['unknown_image'] } },
    })
    for (const url of ['https://exemple.fr/x.png', 'images/x.png', addressIn(layers).replace('8x5', '80x50')])
      expect((await preview(`![x](${url})`)).faults, url).toEqual(['unknown_image'])
    await give(jpeg)
    const shown = await preview(elsewhere)
    expect(shown.faults).toEqual([])
    expect(imagesOf(shown.stem)).toEqual([propsOf(jpeg, 'ceci')])
    // Without words the linter says so; with them it does not.
    const remarks = async (alt: string) =>
      (await preview(`Que dit ![${alt}](${addressIn(jpeg)}) ?`)).remarks.map(({ code }) => code)
    expect(await remarks('')).toContain('no_alternative_text')
    expect(await remarks('ceci')).not.toContain('no_alternative_text')
    expect((await save(elsewhere)).body).toMatchObject({ version: 2 })
  })
})

describe('images in and out', () => {
  const settings = { section: 'images', difficulty: 'medium', level: 'apply', seconds: 60 } as const
  const stage = (bytes: Uint8Array, name: string, id = course.id, who = nadia) =>
    world.ask(who, batches.stageImport, {
      params: { courseId: id },
      body: { name, base64: Buffer.from(bytes).toString('base64'), ...settings },
    })
  const take = (format: (typeof batches.exportFormats)[number]) =>
    world.app.inject({
      url: `/api/courses/${course.id}/bank-export?format=${format}`,
      cookies: { bareme: nadia.token },
    })

  it.each(['yaml', 'moodle-xml', 'qti22', 'qti30'] as const)(
    'go out as %s and come back the same, here and in another course',
    async (format) => {
      const query = { format }
      const losses = (await world.ask(nadia, batches.readExportLosses, { params: { courseId: course.id }, query })).body
      expect(losses.losses.map(({ feature }) => feature)).not.toContain('files')
      const { rawPayload, headers } = await take(format)
      const name = /filename="([^"]+)"/.exec(String(headers['content-disposition']))?.[1] ?? ''
      const here = await stage(rawPayload, name)
      expect(here.body).toMatchObject({ counts: { added: 0, changed: 0, unchanged: 3 }, notices: [] })

      const other = await world.course('Ailleurs')
      const zoe = await world.staff('Zoé', { course: other, role: 'trainer' })
      const outline = (await world.db.course.findUniqueOrThrow({ where: { id: course.id } })).outline as object
      await world.db.course.update({ where: { id: other.id }, data: { outline: asColumn(outline) } })
      const there = await stage(rawPayload, name, other.id, zoe)
      expect(there.body).toMatchObject({ counts: { added: 3, unusable: 0 }, notices: [] })
      const confirmation = { params: { courseId: other.id, batchId: there.body.batchId }, body: { leave: [] } }
      expect((await world.ask(zoe, batches.confirmImport, confirmation)).status).toBe(200)
      const kept = await world.db.image.findMany({ where: { courseId: other.id }, orderBy: { hash: 'asc' } })
      expect(kept.map(({ hash }) => hash)).toEqual([hashIn(layers), hashIn(ports)].sort())
      const versions = await world.db.questionVersion.findMany({ where: { question: { courseId: other.id } } })
      const shown = JSON.stringify(versions.map(({ rendered }) => rendered))
      expect(shown).toContain(`/api/images/${hashIn(layers)}`)
      expect(shown).toContain(`/api/images/${hashIn(ports)}`)
      expect(await statusFor(zoe, layers)).toBe(200)
    },
  )

  it.each(['gift', 'amc-txt'] as const)('%s says what it cannot carry', async (format) => {
    const params = { courseId: course.id }
    const { losses } = (await world.ask(nadia, batches.readExportLosses, { params, query: { format } })).body
    expect(losses).toContainEqual({ feature: 'files', questions: 2 })
  })

  it('the folder of an export is the same bank again', async () => {
    const { files } = await unzip((await take('yaml')).rawPayload)
    expect([...(files?.keys() ?? [])].sort()).toEqual(
      ['course.md', 'course.yaml', addressIn(layers), addressIn(ports), 'un/images.yaml', 'un/reseaux.yaml'].sort(),
    )
    for (const [path, bytes] of files ?? []) {
      if (imageAddress.test(path)) expect(addressIn(Buffer.from(bytes))).toBe(path)
      await world.bank.write(path, Buffer.from(bytes))
    }
    expect((await world.load()).courseId).toBe(course.id)
    const versions = await world.db.questionVersion.groupBy({ by: ['questionId'], _count: true })
    expect(versions.map(({ _count }) => _count)).toEqual([1, 1, 1])
  })
})

it('a published exam keeps its images, whatever becomes of the bank', async () => {
  const ana = await world.student({ course, name: 'Ana Learner' })
  const owner = { params: { courseId: course.id } }
  const exam = (await world.ask(nadia, exams.createExam, { ...owner, body: { title: 'QCM' } })).body
  const params = { courseId: course.id, examId: exam.id }
  const blueprint = { questionIds: ['img-a'], lines: [] }
  const body = { ...settingsOf(exam), blueprint, revision: exam.revision }
  const { revision } = (await world.ask(nadia, exams.updateExam, { params, body })).body
  expect((await world.ask(nadia, life.publishExam, { params, body: { revision } })).status).toBe(200)
  await world.db.exam.update({ where: { id: exam.id }, data: { status: 'open', opensAt: null, closesAt: null } })

  await world.bank.write('images/couches.png', gif)
  await world.load()
  expect(imagesOf((await read('img-a')).stem)).toEqual([propsOf(gif, 'des couches')])
  const started = await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device: 'a'.repeat(16) } })
  expect(started.body.questions.map(({ stem }) => imagesOf(stem))).toEqual([[propsOf(layers, 'des couches')]])
  expect(await statusFor(ana, layers)).toBe(200)
  expect(await statusFor(ana, gif)).toBe(404)
  const booklet = (await world.ask(nadia, composition.getBooklet, { ...owner, query: { exam: exam.id } })).body
  expect(JSON.stringify(booklet)).toContain(`/api/images/${hashIn(layers)}`)
})

it('an image the course has lost is told before the exam is published, and by the editor', async () => {
  const { draft } = await editing('img-a')
  const exam = (await world.ask(nadia, exams.createExam, { params: { courseId: course.id }, body: { title: 'QCM' } }))
    .body
  const params = { courseId: course.id, examId: exam.id }
  const blueprint = { questionIds: ['img-a', 'img-b'], lines: [] }
  await world.ask(nadia, exams.updateExam, {
    params,
    body: { ...settingsOf(exam), blueprint, revision: exam.revision },
  })
  const told = async () =>
    (await world.ask(nadia, composition.getDraw, { params })).body.remarks.filter(
      ({ code }) => code === 'missing_image',
    )
  expect(await told()).toEqual([])
  await world.db.image.deleteMany({ where: { courseId: course.id, hash: hashIn(layers) } })
  expect(await told()).toEqual([{ code: 'missing_image', count: 1 }])

  // Whatever its address, its words are shown in its place.
  const stem = 'Que montre ![le réseau](reseau.png) ?'
  const { version: _version, ...body } = { ...draft, stem }
  const preview = await world.ask(nadia, writing.previewQuestion, { params: { courseId: course.id }, body })
  // Once: as a fault of the draft, not as a remark beside it.
  expect(preview.body.faults).toEqual(['unknown_image'])
  expect(preview.body.remarks.map(({ code }) => code)).not.toContain('missing_image')
  expect(imagesOf(preview.body.stem)).toEqual([{ alt: 'le réseau' }])
})
