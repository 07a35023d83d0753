import { Refusal } from '#core/refusal.ts'

/** Runs at most `most` tasks at once, in order of arrival; refuses when `waiting` tasks already wait. */
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
      // The slot passes directly to the next waiting task, so that a new one cannot take it first.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
