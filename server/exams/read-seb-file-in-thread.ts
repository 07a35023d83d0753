import { task } from '#server/platform/workers.ts'
import type { readSebFile } from './read-seb-file.ts'

/** Like `readSebFile`, in a worker thread, because the file is an upload. */
export const readSebFileInThread = task<typeof readSebFile>('readSebFile')
