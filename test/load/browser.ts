import { setTimeout as sleep } from 'node:timers/promises'
import { type Chance, chanceFrom } from '#core/seed.ts'
import { choose, type RobotCopy } from '#server/attempts/rehearsal/student.ts'
import { type Answer, Connection, homeOf, type Request } from './connection.ts'
import { type EventLine, openLine } from './event-line.ts'
import type { Room } from './room.ts'

/** What a browser asks during a whole attempt, in order; `review` only once marks are released. */
export const kinds = [
  ...(['page', 'session', 'sign-in', 'exam list', 'exam detail', 'start', 'line'] as const),
  ...(['save', 'pulse', 'submit', 'receipt', 'review'] as const),
] as const
export type Kind = (typeof kinds)[number]

type Asked = RobotCopy['questions'][number]
type Refused = { code?: string; details?: { retryAfterSeconds?: number } }
type Copy = { id: string; questions: Asked[] }
export type Saved = { questionId: string; choices: string[]; device: string; epoch: number; sequence: number }

/** One student in front of the pages of the exam: each method is what their browser sends. */
export class Browser {
  readonly connection: Connection
  readonly chance: Chance
  readonly #room: Room
  readonly #port: number
  readonly #from: string
  readonly #code: string
  readonly #device: string
  #copy: Copy = { id: '', questions: [] }
  #sequence = 0
  line: EventLine | undefined
  /** When it was first told to wait its turn, as read on performance.now(). */
  toldAt: number | undefined

  constructor({ number, port, room }: { number: number; port: number; room: Room }) {
    this.#room = room
    this.#port = port
    this.#from = homeOf(number)
    this.#code = room.codes[number] ?? ''
    this.#device = `bench${String(number).padStart(6, '0')}:page0001`
    this.chance = chanceFrom(`bench/${number}`)
    this.connection = new Connection({ port, from: this.#from })
  }

  get copy() {
    return this.#copy
  }

  /** Any request but a save or a line. */
  async ask(kind: Exclude<Kind, 'save' | 'line'>): Promise<Answer> {
    const answer = await this.#send(this.#requests(kind))
    if (kind === 'start') this.#copy = JSON.parse(answer.body.toString()) as Copy
    return answer
  }

  async openLine() {
    const { cookie } = this.connection
    this.line = await openLine({ port: this.#port, from: this.#from, cookie, attemptId: this.#copy.id })
  }

  /** An answer to this question, or to the next one, returned once acknowledged. */
  async save(asked?: Asked, road = '/api/attempts'): Promise<Saved> {
    this.#sequence += 1
    const { questions } = this.#copy
    const question = asked ?? (questions[this.#sequence % questions.length] as Asked)
    const choices = choose(question, this.chance)
    const body = { choices, flagged: false, device: this.#device, epoch: 1, sequence: this.#sequence }
    await this.#send({ method: 'PUT', path: `${road}/${this.#copy.id}/answers/${question.id}`, body })
    return { questionId: question.id, ...body }
  }

  leave() {
    this.connection.close()
    this.line?.close()
  }

  get bytes() {
    return this.connection.received + this.connection.sent + (this.line?.bytes() ?? 0)
  }

  #requests(kind: Exclude<Kind, 'save' | 'line'>): Request {
    const { joinCode, examId } = this.#room
    const attempt = `/api/attempts/${this.#copy.id}`
    switch (kind) {
      case 'page':
        return { method: 'GET', path: '/' }
      case 'session':
        return { method: 'GET', path: '/api/session' }
      case 'sign-in':
        return { method: 'POST', path: '/api/student-session', body: { joinCode, personalCode: this.#code } }
      case 'exam list':
        return { method: 'GET', path: '/api/my/exams' }
      case 'exam detail':
        return { method: 'GET', path: `/api/my/exams/${examId}` }
      case 'start':
        return { method: 'POST', path: `/api/my/exams/${examId}/attempt`, body: { device: this.#device } }
      case 'pulse':
        return { method: 'PUT', path: `${attempt}/pulse`, body: { unsynced: 0 } }
      case 'submit':
        return { method: 'POST', path: `${attempt}/submission` }
      case 'receipt':
        return { method: 'GET', path: `${attempt}/receipt` }
      case 'review':
        return { method: 'GET', path: `${attempt}/review` }
    }
  }

  async #send(request: Request): Promise<Answer> {
    const answer = await this.connection.request(request)
    if (answer.status === 200) return answer
    const { code = '', details } = JSON.parse(answer.body.toString() || '{}') as Refused
    if (code === 'wait_turn') {
      this.toldAt ??= performance.now()
      await sleep((details?.retryAfterSeconds ?? 1) * 1_000)
      return this.#send(request)
    }
    throw new Error(`${request.method} ${request.path.split('/')[2]}: ${answer.status} ${code}`)
  }
}
