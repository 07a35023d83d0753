import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { Deps } from '#server/platform/deps.ts'

type Row = {
  attemptId: string
  familyName: string
  givenName: string
  number: string | null
  lateCount: number
  lastReceivedAt: Date
}

/** Copies with answers that arrived after the grace and are not decided yet. */
export async function listLateCopies({ db, pool }: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  if ((await db.exam.count({ where: { id: examId, courseId } })) === 0) throw new Refusal('not_found')
  const { rows } = await pool.query<Row>(lateQuery, [examId])
  return {
    copies: rows.toSorted(byName).map(({ familyName, givenName, lastReceivedAt, ...row }) => ({
      ...{ ...row, studentName: `${givenName} ${familyName}` },
      lastReceivedAt: lastReceivedAt.toISOString(),
    })),
  }
}

const lateQuery = `
  select a.id as "attemptId", s."familyName", s."givenName", s.number, count(*)::int as "lateCount",
    max(j."receivedAt") as "lastReceivedAt"
  from "Attempt" a
  join "Student" s on s.id = a."studentId"
  join "AnswerEvent" j on j."attemptId" = a.id and j.late
  left join "LateDecision" d on d."attemptId" = j."attemptId" and d.device = j.device and d.sequence = j.sequence
  left join "Answer" w on w."attemptId" = j."attemptId" and w."questionId" = j."questionId"
    and w.device = j.device and w.sequence = j.sequence and w.epoch = j.epoch
  where a."examId" = $1 and a.status <> 'voided' and d."attemptId" is null and w."attemptId" is null
  group by a.id, s.id order by a.id`
