import type { FastifyInstance } from 'fastify'

type Step = () => Promise<void>
type Log = (error: unknown, sentence: string) => void

export type Shutdown = {
  /** What was opened last closes first. */
  add(step: Step): void
  close(): Promise<void>
  isClosing(): boolean
}

const patience = 8_000
const limit = 10_000

/** On SIGTERM or Ctrl-C, whatever is open by then closes in reverse order. A second Ctrl-C does not wait. */
export function closeOnSignal({ log, exit = process.exit }: { log: Log; exit?: (code: number) => void }): Shutdown {
  const steps: Step[] = []
  let closing: Promise<void> | undefined

  const run = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) await step()
  }
  const close = () => {
    closing ??= run()
    return closing
  }
  const leave = async (code: number) => {
    if (closing) return exit(130)
    setTimeout(() => exit(1), limit).unref()
    try {
      await close()
      exit(code)
    } catch (error) {
      log(error, 'could not close cleanly')
      exit(1)
    }
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave(0))
  // A closed window ends its programs; under nohup, which sends the output to a file, it must not.
  if (process.stdout.isTTY) process.on('SIGHUP', () => void leave(0))
  // A promise nobody waited for must not stop an exam; an exception out of nowhere leaves no state to trust.
  process.on('unhandledRejection', (error) => log(error, 'unhandled rejection'))
  process.on('uncaughtException', (error) => {
    log(error, 'uncaught exception')
    void leave(1)
  })
  return { add: (step) => void steps.push(step), close, isClosing: () => closing !== undefined }
}

/** No new request; those under way are answered, but a stuck client is not waited for longer than an honest one needs. */
export async function closeApp(app: FastifyInstance) {
  const impatience = setTimeout(() => app.server.closeAllConnections(), patience)
  // A browser keeps the connection of the answer it just got: Fastify closes those idle at the start, not these.
  const sweeping = setInterval(() => app.server.closeIdleConnections(), 50)
  await app.close()
  clearInterval(sweeping)
  clearTimeout(impatience)
}
