import { isReminderDue, isSameLocalDay } from '#core/exams/reminder.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { languageOf } from '#server/auth/mailings.ts'
import { saidStudentAddress } from '#server/auth/student-address.ts'
import { type ExamPlace, lockExam } from '#server/exams/exam.ts'
import { audit, systemActor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { keyOfReminder } from '#server/platform/mail/letter-keys.ts'
import { queueMail } from '#server/platform/mail/queue-mail.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { announcementsDue, type Noticed, queueAnnouncements, readNoticed, sittingLetter } from './announce.ts'

/** How long an exam stays as it is before its students are told: who moves thirty of them one by one tells each once. */
const quietMs = 2 * 60_000

/** Announces what was published and reminds of tomorrow, in the courses that asked for it. Called by the timer. */
export async function tellSittings(deps: Deps) {
  if (!deps.settings.mail) return
  const now = deps.now()
  const exams = await deps.db.exam.findMany({
    where: {
      OR: [{ status: 'published' }, { status: 'open', OR: opensAfter(now) }],
      course: { archivedAt: null, mailsOut: true, OR: [{ announcesSince: { not: null } }, { remindsExams: true }] },
    },
    include: { course: { select: { announcesSince: true, remindsExams: true } } },
  })
  const troubles = troublesOf(deps)
  troubles.forget('tell', new Set(exams.map(({ id }) => id)))
  for (const exam of exams) {
    const { id: examId, publishedAt, termsChangedAt } = exam
    const changedAt = Math.max(publishedAt?.getTime() ?? 0, termsChangedAt?.getTime() ?? 0)
    if (now.getTime() - changedAt >= quietMs)
      await troubles.apart(deps, { examId, chore: 'tell' }, () => tellOne(deps, exam))
  }
}

/** Of an open exam, somebody may still wait for their own hour. */
const opensAfter = (now: Date): Prisma.ExamWhereInput[] => [
  { opensAt: { gt: now } },
  { slots: { some: { opensAt: { gt: now } } } },
  { candidates: { some: { opensAt: { gt: now } } } },
]

type Wanting = Exam & { course: { announcesSince: Date | null; remindsExams: boolean } }

/** Looked at first without holding the exam: most of the time there is nothing to tell. */
async function tellOne(deps: Deps, exam: Wanting) {
  const { courseId, publishedAt, course } = exam
  const now = deps.now()
  const noticed = await readNoticed(deps.db, exam, { now })
  const isAnnounced = course.announcesSince !== null && publishedAt !== null && publishedAt >= course.announcesSince
  const announces = isAnnounced && announcementsDue(noticed).length > 0
  const reminds = course.remindsExams && remindersDue(noticed, { exam, now }).length > 0
  const address = announces || reminds ? await saidStudentAddress(deps, courseId) : null
  if (address === null) return
  const told = { deps, courseId, examId: exam.id, address, actor: systemActor }
  await deps.db
    .$transaction(
      async (tx) => {
        if (announces) await queueAnnouncements(tx, told)
        if (reminds) await queueReminders(tx, told)
      },
      { timeout: 60_000 },
    )
    .catch(unlessRefused)
}

/** Withdrawn or closed in between: nobody is told. */
function unlessRefused(error: unknown) {
  if (!(error instanceof Refusal)) throw error
}

type Reminded = ExamPlace & { deps: Deps; address: string; actor: typeof systemActor }

async function queueReminders(tx: Prisma.TransactionClient, { deps, address, actor, ...place }: Reminded) {
  const exam = await lockExam(tx, place)
  const now = deps.now()
  const { courseId, examId } = place
  const course = await languageOf({ db: tx }, courseId)
  const due = remindersDue(await readNoticed(tx, exam, { now }), { exam, now })
  const letters = due.map(({ student, sitting, opensAt, email }) => ({
    key: keyOfReminder(examId, student.id, opensAt),
    ...{ address: email, studentId: student.id },
    letter: sittingLetter({ kind: 'reminder', exam, student, sitting, course, address, now }),
  }))
  const mailing = { courseId, kind: 'reminder' as const, label: exam.title, actor, letters }
  const { queued } = await queueMail({ ...deps, db: tx }, mailing)
  for (const { student, opensAt } of due)
    await tx.sittingNotice.upsert({
      where: { examId_studentId: { examId, studentId: student.id } },
      create: { examId, studentId: student.id, remindedFor: opensAt },
      update: { remindedFor: opensAt },
    })
  if (queued > 0)
    await audit(tx, { courseId, actor, action: 'mail.reminded', subject: `exam:${examId}`, after: { queued } })
}

type Now = { exam: Exam; now: Date }

/** The day before, who has an address; who was told today knows it. */
const remindersDue = (noticed: readonly Noticed[], { exam: { timeZone }, now }: Now) =>
  noticed.flatMap(({ student, sitting, notice }) => {
    const { opensAt } = sitting
    if (!student.email || opensAt === null || !isReminderDue(opensAt, { now, timeZone })) return []
    if (notice?.remindedFor?.getTime() === opensAt.getTime()) return []
    if (notice?.announcedAt && isSameLocalDay(notice.announcedAt, now, timeZone)) return []
    return [{ student, sitting, opensAt, email: student.email }]
  })
