import { releaseFrom } from '#core/exams/release.ts'
import { hasSeveralWindows } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { Candidate, Exam, Student } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import type { ExamPlace } from './exam.ts'
import { ownSittingOf, type SittingStudent, withSitting } from './sittings.ts'
import { type ExamSlotRow, readSlots, viewSlot } from './slots.ts'

/** Whom an exam is for, its slots, and each of its students. A student who has started is among them whatever was said. */
export async function readWhoSits(deps: Deps, { courseId, examId }: ExamPlace) {
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  const slots = await readSlots(deps.db, exam)
  const students = await deps.db.student.findMany({
    where: {
      courseId,
      OR: [{ archivedAt: null, ...inAudienceOf(exam) }, { attempts: { some: { examId, startedAt: { not: null } } } }],
    },
    include: withSitting(examId),
    orderBy: { id: 'asc' },
  })
  const people = students.toSorted(byName).map((student) => personOf(student, { exam, slots, now: deps.now() }))
  const own = students.flatMap(({ candidacies }) => candidacies)
  return {
    audience: mutable(exam.audience),
    slots: slots.map((slot) => {
      const there = people.filter((person) => person.slot === slot.number)
      const startedCount = there.filter(({ isStarted }) => isStarted).length
      return { ...viewSlot(slot), peopleCount: there.length, startedCount }
    }),
    hasSeveralWindows: hasSeveralWindows(slots.length, own),
    isEarly: releaseFrom(exam.release).early,
    people,
  }
}

function personOf(student: SittingStudent, { exam, slots, now }: { exam: Exam; slots: ExamSlotRow[]; now: Date }) {
  const [own] = student.candidacies
  const { slot, opensAt, closesAt, allowedMs, isStarted } = ownSittingOf(student, { exam, slots, now })
  return {
    ...candidateOf(student),
    why: exam.audience.kind === 'class' ? null : (own?.why ?? null),
    slot: slot.number,
    isSlotChosen: own?.slot != null,
    override: own ? overrideOf(own) : null,
    opensAt: opensAt?.toISOString() ?? null,
    closesAt: closesAt?.toISOString() ?? null,
    allowedMinutes: Math.round(allowedMs / 60_000),
    isStarted,
  }
}

export const candidateOf = ({ id, familyName, givenName, number, group }: Student) => ({
  ...{ studentId: id, familyName, givenName, number: number ?? '', group },
})

/** null: nothing differs. */
export function overrideOf({ opensAt, closesAt, minutes, room, reason }: Candidate) {
  if (opensAt === null && closesAt === null && minutes === 0 && room === '') return null
  return {
    opensAt: opensAt?.toISOString() ?? null,
    closesAt: closesAt?.toISOString() ?? null,
    ...{ minutes, room, reason },
  }
}

/** A reply has lists that may change. */
const mutable = (audience: Exam['audience']) =>
  audience.kind === 'groups' ? { ...audience, groups: [...audience.groups] } : audience
