import { randomBytes, randomUUID } from 'node:crypto'
import { connect } from '#server/platform/database/connect.ts'
import { startSession } from '#server/platform/sessions.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { bodyShape, bullets, writePptx } from '#test/setup/decks/write-pptx.ts'
import { load } from './processes.ts'
import { depsOf, prepareRoom } from './room.ts'
import type { Ground } from './rush.ts'
import { startGenerator, startServer } from './server-process.ts'
import type { Steadied, Steady, Turn } from './steady.ts'

/**
 * Measures the time of a save while heavy files are being sent, and without them, in alternating turns: the worst
 * invalid ones, or the material of a course.
 */
export async function refuse(
  { adminUrl, dataDir }: Ground,
  given: { students: number; turns: number; turnMs: number; sent: keyof typeof filesOf },
) {
  const room = await prepareRoom({ adminUrl, name: `bench_${given.sent.toLowerCase()}`, students: given.students })
  const trainer = await makeTrainer(room.url)
  const server = await startServer({ entry: 'main', url: room.url, dataDir })
  const generator = startGenerator('steady.ts')
  try {
    const loadBefore = load()
    const files = await filesOf[given.sent]()
    const refusals: Refused[] = []
    generator.say({ room, port: server.port, everyMs: 400 } satisfies Steady)
    await generator.heard()
    for (let turn = 0; turn < given.turns; turn += 1) {
      for (const kind of turn % 2 === 0 ? (['quiet', 'heavy'] as const) : (['heavy', 'quiet'] as const)) {
        const sending = kind === 'heavy' ? sendUntil({ ...trainer, port: server.port, files }) : null
        generator.say({ kind, ms: given.turnMs } satisfies Turn)
        await generator.heard()
        if (sending) refusals.push(...(await sending.stop()))
      }
    }
    generator.say({ kind: 'end' } satisfies Turn)
    const { quiet, heavy, errors } = await generator.heard<Steadied>()
    const worst = refusals.reduce((most, one) => (one.ms > most.ms ? one : most))
    return {
      ...{ students: given.students, quiet, heavy, errors },
      ratio: Math.round((100 * (heavy.p99 ?? 0)) / (quiet.p99 ?? 1)) / 100,
      refusals: refusals.length,
      faults: refusals.filter(({ status }) => status >= 500 && status !== 503).length,
      worst: { name: worst.name, seconds: Math.round(worst.ms / 100) / 10, status: worst.status },
      ...{ loadBefore, loadAfter: load() },
    }
  } finally {
    generator.stop()
    await server.stop()
  }
}

/** The server hung up on a file above its limit before all of it was sent. */
const cut = 0

type Heavy = { name: string; path: string; body: Buffer }
type Refused = { name: string; status: number; ms: number }
type Sending = { courseId: string; token: string; port: number; files: readonly Heavy[] }

function sendUntil({ courseId, token, port, files }: Sending) {
  let isOver = false
  const run = async () => {
    const done: Refused[] = []
    for (let rank = 0; !isOver; rank += 1) {
      const { name, path, body } = files[rank % files.length] as Heavy
      const began = performance.now()
      const { status } = await fetch(`http://127.0.0.1:${port}/api/courses/${courseId}/${path}`, {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json', cookie: `bareme=${token}` },
          origin: `http://127.0.0.1:${port}`,
        },
        body: new Uint8Array(body),
      }).catch(() => ({ status: cut }))
      done.push({ name, status, ms: performance.now() - began })
    }
    return done
  }
  const running = run()
  return {
    stop: () => {
      isOver = true
      return running
    },
  }
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as Uint8Array).toString('base64')

async function material(): Promise<Heavy[]> {
  const words = 'Un conteneur partage le noyau de son hôte et garde ses fichiers dans des couches. '.repeat(6)
  const body = bodyShape(bullets(words, words, words))
  const slides = Array.from({ length: 500 }, (_, rank) => ({ title: `Diapositive ${rank + 1}`, body }))
  const deck = await writePptx({ slides })
  const sent = (name: string, bytes: Uint8Array) => json({ name, base64: base64(bytes) })
  return [
    { name: '200 MB, above the limit', path: 'materials', body: sent('cours.pptx', randomBytes(200 * 1024 * 1024)) },
    { name: 'deck of 500 slides', path: 'materials', body: sent('cinq-cents.pptx', deck) },
    { name: '60 MB of noise', path: 'materials', body: sent('bruit.pptx', randomBytes(60 * 1024 * 1024)) },
  ]
}

async function worstFiles(): Promise<Heavy[]> {
  const questions = (text: string) =>
    json({
      ...{ name: 'a.gift', base64: base64(text), section: 'images', difficulty: 'medium', level: 'apply', seconds: 60 },
    })
  const line = `${JSON.stringify({ attemptId: randomUUID(), said: 'x'.repeat(300) })}\n`
  const swelling = await zip([{ path: 'donnees/AnswerEvent.jsonl', bytes: Buffer.from(line.repeat(600_000)) }])
  const plain = {
    correct: false,
    feedback: '',
    keepLast: false,
    weight: null,
    indispensable: false,
    inacceptable: false,
  }
  const table = `${'|a'.repeat(1_200)}|\n${'|-'.repeat(1_200)}|\n${'|\n'.repeat(600)}`
  const draft = {
    ...{ section: 'images', type: 'single', stem: table, explanation: 'x', difficulty: 'easy', level: 'remember' },
    ...{ purpose: 'exam', seconds: 40, tags: [], source: { heading: 'x', quote: 'x' } },
    choices: [
      { ...plain, text: 'oui', correct: true },
      { ...plain, text: 'non' },
    ],
  }
  return [
    { name: 'archive that swells', path: 'exams/archive-previews', body: json({ base64: base64(swelling) }) },
    { name: 'title of backslashes', path: 'question-imports', body: questions(`::${'\\a'.repeat(100_000)}`) },
    { name: 'table of a million cells', path: 'question-previews', body: json(draft) },
    { name: 'nested blocks', path: 'question-imports', body: questions(`<quiz>${'<div>'.repeat(40_000)}`) },
    {
      name: 'quote that never closes',
      path: 'students/import-previews',
      body: json({ base64: base64(`a;b\n"${'c;d\n'.repeat(400_000)}`) }),
    },
    {
      name: '60 MB of noise',
      path: 'exams/archive-previews',
      body: json({ base64: base64(randomBytes(45 * 1024 * 1024)) }),
    },
  ]
}

const filesOf = { worstFiles, material }

async function makeTrainer(url: string) {
  const { pool, db, close } = connect(url)
  try {
    const deps = depsOf({ pool, db })
    const { id: courseId } = await db.course.findFirstOrThrow()
    const person = await db.person.create({
      data: { name: 'Bench', email: 'bench@exemple.fr', memberships: { create: { courseId, role: 'owner' } } },
    })
    const { token } = await startSession(deps, { personId: person.id, userAgent: 'bench' })
    return { courseId, token }
  } finally {
    await close()
  }
}
