/** What the server does of itself for an exam, and may fail to do for one of them. */
export const examChores = ['open_and_close', 'collect', 'mark', 'release', 'record'] as const
export type ExamChore = (typeof examChores)[number]

const firstMs = 3_000
const longestMs = 600_000

/** How long to leave a chore that failed so many times in a row: twice as long each time, ten minutes at most. */
export const restAfter = (failures: number): number => Math.min(firstMs * 2 ** Math.max(failures - 1, 0), longestMs)
