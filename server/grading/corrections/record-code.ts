import { createHmac } from 'node:crypto'
import type { Deps } from '#server/platform/deps.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

type Recorded = {
  runId: string
  view: { number: number; createdAt: string; byName: string; reason: string }
  rows: readonly { attemptId: string; before: number | null; after: number | null }[]
}

/** Sixty bits of a keyed hash over author, time, reason and marks, to compare a printed record with the stored one. */
export function recordCode({ secret }: Pick<Deps, 'secret'>, { runId, view, rows }: Recorded): string {
  const { number, createdAt, byName, reason } = view
  const marks = rows.map(({ attemptId, before, after }) => [attemptId, before, after]).sort()
  const text = JSON.stringify(['correction', runId, number, createdAt, byName, reason, marks])
  const digest = createHmac('sha256', secret).update(text).digest()
  const letters = Array.from(digest.subarray(0, 12), (byte) => alphabet.charAt(byte & 31)).join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}
