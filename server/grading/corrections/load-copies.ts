import { createHash } from 'node:crypto'
import type { KnownCopy } from '#core/grading/correction.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { handedInList } from '#server/platform/status-lists.ts'
import { newestRun, type Run } from '../runs.ts'

export type LoadedCopy = KnownCopy & { familyName: string; givenName: string; number: string | null }
export type MarkedExam = { run: Run; copies: LoadedCopy[] }

/** The current run and all its copies with their answers. Refused without a run, since there is nothing to correct. */
export async function loadMarked(tx: Prisma.TransactionClient, examId: string): Promise<MarkedExam> {
  const run = await newestRun(tx, examId)
  if (!run) throw new Refusal('marks_missing')
  const rows = await tx.$queryRaw<Row[]>`
    select a.id as "attemptId", s."familyName", s."givenName", s.number, m.mark as before,
      jsonb_path_query_array(a.paper, '$[*].questionId') as "questionIds",
      (select coalesce(json_object_agg(w."questionId", w.choices), '{}') from "Answer" w
        where w."attemptId" = a.id and cardinality(w.choices) > 0) as answers
    from "Attempt" a
    join "Student" s on s.id = a."studentId"
    left join "Mark" m on m."runId" = ${run.id}::uuid and m."attemptId" = a.id
    where a."examId" = ${examId}::uuid and a.status in ${handedInList} and a."markedAt" is not null
    order by a.id`
  return {
    run,
    copies: rows.toSorted(byName).map((row) => ({ ...row, answers: new Map(Object.entries(row.answers)) })),
  }
}

type Row = {
  attemptId: string
  familyName: string
  givenName: string
  number: string | null
  before: number | null
  questionIds: string[]
  answers: Record<string, string[]>
}

/** Hash of the data behind a preview: the run and all its marks. A later correction or closed copy changes it. */
export function marksFingerprintOf({ run, copies }: MarkedExam): string {
  const hash = createHash('sha256').update(run.id)
  for (const { attemptId, before } of copies) hash.update(`\n${attemptId} ${before}`)
  return hash.digest('hex').slice(0, 32)
}
