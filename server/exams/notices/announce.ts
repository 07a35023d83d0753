import { createHash } from 'node:crypto'
import { sittingLines } from '#core/exams/sitting-words.ts'
import type { Language } from '#core/language.ts'
import { type Letter, writeLetter } from '#core/letters.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam, Prisma, SittingNotice, Student } from '#prisma/client/client.ts'
import { languageOf } from '#server/auth/mailings.ts'
import { writeCalendar } from '#server/exams/calendar-file.ts'
import { type ExamPlace, lockExam } from '#server/exams/exam.ts'
import { sittingEvent } from '#server/exams/sitting-event.ts'
import { type OwnSitting, readSittings } from '#server/exams/sittings.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { keyOfAnnouncement } from '#server/platform/mail/letter-keys.ts'
import { queueMail } from '#server/platform/mail/queue-mail.ts'

type Asked = ExamPlace & { deps: Deps; address: string; actor: Actor }
type Told = { student: Student; sitting: OwnSitting; times: number; isNew: boolean }

/**
 * Tells each student of a published exam when and where they sit it: once, and again when that changed. Who has started,
 * or whose time has come, is told nothing. In a transaction that holds the exam: two servers tell once.
 */
export async function queueAnnouncements(tx: Prisma.TransactionClient, { deps, address, actor, ...place }: Asked) {
  const exam = await lockExam(tx, place)
  if (exam.status !== 'published' && exam.status !== 'open') throw new Refusal('exam_wrong_state')
  const now = deps.now()
  const course = await languageOf({ db: tx }, place.courseId)
  const due = announcementsDue(await readNoticed(tx, exam, { now }))
  const after = { queued: 0, withoutAddress: due.filter(({ student }) => !student.email).length }
  for (const kind of ['announced', 'moved'] as const) {
    const letters = due
      .filter(({ isNew }) => isNew === (kind === 'announced'))
      .map((told) => ({
        key: keyOfAnnouncement(exam.id, told.student.id, told.times),
        address: told.student.email ?? '',
        studentId: told.student.id,
        letter: sittingLetter({ kind, exam, ...told, course, address, now }),
      }))
    const mailing = { courseId: place.courseId, kind, label: exam.title, actor, letters }
    if (letters.length > 0) after.queued += (await queueMail({ ...deps, db: tx }, mailing)).queued
  }
  await remember(tx, { examId: exam.id, due, now })
  if (due.length > 0)
    await audit(tx, { courseId: place.courseId, actor, action: 'mail.announced', subject: `exam:${exam.id}`, after })
  return { ...after, queued: after.queued - after.withoutAddress }
}

/** The students whose sitting is to come, with what they were told of it. */
export async function readNoticed(db: Prisma.TransactionClient, exam: Exam, { now }: { now: Date }) {
  const rows = await db.sittingNotice.findMany({ where: { examId: exam.id } })
  const notices = new Map(rows.map((notice) => [notice.studentId, notice]))
  return (await readSittings(db, exam, { now }))
    .filter(({ sitting }) => isToCome(sitting, { exam, now }))
    .map(({ student, sitting }) => ({ student, sitting, notice: notices.get(student.id) }))
}
export type Noticed = Awaited<ReturnType<typeof readNoticed>>[number]

export const announcementsDue = (noticed: readonly Noticed[]): Told[] =>
  noticed.flatMap(({ student, sitting, notice }) => {
    if (isTold(student, { sitting, notice })) return []
    return [{ student, sitting, times: (notice?.times ?? 0) + 1, isNew: (notice?.told ?? '') === '' }]
  })

/** Whether the sitting can still be waited for: an opening by hand has no hour, and comes with the exam. */
const isToCome = (
  { isStarted, opensAt, closesAt }: OwnSitting,
  { exam, now }: { exam: Pick<Exam, 'status'>; now: Date },
) => !isStarted && (closesAt === null || closesAt > now) && (opensAt ? opensAt > now : exam.status === 'published')

/** Nothing changed for them; who had no address is told once they have one, and who lost theirs knows already. */
function isTold(student: Student, { sitting, notice }: { sitting: OwnSitting; notice: SittingNotice | undefined }) {
  if (!notice) return false
  return student.email ? notice.told === hashOf(sitting) : true
}

/** Of all that a letter says of it. */
const hashOf = ({ opensAt, closesAt, allowedMs, room, slotName }: OwnSitting) =>
  createHash('sha256')
    .update(JSON.stringify([opensAt, closesAt, allowedMs, room, slotName]))
    .digest('base64url')

type Remembered = { examId: string; due: readonly Told[]; now: Date }

async function remember(tx: Prisma.TransactionClient, { examId, due, now }: Remembered) {
  for (const { student, sitting, times } of due) {
    const said = { times, told: student.email ? hashOf(sitting) : '', announcedAt: now }
    await tx.sittingNotice.upsert({
      where: { examId_studentId: { examId, studentId: student.id } },
      create: { examId, studentId: student.id, ...said },
      update: said,
    })
  }
}

type Written = {
  kind: 'announced' | 'moved' | 'reminder'
  exam: Exam
  student: Pick<Student, 'id' | 'givenName' | 'familyName' | 'updatedAt'>
  sitting: OwnSitting
  course: { title: string; language: Language }
  address: string
  now: Date
}

/** With the file for a calendar, but for a reminder: it is there already. */
export function sittingLetter({ kind, exam, student, sitting, course, address, now }: Written): Letter {
  const { title, language } = course
  const name = `${student.givenName} ${student.familyName}`
  const lines = sittingLines(sitting, language)
  const letter = writeLetter({ kind, course: title, name, exam: exam.title, lines, address }, language)
  const event = sittingEvent({ exam, student, sitting, course, address })
  if (kind === 'reminder' || event === null) return letter
  return { ...letter, calendar: writeCalendar({ name: exam.title, language, now, events: [event] }) }
}
