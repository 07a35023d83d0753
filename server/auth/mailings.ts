import { isDeepStrictEqual } from 'node:util'
import { type MailFailure, mailFailures, mailStates } from '#contract/auth/mail.ts'
import { letterKinds, writeLetter } from '#core/letters.ts'
import { courseLanguage } from '#core/questions/true-false.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { queueMail } from '#server/platform/mail/queue-mail.ts'
import { countOne } from '#server/platform/throttle.ts'
import { keepStudentAddress } from './student-address.ts'

const told = { mailsOut: true, tellsReleases: true, announcesSince: true, remindsExams: true } as const

/** Whether letters leave: the installation has a mail server, and an owner of the course lets it. */
export async function readMail({ db, settings }: Deps, courseId: string) {
  const course = await db.course.findUniqueOrThrow({
    where: { id: courseId },
    select: told,
  })
  const isOn = settings.mail !== null && course.mailsOut
  return {
    from: settings.mail?.from.address ?? null,
    isOn,
    tellsReleases: isOn && course.tellsReleases,
    announcesExams: isOn && course.announcesSince !== null,
    remindsExams: isOn && course.remindsExams,
  }
}

/** Throws `mail_off` unless letters of this course leave. */
export async function requireMail(deps: Deps, courseId: string) {
  if (!(await readMail(deps, courseId)).isOn) throw new Refusal('mail_off')
}

type Setting = {
  courseId: string
  isOn: boolean
  tellsReleases?: boolean | undefined
  announcesExams?: boolean | undefined
  remindsExams?: boolean | undefined
  origin: string
  actor: Actor
}

/**
 * A timer does not know by which address people come: for what it will tell, the one of this request is kept when
 * the course and the installation say none. Throws `address_loopback` when that one leads nowhere. Exams that are published already are
 * not announced by themselves.
 */
export async function setMail(deps: Deps, { courseId, isOn, origin, actor, ...wanted }: Setting) {
  if (isOn && !deps.settings.mail) throw new Refusal('mail_off')
  const { tellsReleases, announcesExams, remindsExams } = wanted
  if (isOn && (tellsReleases || announcesExams || remindsExams))
    await keepStudentAddress(deps, { courseId, origin, actor })
  await deps.db.$transaction(async (tx) => {
    const before = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: told })
    const since = announcesExams ? (before.announcesSince ?? deps.now()) : null
    const after = {
      mailsOut: isOn,
      tellsReleases: tellsReleases ?? before.tellsReleases,
      announcesSince: announcesExams === undefined ? before.announcesSince : since,
      remindsExams: remindsExams ?? before.remindsExams,
    }
    if (isDeepStrictEqual(before, after)) return
    await tx.course.update({ where: { id: courseId }, data: after })
    await audit(tx, { courseId, actor, action: 'course.mail', subject: `course:${courseId}`, before, after })
  })
  return { done: true as const }
}

type Trial = { courseId: string; personId: string; actor: Actor }

/** A message to one's own address: also before the course lets letters leave, to see that they would. */
export async function sendTrialMail(deps: Deps, { courseId, personId, actor }: Trial) {
  if (!deps.settings.mail) throw new Refusal('mail_off')
  countOne(deps, [['trial_mail', personId]])
  const { email } = await deps.db.person.findUniqueOrThrow({ where: { id: personId }, select: { email: true } })
  const { title, language } = await languageOf(deps, courseId)
  const letter = writeLetter({ kind: 'trial', course: title, by: actor.name }, language)
  const key = `trial:${personId}:${deps.randomBytes(8).toString('hex')}`
  const letters = email ? [{ key, address: email, studentId: null, letter }] : []
  const { queued, already } = await queueMail(deps, { courseId, kind: 'trial', label: '', actor, letters })
  return { queued, already, withoutAddress: email ? 0 : 1 }
}

