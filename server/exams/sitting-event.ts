import { sittingLines } from '#core/exams/sitting-words.ts'
import type { Language } from '#core/language.ts'
import type { Exam, Student } from '#prisma/client/client.ts'
import type { CalendarEvent } from './calendar-file.ts'
import type { OwnSitting } from './sittings.ts'

type Event = {
  exam: Exam
  student: Pick<Student, 'id' | 'updatedAt'>
  sitting: OwnSitting
  course: { title: string; language: Language }
  address: string | null
}

const yearMs = Date.UTC(2020, 0)

/**
 * The sitting of one student; null when it is opened by hand, which no calendar can hold. It says how long they have,
 * never why: calendars are kept by others. Two things that only grow are added: the revision of the exam, and the
 * second of the last change of the student.
 */
export function sittingEvent({ exam, student, sitting, course, address }: Event): CalendarEvent | null {
  const { opensAt, closesAt, allowedMs, room } = sitting
  if (opensAt === null) return null
  return {
    uid: `${exam.id}.${student.id}@bareme`,
    sequence: exam.revision + Math.floor((student.updatedAt.getTime() - yearMs) / 1_000),
    opensAt,
    endsAt: closesAt ?? new Date(opensAt.getTime() + allowedMs),
    title: `${exam.title} · ${course.title}`,
    room,
    lines: [...sittingLines(sitting, course.language), ...(address ? [address] : [])],
    url: address,
    remindHours: [24, 1],
  }
}
