import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { languageOf } from '#server/auth/mailings.ts'
import { originForOthers } from '#server/auth/student-address.ts'
import { calendarReply } from '#server/exams/calendar-file.ts'
import { sittingEvent } from '#server/exams/sitting-event.ts'
import { ownSittingOf, withSitting } from '#server/exams/sittings.ts'
import { readSlots } from '#server/exams/slots.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { visibleTo } from './my-exams.ts'

type Asked = { origin: string; examId?: string }

/** The sittings of this student that have a date, or that of one exam; throws `not_found` when there is none. */
export async function readMyCalendar(deps: Deps, caller: StudentCaller, { origin, examId }: Asked) {
  const { db } = deps
  const now = deps.now()
  const { courseId, studentId } = caller
  const exams = await db.exam.findMany({
    where: { ...visibleTo(caller), imported: { equals: Prisma.DbNull }, ...(examId ? { id: examId } : {}) },
    orderBy: [{ opensAt: 'asc' }, { id: 'asc' }],
    take: 200,
  })
  const course = await languageOf(deps, courseId)
  const address = await originForOthers(deps, { courseId, origin })
  const events = await Promise.all(
    exams.map(async (exam) => {
      const student = await db.student.findUniqueOrThrow({ where: { id: studentId }, include: withSitting(exam.id) })
      const sitting = ownSittingOf(student, { exam, slots: await readSlots(db, exam), now })
      return sittingEvent({ exam, student, sitting, course, address })
    }),
  )
  const dated = events.flatMap((event) => event ?? [])
  if (dated.length === 0) throw new Refusal('not_found')
  return calendarReply({
    name: exams.length === 1 ? (exams[0]?.title ?? course.title) : course.title,
    language: course.language,
    now,
    events: dated,
  })
}
