/** The seconds left at which the time is announced: more often would interrupt the reading of the question. */
export const announcedSeconds = [1800, 900, 300, 60, 30] as const

/**
 * The announcement threshold crossed between two readings of the clock; the lowest if several were (the computer
 * slept).
 */
export function passedMark(beforeMs: number, nowMs: number): number | null {
  const passed = announcedSeconds.filter((mark) => beforeMs > mark * 1000 && nowMs <= mark * 1000 && nowMs > 0)
  return passed.at(-1) ?? null
}
