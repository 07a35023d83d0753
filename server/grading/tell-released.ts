import { writeLetter } from '#core/letters.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { languageOf, readMail, requireMail } from '#server/auth/mailings.ts'
import { originForOthers, saidStudentAddress } from '#server/auth/student-address.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type Addressed, queueMail } from '#server/platform/mail/queue-mail.ts'

type Told = { courseId: string; examId: string; origin: string; actor: Actor }

/** Tells the students of a released exam, whose group is not held, that their results are there: once per release. */
export async function tellReleased(deps: Deps, { origin, ...told }: Told) {
  await requireMail(deps, told.courseId)
  const address = await originForOthers(deps, { courseId: told.courseId, origin })
  return deps.db.$transaction((tx) => queueReleased(tx, { ...told, deps, address }))
}

/** The address to tell when results are released by the timer; null: the course wants no letter, or none can leave. */
export async function addressToTell(deps: Deps, courseId: string): Promise<string | null> {
  const { tellsReleases } = await readMail(deps, courseId)
  return tellsReleases ? saidStudentAddress(deps, courseId) : null
}

type Queued = Omit<Told, 'origin'> & { deps: Deps; address: string }

/** In the transaction of the release, so that a server that dies leaves neither without the other. */
export async function queueReleased(tx: Prisma.TransactionClient, { deps, courseId, examId, address, actor }: Queued) {
  const exam = await tx.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  if (exam.status !== 'released' || !exam.releasedAt) throw new Refusal('not_released')
  const held = exam.release.heldGroups ?? []
  const { title, language } = await languageOf({ db: tx }, courseId)
  const attempts = await tx.attempt.findMany({
    where: { examId, markedAt: { not: null }, student: { archivedAt: null, group: { notIn: [...held] } } },
    include: { student: true },
  })
  const at = exam.releasedAt.getTime()
  const letters: Addressed[] = attempts.flatMap(({ student: { id, email, givenName, familyName } }) => {
    if (!email) return []
    const name = `${givenName} ${familyName}`
    const letter = writeLetter({ kind: 'released', course: title, name, exam: exam.title, address }, language)
    return [{ key: `released:${examId}:${id}:${at}`, address: email, studentId: id, letter }]
  })
  const mailing = { courseId, kind: 'released' as const, label: exam.title, actor, letters }
  const { queued, already } = await queueMail({ ...deps, db: tx }, mailing)
  const after = { queued, already, withoutAddress: attempts.length - letters.length }
  if (queued > 0) await audit(tx, { courseId, actor, action: 'mail.released', subject: `exam:${examId}`, after })
  return after
}
