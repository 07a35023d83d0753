import type { Endpoint, FileReply } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { atMost } from './at-most.ts'
import { roadOf } from './database/connect.ts'
import type { Deps } from './deps.ts'
import { type LongRequest, type Said, startLongThread } from './long-thread.ts'
import { SerializedReply } from './serialized-reply.ts'

export const endpointKey = ({ method, path }: Pick<Endpoint, 'method' | 'path'>) => `${method} ${path}`

/** Two at a time; the next wait in order of arrival. */
const atOnce = 2
const mostWaiting = 20
/** A thread without work keeps its connections for a minute. */
const idleMs = 60_000
/** The longest that a thread may say nothing, or a slow download take nothing. */
const silenceMs = 10 * 60_000

type Thread = ReturnType<typeof startLongThread>
export type LongInput = Pick<LongRequest, 'key' | 'input' | 'caller'>
/** `signal`: it is given up, and what is done of it is stopped. */
type Followed = { signal: AbortSignal }

const kept = new WeakMap<Deps['pool'], LongWork>()

/** The threads of a server, started when the first long work is asked for. */
export function longWorkOf(deps: Deps): LongWork {
  const known = kept.get(deps.pool) ?? new LongWork(deps)
  kept.set(deps.pool, known)
  return known
}

class LongWork {
  readonly #deps: Deps
  readonly #inTurn = atMost(atOnce, { waiting: mostWaiting })
  readonly #all = new Set<Thread>()
  readonly #idle = new Map<Thread, NodeJS.Timeout>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Waits for its turn, which lasts until the thread has said all. */
  ask(asked: LongInput, followed: Followed): Promise<FileReply | SerializedReply> {
    return new Promise((resolve, reject) => {
      const turn = () =>
        new Promise<void>((free) => {
          this.#answer(asked, { ...followed, free }).then(resolve, reject)
        })
      this.#inTurn(turn).catch(reject)
    })
  }

  /** Threads that work, and those that wait for work. */
  threads() {
    return { busy: this.#all.size - this.#idle.size, idle: this.#idle.size }
  }

  /** With what it does, for the end of the server. */
  close() {
    for (const thread of this.#all) this.#end(thread)
  }

  async #answer(asked: LongInput, { free, signal }: Followed & { free: () => void }) {
    if (signal.aborted) {
      free()
      throw new Error('given up')
    }
    const thread = this.#take()
    const stop = () => this.#end(thread)
    const late = setTimeout(stop, silenceMs).unref()
    signal.addEventListener('abort', stop)
    const request = { ...asked, now: this.#deps.now(), sqlNow: this.#deps.sqlNow() }
    const said = thread.run(request, () => {
      clearTimeout(late)
      signal.removeEventListener('abort', stop)
      this.#giveBack(thread)
      free()
    })
    return replyOf(heard(said, late))
  }

  #take(): Thread {
    const [waiting] = this.#idle
    if (waiting) {
      clearTimeout(waiting[1])
      this.#idle.delete(waiting[0])
      return waiting[0]
    }
    const road = roadOf(this.#deps.pool)
    if (!road) throw new Error('long work needs a pool of connect()')
    const { tls: _, ...settings } = this.#deps.settings
    const thread = startLongThread({ ...road, secret: this.#deps.secret, settings })
    this.#all.add(thread)
    return thread
  }

  #giveBack(thread: Thread) {
    if (thread.isEnded) this.#all.delete(thread)
    else this.#idle.set(thread, setTimeout(() => this.#end(thread), idleMs).unref())
  }

  #end(thread: Thread) {
    clearTimeout(this.#idle.get(thread))
    this.#idle.delete(thread)
    this.#all.delete(thread)
    thread.end()
  }
}

/** What is part of the reply; a refusal and a fault are thrown. */
async function* heard(said: AsyncGenerator<Said>, late: NodeJS.Timeout) {
  for await (const one of said) {
    late.refresh()
    if (one.is === 'refusal') throw new Refusal(one.code, one.details)
    else if (one.is === 'error') throw one.error
    else yield one
  }
}

async function replyOf(said: AsyncGenerator<Said>): Promise<FileReply | SerializedReply> {
  const { value } = await said.next()
  if (value?.is === 'head') return { ...value.head, content: piecesOf(said) }
  if (value?.is === 'json') return new SerializedReply([Buffer.from(value.bytes.buffer)])
  throw new Error(`a thread began with ${value?.is}`)
}

async function* piecesOf(said: AsyncGenerator<Said>) {
  for await (const one of said) if (one.is === 'piece') yield one.bytes
}
