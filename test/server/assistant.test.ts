import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as assistants from '#contract/courses/assistant.ts'
import * as materials from '#contract/courses/materials.ts'
import {
  confirmImport,
  getBatch,
  getStagedDraft,
  getStagedDrafts,
  listBatches,
  saveStagedDraft,
  undoBatch,
} from '#contract/questions/question-batches.ts'
import { listVersions } from '#contract/questions/question-writing.ts'
import { closeDrafting } from '#server/courses/drafting-work.ts'
import { assistantServer, begin, pieceOf, piecesOf } from '#test/setup/assistant-server.ts'
import { smallQuestion } from '#test/setup/small-bank.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let model: Awaited<ReturnType<typeof assistantServer>>
let world: World
let course: { id: string }
let olga: Someone
let nadia: Someone
const limits = { longestMs: 120_000, silenceMs: 30_000 }
const assistant = { url: '', model: 'petit-modele', key: 'clef-de-l-ecole', ...limits }
const params = () => ({ courseId: course.id })
const inSection = () => ({ ...params(), section: 'volumes' })

beforeAll(async () => {
  model = await assistantServer()
  assistant.url = model.url
  world = await createWorld({ settings: { assistant } })
}, 90_000)
afterAll(async () => {
  await world.close()
  await model.close()
})
beforeEach(async () => {
  Object.assign(assistant, limits)
  model.asked.length = 0
  course = await world.course('Cours vide')
  olga = await world.staff('Olga', { course, role: 'owner' })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  await addDeck()
})

const deck = '# Conteneurs\n\n## Volumes\n\nUn volume survit au conteneur.\n\n## Réseaux\n\nUn réseau relie.\n'

async function addDeck() {
  const sent = { name: 'seance.md', base64: Buffer.from(deck).toString('base64') }
  const { id: materialId } = (await world.ask(nadia, materials.stageMaterial, { params: params(), body: sent })).body
  const { body: read } = await world.ask(nadia, materials.getMaterial, { params: { ...params(), materialId } })
  const body = {
    ...{ title: read.title, outline: read.outline, replaces: null, roles: read.parts.map(({ role }) => role) },
    first: { kind: 'new' as const, title: read.title },
  }
  await world.ask(nadia, materials.confirmMaterial, { params: { ...params(), materialId }, body })
}

const allow = (who: Someone, host: string | null) =>
  world.ask(who, assistants.setAssistant, { params: params(), body: { host } })
const state = async () => (await world.ask(nadia, assistants.getAssistant, { params: params() })).body
const preview = async (count = 10) =>
  (await world.ask(nadia, materials.getDraftingPrompt, { params: params(), query: { sections: 'volumes', count } }))
    .body
async function ask({ count = 10, fingerprint }: { count?: number; fingerprint?: string } = {}) {
  const body = { count, fingerprint: fingerprint ?? (await preview(count)).fingerprint }
  return world.ask(nadia, assistants.draftQuestions, { params: inSection(), body })
}
/** Asks, and waits for the end of the answer. */
async function draft(asked: Parameters<typeof ask>[0] = {}) {
  const reply = await ask(asked)
  await expect.poll(async () => (await state()).drafting, { timeout: 10_000, interval: 20 }).toBeNull()
  return reply
}
const forget = (batchId: string, who = nadia) =>
  world.ask(who, assistants.forgetDrafts, { params: { ...params(), batchId } })
const drafts = async (batchId: string) =>
  (await world.ask(nadia, getStagedDrafts, { params: { ...params(), batchId } })).body
const inBank = () => world.db.question.count({ where: { courseId: course.id } })
const batches = () => world.db.questionBatch.count({ where: { courseId: course.id } })

const good = (id: string) => smallQuestion(id, { heading: 'Volumes', quote: 'survit au conteneur' })
const answerOf = (...questions: string[]) =>
  `Voici des questions :\n\n\`\`\`yaml\nsection: volumes\nquestions:\n${questions.join('')}\`\`\`\nBon courage !\n`

