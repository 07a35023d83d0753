import { ownWindowOf } from '#core/exams/slots.ts'
import type { OwnRow } from '#server/platform/who-sits.ts'

export type PlaceRow = OwnRow & {
  slotName: string
  slotCount: number
  slotRoom: string
  ownRoom: string
  reason: string
}

/** SQL: the columns of `PlaceRow` beside `ownColumns`; needs `whoSitsJoins`. */
export const placeColumns = `
  case when slot.number is null then e."slotName" else slot.name end as "slotName",
  (select count(*)::int from "ExamSlot" x where x."examId" = e.id) as "slotCount",
  case when slot.number is null then e.room else slot.room end as "slotRoom",
  coalesce(cand.room, '') as "ownRoom", coalesce(cand.reason, '') as reason`

/** When and where one student sits an exam: their slot, and what differs for them, with the reason. */
export function ownPlaceOf(row: PlaceRow) {
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
