import { allowedMs } from '#core/timing.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listStudents } from '#server/students/queries.ts'

/** The class as printed on the attendance list to sign. */
export async function readAttendanceList(deps: Deps, place: ExamPlace) {
  const { course, opensAt, openedAt, limitMinutes, ...exam } = await requireExam(deps, place)
  const startedAt = opensAt ?? openedAt ?? deps.now()
  const { students } = await listStudents(deps, { courseId: place.courseId, archived: 'without' })
  return {
    courseTitle: course.title,
    examTitle: exam.title,
    opensAt: (opensAt ?? openedAt)?.toISOString() ?? null,
    timeZone: exam.timeZone,
    room: exam.room,
    invigilators: exam.invigilators,
    limitMinutes,
    students: students.map(({ id, familyName, givenName, number, group, extraTime }) => ({
      ...{ id, familyName, givenName, number: number ?? '', group },
      allowedMinutes: Math.round(
        allowedMs({ limitMinutes, extraTime: extraTime, startedAt, breaksMs: 0, grantsMs: 0 }) / 60_000,
      ),
    })),
  }
}
