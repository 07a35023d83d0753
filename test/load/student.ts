import { setTimeout as sleep } from 'node:timers/promises'
import { type Chance, chanceFrom } from '#core/seed.ts'
import type { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { type Answer, Connection, homeOf, type Request } from './connection.ts'
import { type EventLine, openLine } from './event-line.ts'
import type { Durations } from './figures.ts'

export type Pace = {
  /** The time over which students sign in, in milliseconds. */
  signInMs: number
  /** The time after that over which they start. */
  startMs: number
  /** The average time between two answers; null when the scenario stops after the start. */
  thinkMs: number | null
  /** The time over which they submit. */
  submitMs: number
}

export type Tally = {
  signIn: Durations
  start: Durations
  save: Durations
  submit: Durations
  errors: Map<string, number>
  acknowledged: AcknowledgementLog
  bytes: number
  /** Event streams open from the start to the submission. */
  lines: number
  startedAt: number
  lastStartMs: number
}

type Self = {
  number: number
  port: number
  joinCode: string
  examId: string
  code: string
  pace: Pace
  tally: Tally
  /** Whether the page keeps its event stream open. */
  keepsLine: boolean
}
type Asked = { id: string; type: string; choices: { id: string }[] }
type Copy = { id: string; questions: Asked[] }

/**
 * One student: signs in, waits for the opening, starts, keeps an event stream open as the page does, answers with
 * pauses, changes some answers and submits.
 */
export async function sit(self: Self) {
  const { number, pace, tally } = self
  const chance = chanceFrom(`bench/${number}`)
  const from = homeOf(number)
  const connection = new Connection({ port: self.port, from })
  const ask = (request: Request, durations: Durations) => timed({ connection, tally, request, durations })
  let line: EventLine | undefined
  const between = (ms: number) => sleep((chance(10_000) / 10_000) * ms)
  try {
    const origin = tally.startedAt
    await between(pace.signInMs)
    await ask(
      { method: 'POST', path: '/api/student-session', body: { joinCode: self.joinCode, personalCode: self.code } },
      tally.signIn,
    )
    await sleep(origin + pace.signInMs + 2_000 - performance.now())
    await between(pace.startMs)
    const device = `bench${String(number).padStart(6, '0')}:page0001`
    const started = await ask(
      { method: 'POST', path: `/api/my/exams/${self.examId}/attempt`, body: { device } },
      tally.start,
    )
    tally.lastStartMs = Math.max(tally.lastStartMs, performance.now() - origin - pace.signInMs - 2_000)
    if (pace.thinkMs === null) return
    const copy = JSON.parse(started.body.toString()) as Copy
    if (self.keepsLine) line = await openLine({ port: self.port, from, cookie: connection.cookie, attemptId: copy.id })
    await answerAll({ copy, chance, device, thinkMs: pace.thinkMs, tally, ask })
    await between(pace.submitMs)
    const receipt = await ask({ method: 'POST', path: `/api/attempts/${copy.id}/submission` }, tally.submit)
    const { closedAt } = JSON.parse(receipt.body.toString()) as { closedAt: string }
    tally.acknowledged.submitted({ attemptId: copy.id, closedAt })
    if (line?.isCut()) throw new Error('event line cut')
    if (line) tally.lines += 1
  } catch (error) {
    const reason = (error as Error).message
    tally.errors.set(reason, (tally.errors.get(reason) ?? 0) + 1)
  } finally {
    tally.bytes += connection.received + connection.sent + (line?.bytes() ?? 0)
    connection.close()
    line?.close()
  }
}

type Answering = {
  copy: Copy
  chance: Chance
  device: string
  thinkMs: number
  tally: Tally
  ask: (request: Request, durations: Durations) => Promise<Answer>
}

/** Every fourth answer is changed at once. */
async function answerAll({ copy, chance, device, thinkMs, tally, ask }: Answering) {
  let sequence = 0
  for (const question of copy.questions) {
    await sleep(thinkMs * (0.5 + chance(1_000) / 1_000))
    const ticks = chance(4) === 0 ? 2 : 1
    for (let tick = 0; tick < ticks; tick += 1) {
      sequence += 1
      const choices = [question.choices[chance(question.choices.length)]?.id ?? '']
      const body = { choices, flagged: false, device, epoch: 1, sequence }
      await ask({ method: 'PUT', path: `/api/attempts/${copy.id}/answers/${question.id}`, body }, tally.save)
      tally.acknowledged.saved({ attemptId: copy.id, questionId: question.id, ...body })
    }
  }
}

type Timed = { connection: Connection; tally: Tally; request: Request; durations: Durations }

async function timed({ connection, request, durations }: Timed) {
  const began = performance.now()
  const answer = await connection.request(request)
  durations.add(performance.now() - began)
  if (answer.status === 200) return answer
  const { code = '' } = JSON.parse(answer.body.toString() || '{}') as { code?: string }
  throw new Error(`${request.method} ${request.path.split('/')[2]}: ${answer.status} ${code}`)
}
