import type { FastifyInstance } from 'fastify'

type Step = () => Promise<void>
type Log = (error: unknown, sentence: string) => void

export type Shutdown = {
  /** Adds something to close; the last added is closed first. */
  add(step: Step): void
  /** Waits for this work before closing anything, however long it takes: a migration cut short starts again from nothing. */
  finish<T>(work: Promise<T>): Promise<T>
  close(): Promise<void>
  isClosing(): boolean
}

const patience = 8_000
const limit = 10_000

/** On SIGTERM or Ctrl-C, closes everything added so far in reverse order. A second Ctrl-C exits at once. */
export function closeOnSignal({ log, exit = process.exit }: { log: Log; exit?: (code: number) => void }): Shutdown {
  const steps: Step[] = []
  const unfinished = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  const run = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) await step()
  }
  const close = () => {
    closing ??= Promise.allSettled(unfinished).then(run)
    return closing
  }
  const leave = async (code: number) => {
    if (closing) return exit(130)
    const closed = close()
    await Promise.allSettled(unfinished)
    setTimeout(() => exit(1), limit).unref()
    try {
      await closed
      exit(code)
    } catch (error) {
      log(error, 'could not close cleanly')
      exit(1)
    }
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave(0))
  // Closing a terminal ends its programs, except under nohup, which redirects the output to a file.
  if (process.stdout.isTTY) process.on('SIGHUP', () => void leave(0))
  // An unhandled rejection must not stop an exam; after an uncaught exception the state cannot be trusted.
  process.on('unhandledRejection', (error) => log(error, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    log(error, 'uncaught exception')
    void leave(1)
  })
  const finish = <T>(work: Promise<T>) => {
    unfinished.add(work)
    return work.finally(() => unfinished.delete(work))
  }
  return { add: (step) => void steps.push(step), finish, close, isClosing: () => closing !== undefined }
}

/** Accepts no new request and answers those under way, but does not wait for a stuck client. */
export async function closeApp(app: FastifyInstance) {
  const impatience = setTimeout(() => app.server.closeAllConnections(), patience)
  // Browsers keep connections open after a reply; Fastify only closes those that were idle at the start.
  const sweeping = setInterval(() => app.server.closeIdleConnections(), 50)
  await app.close()
  clearInterval(sweeping)
  clearTimeout(impatience)
}
