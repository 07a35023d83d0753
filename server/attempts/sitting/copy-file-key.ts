import { createHmac } from 'node:crypto'
import type { Deps } from '#server/platform/deps.ts'

/** What the page of one attempt signs its copy file with; given with the sitting, worked out again to check the file. */
export const copyFileKey = ({ secret }: Pick<Deps, 'secret'>, attemptId: string) =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['copy-file', attemptId]))
    .digest('hex')
