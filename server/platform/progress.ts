import type { Told } from './long-thread.ts'

/** In a thread that does one thing at a time, who is told how far it is; elsewhere nobody. */
let listener: (told: Told) => void = () => undefined

export const tellProgress = (done: number, total: number) => listener({ done, total })

export function whenProgress(listens: (told: Told) => void) {
  listener = listens
}
