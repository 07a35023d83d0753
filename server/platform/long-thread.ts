import { Worker } from 'node:worker_threads'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import type { Settings } from './deps.ts'
import { threadFile } from './workers.ts'

/** What a thread needs to have dependencies of its own. */
export type ThreadGiven = {
  readonly url: string
  readonly hasPooler: boolean
  readonly secret: Uint8Array
  readonly settings: Omit<Settings, 'tls'>
}

/** An endpoint by its method and path, with what was read of the request. */
export type LongRequest = { key: string; input: unknown; caller: unknown; now: Date; sqlNow: Date | null }

type Head = { name: string; type: string }

/** What the thread says: one reply, whole or in pieces. */
export type Said =
  | { is: 'head'; head: Head }
  | { is: 'piece'; bytes: Uint8Array }
  | { is: 'end' }
  | { is: 'json'; bytes: Uint8Array }
  | { is: 'refusal'; code: RefusalCode; details: unknown }
  | { is: 'error'; error: Error }

/** How many pieces of 64 KiB may wait for a slow download: only a larger file keeps its thread meanwhile. */
export const piecesAhead = 512

/** The heap of a thread, which is nobody else's. */
const limits = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

/** One thread with its connections; it does one thing at a time, and a thing that is given up ends it. */
export function startLongThread(given: ThreadGiven) {
  const worker = new Worker(threadFile('long-worker'), {
    workerData: given,
    resourceLimits: limits,
    execArgv: [],
    argv: [],
  })
  worker.unref()
  return {
    isEnded: false,
    /** `onDone`: the thread has said all, though it may not all be read yet. */
    async *run(request: LongRequest, onDone: () => void): AsyncGenerator<Said> {
      const said: Said[] = []
      let wake: () => void = () => undefined
      let isDone = false
      let failed: Error | undefined
      const done = () => {
        if (isDone) return
        isDone = true
        worker.off('message', hear).off('error', fail).off('exit', leave)
        worker.unref()
        onDone()
      }
      const hear = (one: Said) => {
        said.push(one)
        if (endings.has(one.is)) done()
        wake()
      }
      const fail = (error: Error) => {
        failed ??= error
        this.end()
        done()
        wake()
      }
      const leave = () => fail(new Error('the thread ended'))
      worker.ref()
      worker.on('message', hear).on('error', fail).on('exit', leave)
      worker.postMessage({ is: 'request', request })
      try {
        for (;;) {
          const next = said.shift()
          if (next) {
            if (next.is === 'piece' && !isDone) worker.postMessage({ is: 'taken' })
            yield next
            if (endings.has(next.is)) return
          } else if (failed) throw refusalOf(failed)
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        // Nobody reads it any more.
        if (!isDone) fail(new Error('given up'))
      }
    },
    end() {
      this.isEnded = true
      worker.on('error', () => undefined)
      void worker.terminate()
    },
  }
}

const endings: ReadonlySet<Said['is']> = new Set(['end', 'json', 'refusal', 'error'])

const refusalOf = (error: Error) =>
  (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new Refusal('file_too_heavy', { reason: 'memory' })
    : error
