import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, type Request } from '#test/load/connection.ts'
import type { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'

type Self = {
  number: number
  code: string
  joinCode: string
  examId: string
  acknowledged: AcknowledgementLog
  /** 127.0.0.1 without it. */
  host?: string
  /** See Connection. */
  timeoutMs?: number
  /** The port to use now: it changes when a server dies. */
  portOf: () => number
}
type Copy = { id: string; questions: { id: string; choices: { id: string }[] }[]; clock: { remainingMs: number } }
type Receipt = { closedAt: string; code: string; status: string; answeredCount: number }

const patienceMs = 60_000

/** One student whose browser resends each unacknowledged request unchanged until it is acknowledged. */
export class StudentClient {
  readonly #self: Self
  readonly device: string
  #connection: Connection | undefined
  #port = 0
  #sequence = 0
  copy: Copy | undefined
  /** The student's last choice for each question. */
  readonly lastChoices = new Map<string, string>()
  /** The number of requests without a reply, or with a server error. */
  troubles = 0
  readonly statuses = new Set<number>()
  isDone = false

  constructor(self: Self) {
    this.#self = self
    this.device = `student${String(self.number).padStart(4, '0')}:page0001`
  }

  async signIn() {
    const { joinCode, code: personalCode } = this.#self
    await this.insist({ method: 'POST', path: '/api/student-session', body: { joinCode, personalCode } })
  }

  async start(): Promise<Copy> {
    const path = `/api/my/exams/${this.#self.examId}/attempt`
    const copy = await this.insist<Copy>({ method: 'POST', path, body: { device: this.device } })
    this.copy = copy
    return copy
  }

  /** Changes answers one after the other until `isEnough` returns true. */
  async answerUntil(isEnough: () => boolean) {
    while (!isEnough()) {
      await this.tick()
      await sleep(45 + ((this.#self.number * 7) % 30))
    }
  }

  async tick() {
    const copy = this.copy as Copy
    this.#sequence += 1
    const sequence = this.#sequence
    const question = copy.questions[(sequence * 5) % copy.questions.length] as Copy['questions'][number]
    const choice = question.choices[(sequence + this.#self.number) % question.choices.length]?.id ?? ''
    this.lastChoices.set(question.id, choice)
    const body = { choices: [choice], flagged: false, device: this.device, epoch: 1, sequence }
    await this.insist({ method: 'PUT', path: `/api/attempts/${copy.id}/answers/${question.id}`, body })
    this.#self.acknowledged.saved({ attemptId: copy.id, questionId: question.id, ...body })
  }

  async submit(): Promise<Receipt> {
    const attemptId = this.copy?.id ?? ''
    const receipt = await this.insist<Receipt>({ method: 'POST', path: `/api/attempts/${attemptId}/submission` })
    this.#self.acknowledged.submitted({ attemptId, closedAt: receipt.closedAt })
    this.isDone = true
    return receipt
  }

  /** Another tab of the same browser: the same cookie and attempt, over a connection of its own. */
  twin(portOf: () => number): StudentClient {
    const twin = new StudentClient({ ...this.#self, portOf })
    twin.copy = this.copy
    twin.#connection = new Connection({ port: portOf(), cookie: this.#connection?.cookie ?? '' })
    twin.#port = portOf()
    return twin
  }

  /** The number of changes made, which is that of journal lines however often each was sent. */
  get ticks() {
    return this.#sequence
  }

  leave() {
    this.#connection?.close()
  }

  async insist<T>(request: Request): Promise<T> {
    const end = performance.now() + patienceMs
    for (;;) {
      const answer = await this.#ask(request)
      if (answer?.status === 200) return JSON.parse(answer.body.toString()) as T
      const text = answer ? `${answer.status} ${answer.body.toString()}` : 'no answer'
      // Above twenty saves a second, the server asks to retry later (server/attempts/sitting/save-limits.ts), which
      // browsers then do.
      const isTooFast = answer?.status === 429
      if (answer && answer.status < 500 && answer.status !== 401 && !isTooFast)
        throw new Error(`${request.path}: ${text}`)
      if (performance.now() > end) throw new Error(`${request.path}: still ${text}`)
      if (!isTooFast) this.troubles += 1
      if (answer?.status === 401) await this.signIn()
      await sleep(50 + ((this.#self.number * 13) % 100))
    }
  }

  async #ask(request: Request) {
    const port = this.#self.portOf()
    if (!this.#connection || port !== this.#port) {
      const cookie = this.#connection?.cookie ?? ''
      this.#connection?.close()
      const { host, timeoutMs } = this.#self
      this.#connection = new Connection({
        port,
        cookie,
        ...(host ? { host } : {}),
        ...(timeoutMs ? { timeoutMs } : {}),
      })
      this.#port = port
    }
    const answer = await this.#connection.request(request).catch(() => undefined)
    if (answer) this.statuses.add(answer.status)
    return answer
  }
}
