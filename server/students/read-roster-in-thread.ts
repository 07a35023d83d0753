import { task } from '#server/platform/workers.ts'
import type { readRoster } from './read-roster.ts'

/** Like `readRoster`, in a worker thread, because the list is an upload. */
export const readRosterInThread = task<typeof readRoster>('readRoster')
