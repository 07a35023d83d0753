import { createHmac } from 'node:crypto'
import type { Deps } from '#server/platform/deps.ts'

/**
 * The keyed hash of a personal access code. Keyed, so that the database alone does not reveal codes; deterministic, so
 * that one indexed look-up finds the student (docs/decisions/0005).
 */
export function hashAccessCode(
  { secret }: Pick<Deps, 'secret'>,
  { courseId, code }: { courseId: string; code: string },
) {
  return new Uint8Array(createHmac('sha256', secret).update(`access-code:${courseId}:${code}`).digest())
}
