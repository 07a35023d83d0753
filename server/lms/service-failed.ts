import type { ServiceFailure } from '#contract/lms/failures.ts'

/** A service of a platform gave nothing: why, what it answered, and when it wants to be asked again. */
export class ServiceFailed extends Error {
  readonly code: ServiceFailure
  /** Its status or the fault of the network, as short as it is. */
  readonly answer: string
  readonly waitMs: number | null
  constructor(code: ServiceFailure, { answer = '', waitMs = null }: { answer?: string; waitMs?: number | null } = {}) {
    super(answer === '' ? code : `${code}: ${answer}`)
    this.code = code
    this.answer = answer
    this.waitMs = waitMs
  }
}

/** What a status says when it is not the answer that was asked for. */
export function failureOf(status: number): ServiceFailure {
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 429) return 'limited'
  if (status >= 300 && status < 400) return 'host_refused'
  return status >= 500 ? 'broken' : 'unreadable'
}