/** The title of a course and the language of its letters, with its time zone for the dates in them. */
export async function languageOf({ db }: { db: Prisma.TransactionClient }, courseId: string) {
  const course = await db.course.findUniqueOrThrow({
    where: { id: courseId },
    select: { title: true, language: true, timeZone: true },
  })
  return { ...course, language: courseLanguage(course.language) }
}

const mostListed = 50

export async function listMailings({ db }: Deps, courseId: string) {
  const rows = await db.mailing.findMany({
    where: { courseId },
    orderBy: [{ at: 'desc' }, { id: 'asc' }],
    take: mostListed,
    include: { messages: { select: { state: true } } },
  })
  return { mailings: rows.map(({ messages, ...row }) => mailingView(row, messages)) }
}

type Row = { id: string; kind: string; label: string; at: Date; byName: string }
type InState = { state: string }

function mailingView({ id, kind, label, at, byName }: Row, messages: readonly InState[]) {
  const counts = mailStates.map((state) => [state, messages.filter((one) => one.state === state).length] as const)
  return {
    ...{ id, label, byName, at: at.toISOString(), kind: letterKinds.find((known) => known === kind) ?? 'trial' },
    counts: Object.fromEntries(counts) as Record<(typeof mailStates)[number], number>,
  }
}

type MailingPlace = { courseId: string; mailingId: string }

export async function readMailing({ db }: Deps, { courseId, mailingId }: MailingPlace) {
  const row = await db.mailing.findFirst({
    where: { id: mailingId, courseId },
    include: {
      messages: {
        include: { student: { select: { givenName: true, familyName: true, email: true } } },
        orderBy: [{ key: 'asc' }],
      },
    },
  })
  if (!row) throw new Refusal('not_found')
  const messages = row.messages.map(({ id, student, address, sealed, answer, tries, ...message }) => ({
    ...{ id, answer, tries, isKept: sealed !== null },
    name: student ? `${student.givenName} ${student.familyName}` : '',
    address: student?.email ?? address ?? '',
    state: mailStates.find((state) => state === message.state) ?? 'waiting',
    failure: mailFailures.find((failure): failure is MailFailure => failure === message.failure) ?? null,
    nextAt: message.nextAt.toISOString(),
    endedAt: message.endedAt?.toISOString() ?? null,
  }))
  return { ...mailingView(row, row.messages), messages }
}

const ended = ['refused', 'gave_up', 'unsure']

type Resent = MailingPlace & { messageIds: readonly string[]; actor: Actor }

/** A person decides that these are sent again, those that may have left too. */
export async function resendMail(deps: Deps, { courseId, mailingId, messageIds, actor }: Resent) {
  await requireMail(deps, courseId)
  return deps.db.$transaction(async (tx) => {
    const mailing = await tx.mailing.findFirst({ where: { id: mailingId, courseId } })
    if (!mailing) throw new Refusal('not_found')
    const { count } = await tx.mailMessage.updateMany({
      where: { mailingId, id: { in: [...messageIds] }, state: { in: ended }, sealed: { not: null } },
      data: { state: 'waiting', nextAt: deps.now(), tries: 0, endedAt: null },
    })
    if (count > 0)
      await audit(tx, { courseId, actor, action: 'mail.resend', subject: `course:${courseId}`, after: { count } })
    return { queued: count }
  })
}

export async function cancelMailing(
  { db, now }: Deps,
  { courseId, mailingId, actor }: MailingPlace & { actor: Actor },
) {
  return db.$transaction(async (tx) => {
    const mailing = await tx.mailing.findFirst({ where: { id: mailingId, courseId } })
    if (!mailing) throw new Refusal('not_found')
    const { count } = await tx.mailMessage.updateMany({
      where: { mailingId, state: 'waiting' },
      data: { state: 'cancelled', endedAt: now(), sealed: null },
    })
    if (count > 0)
      await audit(tx, { courseId, actor, action: 'mail.cancel', subject: `course:${courseId}`, after: { count } })
    return { cancelled: count }
  })
}
