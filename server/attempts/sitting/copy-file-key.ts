import { createHmac } from 'node:crypto'
import type { Deps } from '#server/platform/deps.ts'

/** The key with which the page of one attempt signs its copy file; derived again to check the file. */
export const copyFileKey = ({ secret }: Pick<Deps, 'secret'>, attemptId: string) =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['copy-file', attemptId]))
    .digest('hex')
