import type { z } from 'zod'
import type { previewNotice as contract } from '#contract/exams/notices.ts'
import { writeLetter } from '#core/letters.ts'
import type { Exam } from '#prisma/client/client.ts'
import { languageOf, requireMail } from '#server/auth/mailings.ts'
import { originForOthers } from '#server/auth/student-address.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { readSittings } from '#server/exams/sittings.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { announcementsDue, type Noticed, queueAnnouncements, readNoticed, sittingLetter } from './announce.ts'

/** The published exams for which somebody still waits. */
export async function listNotices({ db, now }: Deps, courseId: string) {
  const exams = await db.exam.findMany({
    where: { courseId, status: { in: ['published', 'open'] } },
    orderBy: [{ opensAt: 'asc' }, { createdAt: 'asc' }],
  })
  const views = await Promise.all(
    exams.map(async (exam) => noticesOf(exam, await readNoticed(db, exam, { now: now() }))),
  )
  return { exams: views.filter(({ studentCount }) => studentCount > 0) }
}

function noticesOf({ id: examId, title, timeZone }: Exam, noticed: readonly Noticed[]) {
  const openings = noticed.flatMap(({ sitting }) => sitting.opensAt?.getTime() ?? [])
  const isReminded = ({ sitting, notice }: Noticed) =>
    notice?.remindedFor != null && notice.remindedFor.getTime() === sitting.opensAt?.getTime()
  const reachable = noticed.filter(({ student }) => student.email)
  return {
    ...{ examId, title, timeZone, studentCount: noticed.length },
    opensAt: openings.length === 0 ? null : new Date(Math.min(...openings)).toISOString(),
    announcedCount: reachable.length - announcementsDue(reachable).length,
    remindedCount: noticed.filter(isReminded).length,
    withoutAddress: noticed.flatMap(({ student: { id, email, givenName, familyName } }) =>
      email ? [] : [{ studentId: id, name: `${givenName} ${familyName}` }],
    ),
  }
}

type Announced = ExamPlace & { origin: string; actor: Actor }

/** By hand: also an exam that was published before its course announced. Throws `mail_off` or `exam_wrong_state`. */
export async function announceExam(deps: Deps, { origin, ...asked }: Announced) {
  const { courseId } = asked
  await requireMail(deps, courseId)
  const address = await originForOthers(deps, { courseId, origin })
  const { queued, withoutAddress } = await deps.db.$transaction(
    (tx) => queueAnnouncements(tx, { ...asked, deps, address }),
    { timeout: 60_000 },
  )
  return { queued, already: 0, withoutAddress }
}

type Preview = { courseId: string; kind: z.output<typeof contract.query>['kind']; origin: string }

/** As the first student gets it for the newest exam; of an example when there is none. */
export async function previewNotice(deps: Deps, { courseId, kind, origin }: Preview) {
  const course = await languageOf(deps, courseId)
  const { title, language } = course
  const address = await originForOthers(deps, { courseId, origin })
  const exam = await deps.db.exam.findFirst({ where: { courseId }, orderBy: { createdAt: 'desc' } })
  const now = deps.now()
  const all = exam ? await readSittings(deps.db, exam, { now }) : []
  const one = all.find(({ student }) => student.email) ?? all[0]
  const name = one ? `${one.student.givenName} ${one.student.familyName}` : null
  if (kind !== 'released' && exam && one) {
    const { calendar, ...letter } = sittingLetter({ kind, exam, ...one, course, address, now })
    return { name, ...letter, hasCalendar: calendar !== undefined }
  }
  const example = examples[language]
  const about = { course: title, name: name ?? example.name, exam: exam?.title ?? example.exam, address }
  const letter = writeLetter(
    kind === 'released' ? { kind, ...about } : { kind, ...about, lines: example.lines },
    language,
  )
  return { name, ...letter, hasCalendar: kind === 'announced' }
}

const examples = {
  fr: { name: 'Prénom Nom', exam: 'Examen', lines: ['(le jour, l’heure, la durée et la salle de cet étudiant)'] },
  en: { name: 'First Last', exam: 'Exam', lines: ['(the day, hour, duration and room of this student)'] },
}