it('is off until an owner allows the host that was shown', async () => {
  model.willSay(answerOf(good('vol-a')))
  expect(await state()).toEqual({
    ...{
      assistant: { host: model.host, model: 'petit-modele' },
      isOn: false,
      drafting: null,
      failed: null,
      waiting: [],
    },
  })
  expect((await preview()).assistant).toBeNull()
  expect((await draft()).body.code).toBe('assistant_off')
  expect((await allow(nadia, model.host)).body.code).toBe('not_allowed')
  expect((await allow(olga, 'ailleurs.example.org')).body.code).toBe('assistant_off')
  expect((await allow(olga, model.host)).status).toBe(200)
  expect((await state()).isOn).toBe(true)
  // Another address in the settings has to be allowed again.
  assistant.url = 'http://ailleurs.example.org/v1'
  expect((await state()).isOn).toBe(false)
  expect((await draft()).body.code).toBe('assistant_off')
  assistant.url = model.url
  Object.assign(world.deps.settings, { assistant: null })
  expect(await state()).toMatchObject({ assistant: null, isOn: false })
  expect((await draft()).body.code).toBe('assistant_off')
  Object.assign(world.deps.settings, { assistant })
  await allow(olga, null)
  expect((await draft()).body.code).toBe('assistant_off')
  expect(model.asked).toEqual([])
  const lines = await world.db.auditLine.findMany({ where: { courseId: course.id, action: 'course.assistant' } })
  expect(lines).toHaveLength(2)
})

it('is sent the text that was shown, and nothing else: no student, no question kept for exams', async () => {
  await world.student({ course, name: 'Zélie Quidam', group: 'Groupe Azur' })
  await allow(olga, model.host)
  model.willSay(answerOf(good('vol-exam')))
  const { batchId } = (await draft()).body
  const body = { leave: [], accept: ['vol-exam'] }
  await world.ask(nadia, confirmImport, { params: { ...params(), batchId }, body })
  model.asked.length = 0
  const shown = await preview(3)
  expect(shown).toMatchObject({ sections: [{ passages: 1 }], models: 0, examModels: 0 })
  expect(shown.prompt).toContain('Un volume survit au conteneur')
  expect((await draft({ count: 3, fingerprint: shown.fingerprint })).status).toBe(200)
  expect(model.asked).toEqual([
    {
      path: '/v1/chat/completions',
      key: 'Bearer clef-de-l-ecole',
      body: { model: 'petit-modele', stream: true, messages: [{ role: 'user', content: shown.prompt }] },
    },
  ])
  const sent = JSON.stringify(model.asked)
  for (const secret of ['Zélie', 'Quidam', 'Azur', 'De quoi est faite']) expect(sent).not.toContain(secret)
  // Shown for three questions, asked for ten: it is another text.
  expect((await draft({ fingerprint: shown.fingerprint })).body.code).toBe('preview_outdated')
  expect(model.asked).toHaveLength(1)
})

it('is asked on one section, by its own name', async () => {
  await allow(olga, model.host)
  const { fingerprint } = await preview()
  for (const section of ['volumes,volumes', 'volumes,reseaux', ',volumes', '\0']) {
    const sent = { params: { ...params(), section }, body: { count: 10, fingerprint } }
    expect((await world.ask(nadia, assistants.draftQuestions, sent)).body.code).toBe('not_found')
  }
  expect(await batches()).toBe(0)
})

