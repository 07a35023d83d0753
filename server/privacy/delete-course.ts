import { createHash } from 'node:crypto'
import { keptUntil } from '#core/privacy/retention.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { lockCourse, refuseUnderWay } from './archive-course.ts'
import { readRetention } from './read-retention.ts'

type Tx = Prisma.TransactionClient

/** Years of copies go in one transaction. */
const timeout = 300_000

export async function previewCourseDeletion(deps: Deps, courseId: string) {
  return deps.db.$transaction((tx) => planDeletion(deps, tx, courseId), { timeout })
}

type DeleteCourseInput = {
  courseId: string
  reason: string
  confirmation: string
  fingerprint: string
  actor: Actor
}

/**
 * Deletes a course with all that belongs to it, as announced, unless its retention periods still keep something. The
 * audit lines stay: they belong to no table of the course.
 */
export async function deleteCourse(
  deps: Deps,
  { courseId, reason, confirmation, fingerprint, actor }: DeleteCourseInput,
) {
  await deps.db.$transaction(
    async (tx) => {
      await lockCourse(tx, courseId)
      const plan = await planDeletion(deps, tx, courseId)
      if (plan.keptUntil !== null || plan.isKeptForEver) throw new Refusal('still_kept', { until: plan.keptUntil })
      if (plan.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
      if (spaced(confirmation) !== spaced(plan.confirmation)) throw new Refusal('confirmation_differs')
      const before = { title: plan.confirmation, ...plan.counts }
      await audit(tx, { courseId, actor, action: 'course.delete', subject: `course:${courseId}`, before, reason })
      await tx.course.delete({ where: { id: courseId } })
      await forgetPassages(tx)
    },
    { timeout },
  )
  await clearSessionCaches(deps)
  return { done: true as const }
}

async function planDeletion({ now }: Deps, tx: Tx, courseId: string) {
  await refuseUnderWay(tx, courseId)
  const where = { courseId }
  const ofCourse = { exam: where }
  const { title } = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { title: true } })
  const view = {
    confirmation: title,
    counts: {
      students: await tx.student.count({ where }),
      questions: await tx.question.count({ where }),
      images: await tx.image.count({ where }),
      exams: await tx.exam.count({ where }),
      copies: await tx.attempt.count({ where: { ...ofCourse, startedAt: { not: null } } }),
      marks: await tx.mark.count({ where: { attempt: ofCourse } }),
      projects: await tx.project.count({ where }),
      teams: await tx.team.count({ where: { project: where } }),
      sheets: await tx.sealedSheet.count({ where: { assessment: where } }),
      members: await tx.membership.count({ where }),
    },
    isFromFiles: (await tx.question.count({ where: { courseId, NOT: { fileHash: null } } })) > 0,
    ...(await keptOf(tx, { courseId, now: now() })),
  }
  const fingerprint = createHash('sha256').update(JSON.stringify(view)).digest('hex')
  return { ...view, fingerprint }
}

/**
 * Until when the course keeps something with a name: marks, a signed sheet, a released project. Without a name, once
 * its students were anonymised, nothing is kept.
 */
async function keptOf(tx: Tx, { courseId, now }: { courseId: string; now: Date }) {
  const named = { courseId, anonymisedAt: null }
  const [exam, sheet, project] = [
    await tx.exam.findFirst({
      where: { courseId, attempts: { some: { student: named, marks: { some: {} } } } },
      orderBy: { closedAt: { sort: 'desc', nulls: 'first' } },
      select: { closedAt: true },
    }),
    await tx.sealedSheet.findFirst({
      where: { assessment: { courseId, course: { students: { some: named } } } },
      orderBy: { sealedAt: 'desc' },
      select: { sealedAt: true },
    }),
    await tx.project.findFirst({
      where: { courseId, NOT: { releasedAt: null }, teams: { some: { members: { some: { student: named } } } } },
      orderBy: { releasedAt: 'desc' },
      select: { releasedAt: true },
    }),
  ]
  const dates = [exam && (exam.closedAt ?? now), sheet?.sealedAt, project?.releasedAt].flatMap((date) => date ?? [])
  if (dates.length === 0) return { keptUntil: null, isKeptForEver: false }
  const last = new Date(Math.max(...dates.map((date) => date.getTime())))
  const until = keptUntil(await readRetention(tx, courseId), last)
  if (until === null) return { keptUntil: null, isKeptForEver: true }
  return { keptUntil: until > now ? until.toISOString() : null, isKeptForEver: false }
}

/** Passages are kept once for all courses: those no course and no question rests on any more go too. */
async function forgetPassages(tx: Tx) {
  await tx.$executeRaw`
    delete from "Passage" p
    where not exists (select from "Question" q where q.stamp = p.hash)
      and not exists (select from "Course" c, jsonb_each_text(c.passages) as held where held.value = p.hash)`
}

const spaced = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()
