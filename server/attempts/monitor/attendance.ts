import type { Attendance } from '#core/attempts/attendance.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'

type Noted = ExamPlace & { studentIds: string[]; status: Attendance | null; reason: string; actor: Actor }

/**
 * Notes attendance, of whom the exam is for. A student who has started was present, so those are left unchanged and returned. Once results are
 * released or the sheet is finalised, a change needs a reason, as for a mark.
 */
export async function setAttendance(deps: Deps, { studentIds, status, reason, actor, ...place }: Noted) {
  const { courseId, examId } = place
  const exam = await requireExam(deps, place)
  const { status: examStatus } = exam
  const wanted = [...new Set(studentIds)]
  return deps.db.$transaction(async (tx) => {
    const students = await tx.student.findMany({
      where: { id: { in: wanted }, courseId, ...inAudienceOf(exam) },
      select: { id: true, attempts: { where: { examId, startedAt: { not: null } }, select: { id: true } } },
    })
    if (students.length < wanted.length) throw new Refusal('not_found')
    if (reason === '' && (examStatus === 'released' || (await isSheetFinal(tx, courseId))))
      throw new Refusal('attendance_settled')
    const started = students.filter(({ attempts }) => attempts.length > 0).map(({ id }) => id)
    const changed = students.filter(({ attempts }) => attempts.length === 0).map(({ id }) => id)
    if (changed.length === 0) return { changed, started }
    await tx.attendance.deleteMany({ where: { examId, studentId: { in: changed } } })
    if (status !== null) {
      const noted = { examId, status, reason, at: deps.now(), actorName: actor.name }
      await tx.attendance.createMany({ data: changed.map((studentId) => ({ ...noted, studentId })) })
    }
    await audit(tx, {
      courseId,
      actor,
      action: 'exam.attendance',
      subject: `exam:${examId}`,
      after: { status, studentIds: changed },
      reason,
    })
    return { changed, started }
  })
}

const isSheetFinal = async (tx: Prisma.TransactionClient, courseId: string) =>
  (await tx.sealedSheet.count({ where: { assessment: { courseId }, reopenedAt: null } })) > 0
