import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { readWhoSits } from '#server/exams/read-who-sits.ts'
import type { Deps } from '#server/platform/deps.ts'

/** Who sits the exam, as printed on the attendance list to sign: one list per slot. */
export async function readAttendanceList(deps: Deps, place: ExamPlace) {
  const { course, openedAt, limitMinutes, ...exam } = await requireExam(deps, place)
  const { slots, people } = await readWhoSits(deps, place)
  return {
    courseTitle: course.title,
    examTitle: exam.title,
    ...{ timeZone: exam.timeZone, limitMinutes },
    slots: slots.map(({ number, name, opensAt, room, invigilators }) => ({
      ...{ number, name, room, invigilators },
      // The hour of an exam that was opened by hand.
      opensAt: opensAt ?? (slots.length === 1 ? (openedAt?.toISOString() ?? null) : null),
    })),
    students: people.map(({ studentId: id, familyName, givenName, number, group, slot, override, allowedMinutes }) => ({
      ...{ id, familyName, givenName, number, group, slot, override, allowedMinutes },
    })),
  }
}
