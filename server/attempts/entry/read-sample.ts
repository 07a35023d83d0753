import { sampleOf } from '#core/exams/pools.ts'
import type { AskedTerms } from '#server/attempts/scales.ts'
import { type FrozenStratum, stratumOf } from '#server/exams/draw-copy.ts'
import type { Deps } from '#server/platform/deps.ts'

/** By the revision of the exam: a publication makes a new one. */
const remembered = new WeakMap<object, Map<string, Promise<AskedTerms[]>>>()
const mostExams = 200

/** Types, points and scales of the questions of one copy, the same for all as far as a student is told. */
export function readSample(deps: Deps, { examId, revision }: { examId: string; revision: number }) {
  const samples = remembered.get(deps.pool) ?? new Map<string, Promise<AskedTerms[]>>()
  remembered.set(deps.pool, samples)
  const key = `${examId} ${revision}`
  const known = samples.get(key) ?? read(deps, examId)
  if (samples.size >= mostExams) samples.clear()
  samples.set(key, known)
  known.catch(() => samples.delete(key))
  return known
}

async function read({ pool }: Deps, examId: string): Promise<AskedTerms[]> {
  const { rows } = await pool.query<AskedTerms & FrozenStratum>(
    `select asked->>'type' as type, points, scale, stratum, take from "ExamQuestion" where "examId" = $1 order by position`,
    [examId],
  )
  return sampleOf(rows.map((row) => ({ ...row, stratum: stratumOf(row) })))
}
