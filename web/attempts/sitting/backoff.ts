const seconds = [1, 2, 4, 8, 15] as const

/**
 * The delay after the n-th failure in a row, in milliseconds; ±20 % at random, so that a whole room does not retry at
 * once.
 */
export function backoffMs(failures: number, chance: number = Math.random()): number {
  const step = seconds[Math.min(Math.max(failures, 1), seconds.length) - 1] ?? 15
  return Math.round(step * 1000 * (0.8 + 0.4 * chance))
}
