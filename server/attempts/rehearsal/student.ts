import { request as overHttp } from 'node:http'
import { request as overTls } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { certaintyMark } from '#core/exams/certainty.ts'
import { partsOf, possibleAnswers } from '#core/questions/parts.ts'
import { typedMark } from '#core/questions/typed-answer.ts'
import { type Chance, chanceFrom, shuffled } from '#core/seed.ts'

/** How the devices of simulated students begin; no page makes such a name. */
export const robotDevice = 'rehearsal:'

/** The address of this server, as reached by a browser on the same machine. */
export type Own = { isTls: boolean; cookie: string; host: string; port: number }

/** One acknowledgement a simulated student received. */
export type Acknowledged = {
  attemptId: string
  questionId: string
  choices: string[]
  device: string
  sequence: number
}

export type Heard = {
  started: () => void
  /** Called for the first answer to a question or for a change of it. */
  saved: (one: Acknowledged, took: { ms: number; isFirst: boolean }) => void
  submitted: (attemptId: string) => void
}

/** Through which address, and as whom. */
export type Door = { own: Own; token: string }

type Self = Door & {
  number: number
  examId: string
  startsAfterMs: number
  thinkMs: number
  /** Checked between requests only: a request that was sent is always awaited. */
  mustStop: () => boolean
  heard: Heard
}
export type RobotCopy = {
  id: string
  questions: {
    id: string
    type: string
    choices: { id: string; part?: string | undefined }[]
    parts?: { id: string }[] | undefined
    certainty?: number | undefined
  }[]
}

/** Simulates a student's browser: reads the instructions, starts, thinks, answers, changes some answers, submits. */
export async function rehearse(self: Self) {
  const { number, examId, heard, mustStop, startsAfterMs, thinkMs } = self
  const chance = chanceFrom(`rehearsal/${number}`)
  await sleep(startsAfterMs)
  if (mustStop()) return
  await ask(self, { method: 'GET', path: '/api/my/exams' })
  await ask(self, { method: 'GET', path: `/api/my/exams/${examId}` })
  const device = `${robotDevice}${String(number).padStart(4, '0')}`
  const copy = (await ask(self, {
    method: 'POST',
    path: `/api/my/exams/${examId}/attempt`,
    body: { device },
  })) as RobotCopy
  heard.started()
  let sequence = 0
  for (const question of copy.questions) {
    // One answer in four is changed at once.
    const ticks = chance(4) === 0 ? 2 : 1
    for (let tick = 0; tick < ticks; tick += 1) {
      if (tick === 0) await sleep(thinkMs * (0.5 + chance(1_000) / 1_000))
      if (mustStop()) return
      sequence += 1
      const choices = choose(question, chance)
      const began = performance.now()
      await ask(self, {
        method: 'PUT',
        path: `/api/attempts/${copy.id}/answers/${question.id}`,
        body: { choices, flagged: false, device, epoch: 1, sequence },
      })
      const took = { ms: performance.now() - began, isFirst: tick === 0 }
      heard.saved({ attemptId: copy.id, questionId: question.id, choices, device, sequence }, took)
    }
  }
  if (mustStop()) return
  await ask(self, { method: 'POST', path: `/api/attempts/${copy.id}/submission` })
  heard.submitted(copy.id)
}

/** Any answer, right or wrong: one choice, or several where several may be right. */
export function choose(question: RobotCopy['questions'][number], chance: Chance): string[] {
  const { type, choices, certainty } = question
  const one = choices[chance(Math.max(1, choices.length))]?.id ?? ''
  const sure = certainty === undefined ? [] : [certaintyMark(1 + chance(certainty))]
  if (type === 'exact_answer') return [typedMark(`robot ${chance(9)}`), ...sure]
  if (question.parts || choices.some(({ part }) => part)) return [...inParts(question, chance), ...sure]
  if (type !== 'multiple') return [one, ...sure]
  return [...choices.flatMap(({ id }) => (id === one || chance(3) === 0 ? [id] : [])), ...sure]
}

/** One choice of each part; the items of an ordering, each at one place. */
function inParts(question: RobotCopy['questions'][number], chance: Chance): string[] {
  const parts = partsOf(possibleAnswers(question)).map((part) => part.choices)
  const items = shuffled([...parts.keys()], chance)
  return parts.map((own, place) => {
    const at = question.type === 'ordering' ? (items[place] as number) : chance(own.length)
    return own[at]?.id ?? ''
  })
}

type Asking = { method: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown }
const patienceMs = 10_000

/** Throws on any unsuccessful reply, with its content. */
export function ask({ own, token }: Door, { method, path, body }: Asking): Promise<unknown> {
  const { isTls, cookie, host, port } = own
  const site = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const payload = body === undefined ? '' : JSON.stringify(body)
  const options = {
    method,
    host,
    port,
    path,
    // The certificate is for the site's name, not the loopback; both ends are this process.
    rejectUnauthorized: false,
    headers: {
      host: site,
      origin: `${isTls ? 'https' : 'http'}://${site}`,
      'user-agent': 'rehearsal',
      cookie: `${cookie}=${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'content-length': Buffer.byteLength(payload) }),
    },
  }
  return new Promise((resolve, reject) => {
    const sent = (isTls ? overTls : overHttp)(options, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString()
        if (answer.statusCode === 200) resolve(JSON.parse(text))
        else reject(new Error(`${method} ${path.split('/').at(-1)} ${answer.statusCode} ${text.slice(0, 100)}`))
      })
    })
    sent.setTimeout(patienceMs, () => sent.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)))
    sent.on('error', reject)
    sent.end(payload)
  })
}
