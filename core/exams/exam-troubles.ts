/** Automatic chores of the server for an exam, each of which may fail. */
export const examChores = ['open_and_close', 'collect', 'mark', 'release', 'record', 'tell'] as const
export type ExamChore = (typeof examChores)[number]

const firstMs = 3_000
const longestMs = 600_000

/**
 * Milliseconds before a chore that failed this many times in a row is tried again: doubled each time, ten minutes at
 * most.
 */
export const restAfter = (failures: number): number => Math.min(firstMs * 2 ** Math.max(failures - 1, 0), longestMs)