it('drafts wait, whole, and only those that a person accepts by name enter the bank, with their origin', async () => {
  await allow(olga, model.host)
  model.willSay(answerOf(good('vol-a'), good('vol-b').replace('faite une image', 'fait un volume')))
  const { batchId } = (await draft()).body
  expect(await inBank()).toBe(0)
  expect((await state()).waiting).toMatchObject([{ batchId, title: 'Volumes', byName: 'Nadia', drafts: 2 }])
  const read = await drafts(batchId)
  expect(read.counts).toEqual({ added: 2, changed: 0, unchanged: 0, unusable: 0 })
  expect(read.added[0]).toMatchObject({ key: 'vol-a', section: 'volumes', draft: { remarks: expect.any(Array) } })
  expect(read.added[0]?.draft).toMatchObject({
    choices: [{ correct: true }, { correct: false }],
    source: { heading: 'Volumes', quote: 'survit au conteneur' },
  })
  const confirm = (accept?: string[]) =>
    world.ask(nadia, confirmImport, {
      params: { ...params(), batchId },
      body: { leave: [], ...(accept ? { accept } : {}) },
    })
  expect((await confirm()).body.code).toBe('nothing_to_import')
  expect(await inBank()).toBe(0)
  expect((await confirm(['vol-b', 'inconnue'])).body).toMatchObject({
    kind: 'assistant',
    label: 'petit-modele',
    added: 1,
  })
  const [question] = await world.db.question.findMany({ where: { courseId: course.id } })
  expect(question).toMatchObject({ key: 'vol-b', section: 'volumes' })
  const versions = await world.ask(nadia, listVersions, { params: { ...params(), questionId: question?.id ?? '' } })
  expect(versions.body.versions).toMatchObject([{ number: 1, origin: 'assistant', byName: 'Nadia' }])
  expect((await world.ask(nadia, listBatches, { params: params() })).body.batches).toHaveLength(1)
  await world.ask(nadia, undoBatch, { params: { ...params(), batchId } })
  expect(await inBank()).toBe(0)
})

it('what a draft may not do is left out, with the reason', async () => {
  await allow(olga, model.host)
  model.willSay(answerOf(good('vol-taken')))
  const first = (await draft()).body.batchId
  const body = { leave: [], accept: ['vol-taken'] }
  await world.ask(nadia, confirmImport, { params: { ...params(), batchId: first }, body })
  const certified = `${good('vol-ok').replace('faite une image', 'fait un volume')}    verified: { date: 2026-11-01, version: '1' }
    allow: { absolute_word: parce que je le dis }
`
  model.willSay(
    answerOf(
      good('vol-taken').replace('une pile', 'un tas'),
      `${smallQuestion('vol-invented', {
        heading: 'Volumes',
        quote: 'un volume vole au vent',
        stem: 'Que fait le vent ?',
      })}    allow: { unknown_quote: parce que je le dis }\n`,
      smallQuestion('vol-title', { heading: 'Volumes', quote: 'Volumes', stem: 'Quel est le titre ?' }),
      good('vol-same').replace('D’un noyau et d’un disque', 'De couches superposées'),
      certified,
    ),
  )
  const { batchId } = (await draft()).body
  const read = await drafts(batchId)
  expect(read.added.map(({ key }) => key)).toEqual(['vol-ok'])
  expect(JSON.stringify(read.added[0])).not.toMatch(/verified|allow/)
  expect(read.changed).toEqual([])
  expect(read.unusable.map(({ reason, kind }) => [reason, kind])).toEqual(
    expect.arrayContaining([
      ['id_taken', ''],
      ['lint', 'unknown_quote'],
      ['lint', 'bare_quote'],
    ]),
  )
  expect(read.counts.unusable).toBe(4)
})

