import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { release as releaseShape } from '#contract/exams/exam-draft.ts'
import type { releaseResults as contract } from '#contract/grading/grading.ts'
import { handedInStatuses } from '#core/attempts/sitting.ts'
import { advanceExam } from '#core/exams/exam.ts'
import { isDue, releaseFrom } from '#core/exams/release.ts'
import { lastKnownClosingOf } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { severalWindows } from '#server/attempts/release.ts'
import { readSlots } from '#server/exams/slots.ts'
import { type Actor, audit, systemActor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { markPending } from './mark-pending.ts'
import { addressToTell, queueReleased } from './tell-released.ts'

type Policy = z.output<typeof releaseShape>
type ReleaseSettings = z.output<typeof contract.body>
type ChangeReleaseInput = {
  courseId: string
  examId: string
  actor: Actor
  /** The address that students are told by e-mail, once their results are there; nobody is told without. */
  tellAt?: string | null
}

/**
 * Shows the results to students. What is shown and which groups wait can be set here, and again later, for instance to
 * include a group that sat later. The policy « never » becomes « mark ».
 */
export async function releaseResults(
  deps: Deps,
  { what, parts, statistics, heldGroups, anyway = false, ...asked }: ChangeReleaseInput & ReleaseSettings,
) {
  await markPending(deps, asked.examId)
  return changeRelease(deps, asked, async (tx, exam) => {
    const unmarkedCount = await tx.attempt.count({
      where: {
        examId: asked.examId,
        status: { in: ['in_progress', 'paused', ...handedInStatuses] },
        markedAt: null,
      },
    })
    const status = advanceExam(exam.status, { type: 'release', unmarkedCount })
    if (!anyway && status !== exam.status) await requireAllSat(tx, { examId: asked.examId, now: deps.now() })
    const policy = exam.release as Policy
    const release = {
      ...policy,
      what: what ?? (policy.what === 'never' ? 'mark' : policy.what),
      ...(parts ? { parts } : {}),
      ...(statistics === undefined ? {} : { statistics }),
      ...(heldGroups ? { heldGroups } : {}),
    }
    return { status, release, ...(status === exam.status ? {} : { releasedAt: deps.now() }) }
  })
}

/**
 * What one wave reads of its copies, it can tell the next: a release waits for the last window of the exam, even when a
 * trainer closed it before. Of an exam with one window, a closing by hand is the end.
 */
async function requireAllSat(tx: Prisma.TransactionClient, { examId, now }: { examId: string; now: Date }) {
  if (!(await severalWindows(tx, examId))) return
  const exam = await tx.exam.findUniqueOrThrow({ where: { id: examId } })
  const own = await tx.candidate.findMany({ where: { examId, closesAt: { gt: now }, student: { archivedAt: null } } })
  const slots = await readSlots(tx, exam)
  const last = lastKnownClosingOf([...slots, ...own])
  if (last !== null && last > now) throw new Refusal('windows_to_come', { until: last.toISOString() })
}

export async function withholdResults(deps: Deps, asked: ChangeReleaseInput) {
  return changeRelease(deps, asked, async (_tx, exam) => ({
    status: advanceExam(exam.status, { type: 'withhold', reason: '' }),
    releasedAt: null,
  }))
}

type Exam = { status: 'draft' | 'published' | 'open' | 'closed' | 'released'; release: JsonColumn.Release }
type Decide = (tx: Prisma.TransactionClient, exam: Exam) => Promise<Prisma.ExamUpdateInput>

async function changeRelease(deps: Deps, asked: ChangeReleaseInput, decide: Decide) {
  const { courseId, examId, actor, tellAt = null } = asked
  await deps.db.$transaction(async (tx) => {
    const [exam] = await tx.$queryRaw<Exam[]>`
      select status, release from "Exam" where id = ${examId}::uuid and "courseId" = ${courseId}::uuid for update`
    if (!exam) throw new Refusal('not_found')
    const data = await decide(tx, exam)
    const isSame = isDeepStrictEqual(data.release ?? exam.release, exam.release)
    if (data.status === exam.status && isSame) return
    await tx.exam.update({ where: { id: examId }, data: { ...data, revision: { increment: 1 } } })
    await audit(tx, {
      courseId,
      actor,
      action: data.status === 'released' ? 'exam.release' : 'exam.withhold',
      subject: `exam:${examId}`,
      before: { status: exam.status, release: exam.release },
      after: { status: data.status, release: data.release ?? exam.release, decidedAt: deps.now().toISOString() },
    })
    if (tellAt !== null) await queueReleased(tx, { deps, courseId, examId, address: tellAt, actor })
  })
  return { done: true as const }
}

/** Releases exams that are due, at their closing or at a date, once every copy is marked. Called by the timer. */
export async function releaseDue(deps: Deps) {
  const closed = await deps.db.exam.findMany({
    where: { status: 'closed', releasedAt: null, NOT: { release: { path: ['when'], equals: 'by_hand' } } },
    select: { id: true, courseId: true, release: true },
  })
  const troubles = troublesOf(deps)
  troubles.forget('release', new Set(closed.map(({ id }) => id)))
  for (const exam of closed)
    await troubles.apart(deps, { examId: exam.id, chore: 'release' }, () => releaseIfDue(deps, exam))
}

type ReleaseIfDueInput = { id: string; courseId: string; release: JsonColumn.Release }

/** A refusal (a copy without mark) is no trouble: the release just waits. */
async function releaseIfDue(deps: Deps, { id: examId, courseId, release }: ReleaseIfDueInput) {
  if (!isDue(releaseFrom(release as Policy), deps.now()) || (await isWithheld(deps, examId))) return
  const tellAt = await addressToTell(deps, courseId)
  await releaseResults(deps, { courseId, examId, actor: systemActor, tellAt }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}

/** When a trainer withheld the results, the timer does not release them again. */
async function isWithheld({ db }: Deps, examId: string) {
  return (await db.auditLine.count({ where: { subject: `exam:${examId}`, action: 'exam.withhold' } })) > 0
}
