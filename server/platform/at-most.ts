import { Refusal } from '#core/refusal.ts'

/** Runs work a few at a time, in the order it came; refuses when `waiting` already wait. */
export function atMost(most: number, { waiting: longest }: { waiting: number }) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < most) running += 1
    else {
      if (waiting.length >= longest) throw new Refusal('too_many_requests', { retryAfterSeconds: 10 })
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      // The place passes to who waits, so that nobody who comes now takes it first.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