it('a draft is edited before it is accepted: it keeps its origin and its rules, and still waits', async () => {
  await allow(olga, model.host)
  model.willSay(answerOf(good('vol-a')))
  const { batchId } = (await draft()).body
  const place = { params: { ...params(), batchId, key: 'vol-a' } }
  const { headings: _headings, ...read } = (await world.ask(nadia, getStagedDraft, place)).body
  const save = (change: Partial<typeof read>, who = nadia) =>
    world.ask(who, saveStagedDraft, { ...place, body: { ...read, ...change } })
  expect((await save({ stem: '' })).body).toMatchObject({ code: 'question_not_ready', details: { faults: ['stem'] } })
  const unproven = await save({ source: { heading: 'Volumes', quote: 'un volume vole au vent' } })
  expect(unproven.body.code).toBe('draft_not_proven')
  expect((await save({ stem: 'De quoi un volume est-il fait ?' })).status).toBe(200)
  // Whoever read it before reads it again first.
  expect((await save({ stem: 'Trop tard ?' })).body.code).toBe('changed_meanwhile')
  expect((await drafts(batchId)).added).toMatchObject([{ key: 'vol-a', opening: 'De quoi un volume est-il fait ?' }])
  expect(await inBank()).toBe(0)
  const elsewhere = { params: { ...place.params, key: 'vol-b' } }
  expect((await world.ask(nadia, getStagedDraft, elsewhere)).status).toBe(404)
  await world.ask(nadia, confirmImport, { params: { ...params(), batchId }, body: { leave: [], accept: ['vol-a'] } })
  const stored = await world.db.question.findFirstOrThrow({
    where: { courseId: course.id },
    include: { versions: true },
  })
  expect(stored.versions).toMatchObject([{ origin: 'assistant', content: { stem: 'De quoi un volume est-il fait ?' } }])
  expect((await world.ask(nadia, getStagedDraft, place)).status).toBe(404)
})

it('drafts of another section are left out', async () => {
  await allow(olga, model.host)
  model.willSay(answerOf(good('vol-a')).replace('section: volumes', 'section: reseaux'))
  const read = await drafts((await draft()).body.batchId)
  expect(read.added).toEqual([])
  expect(read.unusable).toMatchObject([{ reason: 'other_section' }])
})

const html = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Bienvenue</title>')
}
const status = (code: number) => (response: ServerResponse) => {
  response.writeHead(code, { 'content-type': 'application/json' }).end('{"error":{"message":"clef-de-l-ecole"}}')
}
const stream = (text: string) => (response: ServerResponse) => {
  begin(response).end(text)
}
/** Keeps sending the same until the other side hangs up. */
const endless = (piece: string) => (response: ServerResponse) => {
  begin(response)
  const more = () => {
    while (!response.destroyed && response.write(piece));
  }
  response.on('drain', more)
  more()
}
const atOnce = (body: unknown) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
const slowly = (response: ServerResponse) => {
  begin(response)
  const timer = setInterval(() => response.write(': encore\n\n'), 20)
  response.on('close', () => clearInterval(timer))
}

const bad: [assistants.AssistantFailure, string, (response: ServerResponse) => void, Partial<typeof limits>?][] = [
  ['not_a_stream', 'a page', html],
  ['key_refused', '401', status(401)],
  ['limited', '429', status(429)],
  ['error', '500', status(500)],
  ['unreadable', 'lines that are no events', stream('bonjour\n\n')],
  ['unreadable', 'events that are no JSON', stream('data: {"choices": [\n\n')],
  ['unreadable', 'events of another protocol', stream('data: {"error": "non"}\n\n')],
  ['cut', 'an answer without its end', stream(piecesOf(answerOf(good('vol-a'))))],
  [
    'cut',
    'a connection that breaks',
    (response) => {
      begin(response).write(piecesOf('section: volumes\n'))
      setImmediate(() => response.destroy())
    },
  ],
  [
    'cut',
    'a connection that breaks in the middle of a question',
    (response) => {
      begin(response).write(piecesOf(answerOf(good('vol-a'), good('vol-b')).slice(0, 700)))
      setImmediate(() => response.destroy())
    },
  ],
  ['unreadable', 'an event cut in two', stream('data: {"choices":[{"delta":\ndata: {"content":"a"}}]}\n\n')],
  ['unreadable', 'another document at once', atOnce({ hello: 1 })],
  ['unreadable', 'an error at once', atOnce({ error: { message: 'non' } })],
  ['no_question', 'words at once', atOnce({ choices: [{ message: { content: 'Je ne peux pas.' } }] })],
  [
    'too_large',
    'two megabytes of words at once',
    atOnce({ choices: [{ message: { content: 'a'.repeat(2_000_000) } }] }),
  ],
  ['no_question', 'words', stream(`${piecesOf('Je ne peux pas répondre à cela.')}data: [DONE]\n\n`)],
  ['too_large', 'an endless answer', endless(pieceOf('a'.repeat(20_000)))],
  ['too_large', 'fifty megabytes on one line', endless('x'.repeat(100_000))],
  ['too_large', 'fifty megabytes of remarks', endless(`: ${'x'.repeat(60_000)}\n`)],
  ['silent', 'nothing at all', () => undefined, { silenceMs: 100 }],
  ['silent', 'silence in the middle', (response) => void begin(response).write(piecesOf('a')), { silenceMs: 300 }],
  ['too_slow', 'an answer without end', slowly, { longestMs: 300 }],
]

