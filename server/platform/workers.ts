import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { projectRoot } from './project-root.ts'

/**
 * Runs everything that unpacks, parses or renders uploaded content in worker threads, so that an expensive file does
 * not slow down a running exam. See docs/decisions/0022-what-is-sent-is-read-in-threads.md.
 */
export type Lane = {
  /** Time limit of one task from its start, in seconds; it is then cancelled and refused as `file_too_heavy`. */
  readonly seconds: number
  /** Memory limit of a task in MiB; the size of its input is limited on upload. */
  readonly heapMb: number
  /**
   * By how many MiB the process may grow during a task: buffers, such as what a library unpacks, are in no heap. Without
   * it nothing is watched.
   */
  readonly growthMb?: number
  /** How many tasks may wait for the current one; further ones are refused with a delay. */
  readonly waiting: number
}

/** Separate lanes, so that what somebody types never waits behind another person's file. */
const lanes = {
  text: { seconds: 10, heapMb: 256, waiting: 100 },
  file: { seconds: 45, heapMb: 512, growthMb: 1_536, waiting: 8 },
} as const satisfies Record<string, Lane>
type LaneName = keyof typeof lanes

/**
 * One function of server/worker.ts, called by its name there. Input and output are copied, so they must be plain data.
 * The buffers of `given` are transferred without a copy and unusable afterwards.
 */
export function task<F extends (input: never) => unknown>(name: string, lane: LaneName = 'file') {
  return (input: Parameters<F>[0], given: readonly Uint8Array[] = []) => {
    const own = here.get(name)
    const done = own ? Promise.resolve(input as never).then(own) : ready[lane](name, input, given)
    return done as Promise<Awaited<ReturnType<F>>>
  }
}

const here = new Map<string, (input: never) => unknown>()

/** These tasks run in this thread, which is one of its own already (server/long-worker.ts). */
export function runHere(tasks: Readonly<Record<string, (input: never) => unknown>>) {
  for (const [name, work] of Object.entries(tasks)) here.set(name, work)
}

type Answer = { value: unknown } | { refusal: { code: RefusalCode; details: unknown } } | { error: Error }

/** One thread that runs one task after the other; started on demand, and ended after a minute without a task. */
export function createLane(file: string, { seconds, heapMb, growthMb, waiting }: Lane) {
  let thread: Worker | undefined
  let count = 0
  let last: Promise<unknown> = Promise.resolve()
  let leaving: NodeJS.Timeout | undefined

  const run = async (name: string, input: unknown, given: readonly Uint8Array[]) => {
    clearTimeout(leaving)
    const worker = thread ?? start(file, heapMb)
    thread = worker
    worker.ref()
    const answer = await ask(worker, { name, input, given }, { seconds, growthMb }).catch((error: unknown) => {
      thread = undefined
      throw error
    })
    worker.unref()
    leaving = setTimeout(() => {
      thread = undefined
      void worker.terminate()
    }, idleMs).unref()
    if ('value' in answer) return answer.value
    if ('refusal' in answer) throw new Refusal(answer.refusal.code, answer.refusal.details)
    throw answer.error
  }

  const queue = (name: string, input: unknown, given: readonly Uint8Array[] = []): Promise<unknown> => {
    if (count > waiting) return Promise.reject(new Refusal('server_busy', { retryAfterSeconds: 5 }))
    count += 1
    const done = last.then(() => run(name, input, given)).finally(() => (count -= 1))
    last = done.catch(() => undefined)
    return done
  }
  return Object.assign(queue, { taken: () => count })
}

const idleMs = 60_000

function start(file: string, heapMb: number) {
  const resourceLimits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }
  // The thread gets neither the loader nor the arguments of this process.
  return new Worker(file, { resourceLimits, execArgv: [], argv: [] })
}

/**
 * Runs a task in the thread; one that is late, out of memory or broken is terminated. Starting the thread does not
 * count as task time.
 */
type TaskRequest = { name: string; input: unknown; given: readonly Uint8Array[] }

type TaskLimits = { seconds: number; growthMb: number | undefined }

async function ask(worker: Worker, { given, ...asked }: TaskRequest, limits: TaskLimits): Promise<Answer> {
  try {
    await nextMessage(worker, { said: { type: 'ready' }, seconds: secondsToStart })
    // Part of a shared buffer cannot be transferred, so it is copied.
    const moved = given.flatMap(({ buffer, byteLength }) =>
      buffer.byteLength === byteLength ? (buffer as ArrayBuffer) : [],
    )
    return (await nextMessage(worker, { said: { type: 'task', ...asked }, moved, ...limits })) as Answer
  } catch (error) {
    void worker.terminate()
    if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY')
      throw new Refusal('file_too_heavy', { reason: 'memory' })
    throw error
  }
}

const secondsToStart = 60

type Message = { said: unknown; seconds: number; growthMb?: number | undefined; moved?: ArrayBuffer[] }

async function nextMessage(worker: Worker, { said, seconds, growthMb, moved = [] }: Message): Promise<unknown> {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort('time'), seconds * 1_000)
  const most = growthMb === undefined ? Infinity : process.memoryUsage.rss() + growthMb * 1024 * 1024
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > most) over.abort('memory')
  }, 100)
  try {
    // `once` also rejects on an `error` of the thread.
    const heard = once(worker, 'message', { signal: over.signal })
    worker.postMessage(said, moved)
    const [message] = await heard
    return message
  } catch (error) {
    if (over.signal.reason === 'memory') throw new Refusal('file_too_heavy', { reason: 'memory' })
    if (over.signal.aborted) throw new Refusal('file_too_heavy', { reason: 'time', seconds })
    throw error
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
  }
}

/** The bundle, or the sources, which Node 20 cannot read without a loader. */
/** The file of a kind of thread, by its name in the sources. */
export function threadFile(name: string): string {
  if (!isBundled) return join(projectRoot, `server/${name}-from-sources.mjs`)
  return folders.map((folder) => join(folder, `${name}.js`)).find(existsSync) ?? `${name}.js`
}

const isBundled = basename(import.meta.filename).endsWith('.js')
const folders = [import.meta.dirname, join(import.meta.dirname, '..')]
const file = threadFile('worker')

const ready = { text: createLane(file, lanes.text), file: createLane(file, lanes.file) }

/** Tasks that wait or run, by lane. */
export const waitingTasks = (): Record<LaneName, number> => ({ text: ready.text.taken(), file: ready.file.taken() })
