import { task } from '#server/platform/workers.ts'
import type { readMaterial } from './formats/read-material.ts'

/** Like `readMaterial`, in a worker thread, because the file is an upload. Its bytes may be given, not copied. */
export const readMaterialInThread = task<typeof readMaterial>('readMaterial')
