import { randomBytes, randomUUID } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getSession } from '#contract/auth/auth.ts'
import * as materials from '#contract/courses/materials.ts'
import * as archives from '#contract/exports/archives.ts'
import * as imports from '#contract/grading/exam-imports.ts'
import * as batches from '#contract/questions/question-batches.ts'
import * as rosterImport from '#contract/students/roster-import.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

// What comes as a file is refused in a thread: whatever it holds, the others are answered meanwhile.
let world: World
let olga: Someone
let params: { courseId: string }
beforeAll(async () => {
  world = await createWorld()
  const outline = {
    sessions: [{ id: 'un', title: 'Un', sections: [{ id: 'images', title: 'Images', headings: ['Images'] }] }],
  }
  const course = await world.db.course.create({ data: { slug: 'lourd', title: 'Lourd', outline: asColumn(outline) } })
  params = { courseId: course.id }
  olga = await world.staff('Olga', { course, role: 'owner' })
})
afterAll(() => world.close())

const base64 = (content: string | Uint8Array) => Buffer.from(content as Uint8Array).toString('base64')
const gift = (text: string) => ({
  ...{ name: 'a.gift', base64: base64(text) },
  ...{ section: 'images', difficulty: 'medium', level: 'apply', seconds: 60 },
})
const row = () => JSON.stringify({ attemptId: randomUUID(), said: 'x'.repeat(200) })

const archiveOf = async (lines: string) => ({
  base64: base64(await zip([{ path: 'donnees/AnswerEvent.jsonl', bytes: Buffer.from(lines) }])),
})

const cases: [string, () => Promise<{ status: number; body: { code?: string | undefined } }>, string | undefined][] = [
  [
    'an archive that swells a thousand times',
    async () => {
      const body = await archiveOf(`${row()}\n`.repeat(400_000))
      return world.ask(olga, archives.previewArchive, { params, body })
    },
    'file_too_heavy',
  ],
  [
    'an archive of one line that never ends',
    async () => {
      const body = await archiveOf(Array.from({ length: 60_000 }, row).join(' '))
      return world.ask(olga, archives.previewArchive, { params, body })
    },
    'file_too_heavy',
  ],
  [
    'forty-five megabytes of noise',
    async () => {
      const body = { base64: base64(randomBytes(45 * 1024 * 1024)) }
      return world.ask(olga, archives.previewArchive, { params, body })
    },
    'not_an_archive',
  ],
  [
    'a title that hesitates',
    () => world.ask(olga, batches.stageImport, { params, body: gift(`::${'\\a'.repeat(40_000)}`) as never }),
    undefined,
  ],
  [
    'two megabytes of open comments',
    () => world.ask(olga, batches.stageImport, { params, body: gift(`<quiz>&x ${'<!--'.repeat(500_000)}`) as never }),
    undefined,
  ],
  [
    'a deck of two megabytes of open brackets',
    () => {
      const body = { name: 'deck.md', base64: base64(`# Titre\n\n${'[![](<'.repeat(330_000)}`) }
      return world.ask(olga, materials.stageMaterial, { params, body })
    },
    undefined,
  ],
  [
    'forty megabytes of noise called a deck',
    async () => {
      const body = { name: 'deck.pptx', base64: base64(randomBytes(40 * 1024 * 1024)) }
      return world.ask(olga, materials.stageMaterial, { params, body })
    },
    'material_unreadable',
  ],
  [
    'a class list whose quote never closes',
    () => {
      const body = { base64: base64(`nom;prenom\n"${'a;b\n'.repeat(200_000)}`) }
      return world.ask(olga, rosterImport.previewImport, { params, body: body as never })
    },
    undefined,
  ],
  [
    'a table of answers with a hundred thousand columns',
    () => {
      const body = {
        responses: { base64: base64(`nom${';q'.repeat(100_000)}\n`) },
        key: null,
        unknown: 'leave',
        scale: { kind: 'all_or_nothing' },
      }
      return world.ask(olga, imports.previewExamImport, { params, body: body as never })
    },
    undefined,
  ],
]

it.each(cases)(
  '%s is answered without stopping the others',
  async (_name, send, code) => {
    // What the test itself makes is not what the server pays for: the body is sent once it exists.
    const delay = monitorEventLoopDelay({ resolution: 10 })
    const answer = send()
    await world.ask(olga, getSession, {})
    delay.enable()
    let isOver = false
    void answer.finally(() => {
      isOver = true
    })
    let answered = 0
    while (!isOver) {
      expect((await world.ask(olga, getSession, {})).status).toBe(200)
      answered += 1
    }
    delay.disable()
    const { status, body } = await answer
    expect(status).toBeLessThan(500)
    if (code) expect(body.code).toBe(code)
    expect(answered).toBeGreaterThan(0)
    expect(delay.max / 1e6).toBeLessThan(2_000)
  },
  120_000,
)

/** As a browser sends it: the body is read by whatever reads large ones. */
const post = (payload: string) =>
  world.app.inject({
    method: 'POST',
    url: archives.previewArchive.path.replace(':courseId', params.courseId),
    headers: { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/json' },
    cookies: { bareme: olga.token },
    payload,
  })
const long = 'A'.repeat(2_000_000)

it.each([
  ['cut short', `{"base64":"${long}`, 400, 'invalid_request'],
  ['with a name that reaches a prototype', `{"base64":"${long}","__proto__":{}}`, 400, 'invalid_request'],
  ['with a field nobody knows', `{"base64":"${long}","other":1}`, 400, 'invalid_request'],
  ['whose file is no base64', `{"base64":"${long}é"}`, 400, 'invalid_request'],
  ['that is whole', `{"base64":"${long}"}`, 422, 'not_an_archive'],
])('a large body %s is read as a small one', async (_name, payload, status, code) => {
  const answer = await post(payload)
  expect({ status: answer.statusCode, code: answer.json().code }).toEqual({ status, code })
})
