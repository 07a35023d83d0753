import type { Exam, Prisma } from '#prisma/client/client.ts'

/** Filters students: those of the class, or of its audience when the exam has one. */
export const inAudienceOf = ({ id, audience }: Pick<Exam, 'id' | 'audience'>): Prisma.StudentWhereInput =>
  audience.kind === 'class' ? {} : { candidacies: { some: { examId: id, isListed: true } } }

/**
 * SQL: joins to the exam `e` and its student `s` what was decided for them, `cand`, and their slot, `slot`; no `slot` is
 * the first one. By the rule of `slotOf` (core/exams/slots.ts); a test compares both.
 */
export const whoSitsJoins = `
  left join "Candidate" cand on cand."examId" = e.id and cand."studentId" = s.id
  left join lateral (
    select x.* from "ExamSlot" x
    where x."examId" = e.id and (x.number = cand.slot or (cand.slot is null and s."group" = any(x.groups)))
    order by x.number limit 1
  ) slot on true`

/** SQL: whether the exam is for the student; needs `whoSitsJoins`. */
export const inAudience = `(e.audience->>'kind' = 'class' or coalesce(cand."isListed", false))`

/** SQL: the window of the student's slot, and what differs for them; needs `whoSitsJoins`. */
export const ownColumns = `
  coalesce(slot.number, 0) as "slotNumber",
  case when slot.number is null then e."opensAt" else slot."opensAt" end as "opensAt",
  case when slot.number is null then e."closesAt" else slot."closesAt" end as "closesAt",
  cand."opensAt" as "ownOpensAt", cand."closesAt" as "ownClosesAt", coalesce(cand.minutes, 0) as "ownMinutes"`

export type OwnRow = {
  slotNumber: number
  /** Of their slot, before what differs for them. */
  opensAt: Date | null
  closesAt: Date | null
  ownOpensAt: Date | null
  ownClosesAt: Date | null
  ownMinutes: number
}