it.each(bad)('%s: %s', async (reason, _what, answer, shorter = {}) => {
  await allow(olga, model.host)
  model.willAnswer(answer)
  const { fingerprint } = await preview()
  Object.assign(assistant, shorter)
  const { batchId } = (await draft({ fingerprint })).body
  expect(await state()).toMatchObject({ failed: { batchId, title: 'Volumes', byName: 'Nadia', reason }, waiting: [] })
  expect(await inBank()).toBe(0)
  // Nothing of the answer is kept, and what was said is forgotten once it was read.
  expect(await world.db.questionBatch.findMany({ where: { id: batchId } })).toMatchObject([{ staged: null, added: [] }])
  expect((await world.ask(nadia, getStagedDrafts, { params: { ...params(), batchId } })).status).toBe(404)
  await forget(batchId)
  expect([(await state()).failed, await batches()]).toEqual([null, 0])
})

it('reads the answer of a server that does not stream, and a stream with the line ends of others', async () => {
  await allow(olga, model.host)
  const text = answerOf(good('vol-a'))
  model.willAnswer(atOnce({ choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }] }))
  expect((await drafts((await draft()).body.batchId)).counts.added).toBe(1)
  const others = `: bonjour\n\nevent: message\nid: 1\n${piecesOf(text)}data:[DONE]\n\n`
  model.willAnswer(stream(others.replaceAll('\n', '\r\n')))
  expect((await drafts((await draft()).body.batchId)).counts.added).toBe(1)
})

it('follows no redirection, and says when nobody answers or when there is nothing to send', async () => {
  await allow(olga, model.host)
  const elsewhere = await assistantServer()
  model.willAnswer((response) => {
    response.writeHead(307, { location: `${elsewhere.url}/chat/completions` }).end()
  })
  await draft()
  expect((await state()).failed).toMatchObject({ reason: 'redirected' })
  expect(elsewhere.asked).toEqual([])
  // Its door is closed from here on.
  await elsewhere.close()
  assistant.url = elsewhere.url
  await allow(olga, elsewhere.host)
  await draft()
  expect((await state()).failed).toMatchObject({ reason: 'unreachable' })
  assistant.url = model.url
  await allow(olga, model.host)
  const { outline } = await world.db.course.findUniqueOrThrow({ where: { id: course.id }, select: { outline: true } })
  const [session] = outline.sessions
  if (!session) throw new Error('the deck has a session')
  const sections = [...(session.sections ?? []), { id: 'vide', title: 'Vide', headings: [], objectives: [], labs: [] }]
  await world.db.course.update({
    where: { id: course.id },
    data: { outline: { sessions: [{ ...session, sections }] } as typeof outline },
  })
  const place = { params: { ...params(), section: 'vide' } }
  const { fingerprint } = (
    await world.ask(nadia, materials.getDraftingPrompt, { params: params(), query: { sections: 'vide' } })
  ).body
  const empty = await world.ask(nadia, assistants.draftQuestions, { ...place, body: { count: 10, fingerprint } })
  expect(empty.body.details).toEqual({ reason: 'no_passage' })
})

