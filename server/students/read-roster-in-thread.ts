import { task } from '#server/platform/workers.ts'
import type { readRoster } from './read-roster.ts'

/** As `readRoster`, off the event loop: a list is what somebody sent. */
export const readRosterInThread = task<typeof readRoster>('readRoster')
