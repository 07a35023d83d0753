/** When the time left is said aloud, in seconds. Between them nothing is: a voice every second drowns the question. */
export const announcedSeconds = [1800, 900, 300, 60, 30] as const

/** The mark that was passed between two looks at the clock; the lowest if several were (the computer slept). */
export function passedMark(beforeMs: number, nowMs: number): number | null {
  const passed = announcedSeconds.filter((mark) => beforeMs > mark * 1000 && nowMs <= mark * 1000 && nowMs > 0)
  return passed.at(-1) ?? null
}
