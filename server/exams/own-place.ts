import { ownWindowOf } from '#core/exams/slots.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type OwnRow, ownColumns, whoSitsJoins } from '#server/platform/who-sits.ts'

type PlaceRow = OwnRow & {
  slotName: string
  slotCount: number
  slotRoom: string
  ownRoom: string
  reason: string
}

/** When and where one student sits an exam: their slot, and what differs for them, with the reason. */
export async function findOwnPlace({ pool }: Deps, { examId, studentId }: { examId: string; studentId: string }) {
  const { rows } = await pool.query<PlaceRow>({ name: 'own-place', text: placeQuery, values: [examId, studentId] })
  const row = rows[0] as PlaceRow
  const { slotNumber, slotName, slotCount, slotRoom, ownRoom, reason, ownMinutes, ownOpensAt, ownClosesAt } = row
  const differs = ownOpensAt !== null || ownClosesAt !== null || ownMinutes > 0 || ownRoom !== ''
  return {
    window: ownWindowOf(row, { opensAt: ownOpensAt, closesAt: ownClosesAt }),
    addedMinutes: ownMinutes,
    room: ownRoom || slotRoom,
    /** null: the exam has one slot. */
    slot: slotCount === 0 ? null : { number: slotNumber, name: slotName },
    override: differs
      ? { hasWindow: ownOpensAt !== null || ownClosesAt !== null, minutes: ownMinutes, hasRoom: ownRoom !== '', reason }
      : null,
  }
}

const placeQuery = `
  select ${ownColumns}, case when slot.number is null then e."slotName" else slot.name end as "slotName",
    (select count(*)::int from "ExamSlot" x where x."examId" = e.id) as "slotCount",
    case when slot.number is null then e.room else slot.room end as "slotRoom",
    coalesce(cand.room, '') as "ownRoom", coalesce(cand.reason, '') as reason
  from "Exam" e join "Student" s on s."courseId" = e."courseId" ${whoSitsJoins}
  where e.id = $1 and s.id = $2`