/** A request whose answer has begun, and waits to be ended. */
async function answering(text: string) {
  const { fingerprint } = await preview()
  const answer = new Promise<ServerResponse>((resolve) => model.willAnswer(resolve))
  const { batchId } = (await ask({ fingerprint })).body
  const response = await answer
  begin(response).write(piecesOf(text))
  await expect.poll(async () => (await state()).drafting?.characters ?? 0, { timeout: 10_000 }).toBeGreaterThan(200)
  return { batchId, fingerprint, response }
}

it('answers one request of a course at a time, and says how far it is', async () => {
  await allow(olga, model.host)
  const { fingerprint, response } = await answering(answerOf(good('vol-a')))
  expect((await state()).drafting).toMatchObject({ title: 'Volumes', byName: 'Nadia', questions: 1, count: 10 })
  expect((await ask({ fingerprint })).body.details).toEqual({ reason: 'busy' })
  const row = await world.db.questionBatch.findFirstOrThrow({ where: { courseId: course.id, state: 'drafting' } })
  const place = { ...params(), batchId: row.id }
  expect((await world.ask(nadia, getBatch, { params: place })).status).toBe(404)
  expect((await world.ask(nadia, confirmImport, { params: place, body: { leave: [] } })).status).toBe(404)
  response.end('data: [DONE]\n\n')
  await expect.poll(async () => (await state()).waiting.length, { timeout: 10_000 }).toBe(1)
})

it('hangs up when the request is forgotten, and keeps nothing', async () => {
  await allow(olga, model.host)
  const { batchId, response } = await answering(answerOf(good('vol-a')))
  const hungUp = new Promise((resolve) => response.on('close', resolve))
  const zoe = await world.staff('Zoé', { course: await world.course('Autre cours'), role: 'owner' })
  expect((await forget(batchId, zoe)).status).toBe(404)
  expect((await forget(batchId)).status).toBe(200)
  await hungUp
  await closeDrafting(world.deps)
  expect(await state()).toMatchObject({ drafting: null, failed: null, waiting: [] })
  expect(await batches()).toBe(0)
  expect((await forget(batchId)).status).toBe(404)
})

it('says that the server restarted in the middle, whether it could say so or not, and asks again', async () => {
  await allow(olga, model.host)
  const closed = await answering(answerOf(good('vol-a')))
  await closeDrafting(world.deps)
  expect((await state()).failed).toMatchObject({ batchId: closed.batchId, title: 'Volumes', reason: 'restarted' })
  model.willSay(answerOf(good('vol-a')))
  const { batchId } = (await draft()).body
  expect(await state()).toMatchObject({ failed: null, waiting: [{ batchId }] })
  // A server that was killed left its row as it was.
  await world.db.questionBatch.update({ where: { id: batchId }, data: { state: 'drafting' } })
  world.wait(1)
  expect(await state()).toMatchObject({ drafting: null, failed: { batchId, title: 'Volumes', reason: 'restarted' } })
  expect((await draft()).status).toBe(200)
  expect(await state()).toMatchObject({ failed: null, waiting: [{ byName: 'Nadia' }] })
})

it('the key never reaches a page, and drafts of a course stay in it', async () => {
  await allow(olga, model.host)
  model.willSay(answerOf(good('vol-a')))
  const { batchId } = (await draft()).body
  const said = JSON.stringify([await state(), await preview(), await drafts(batchId)])
  expect(said).not.toContain('clef-de-l-ecole')
  const other = await world.course('Autre cours')
  const zoe = await world.staff('Zoé', { course: other, role: 'owner' })
  const there = await world.ask(zoe, getStagedDrafts, { params: { courseId: other.id, batchId } })
  expect(there.status).toBe(404)
})
