import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { withoutNames } from '#server/assessment/seal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { lockClass } from '#server/students/class-lock.ts'
import { forgetHandIns } from './forget-hand-ins.ts'
import { writeNamedTexts } from './named-texts.ts'
import { type ErasureRequest, planErasure } from './plan-erasure.ts'

type Tx = Prisma.TransactionClient
type Plan = Awaited<ReturnType<typeof planErasure>>
type Confirmed = ErasureRequest & { reason: string; confirmation: string; fingerprint: string; actor: Actor }

/** A year of students has thousands of lines, changed in one transaction. */
const timeout = 300_000

export async function previewErasure(deps: Deps, asked: ErasureRequest) {
  return deps.db.$transaction(async (tx) => (await planErasure(deps, tx, asked)).view, { timeout })
}

/**
 * Removes what identifies students, in one transaction: their entries in the class, codes and sessions, and names in
 * every kept text. Anonymised, their work keeps its marks under a number, so that statistics and signed sheets stay
 * valid; erased, it is deleted too.
 */
export async function eraseStudents(deps: Deps, { reason, confirmation, fingerprint, actor, ...asked }: Confirmed) {
  const { courseId, how } = asked
  const count = await deps.db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const plan = await planErasure(deps, tx, asked)
      const { view } = plan
      if (view.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
      if (spaced(confirmation) !== spaced(view.confirmation)) throw new Refusal('confirmation_differs')
      if (how === 'erase' && (view.marksKeptUntil !== null || view.areMarksKeptForEver))
        throw new Refusal('still_kept', { until: view.marksKeptUntil })
      const why = plan.eraser.text(reason)
      for (const { id } of plan.students) {
        await audit(tx, {
          ...{ courseId, actor, action: 'student.anonymise', subject: `student:${id}`, reason: why },
          after: { how, among: plan.students.length },
        })
      }
      await nameNobody(tx, plan, deps.now())
      await writeNamedTexts(tx, plan.passages)
      await forgetHandIns(tx, asked)
      await blankSheets(tx, plan)
      if (how === 'erase') {
        await tx.student.deleteMany({ where: { id: { in: plan.students.map(({ id }) => id) } } })
        const after = { count: plan.students.length, ...view.counts }
        await audit(tx, {
          courseId,
          actor,
          action: 'students.erase',
          subject: `course:${courseId}`,
          after,
          reason: why,
        })
      }
      return plan.students.length
    },
    { timeout },
  )
  await clearSessionCaches(deps)
  return { count }
}

/** Merged entries get the same number. This cannot be undone, since no name is kept. */
async function nameNobody(tx: Tx, { people, students, ids }: Plan, at: Date) {
  const archived = new Map(students.map(({ id, archivedAt }) => [id, archivedAt]))
  await tx.session.deleteMany({ where: { studentId: { in: [...ids] } } })
  await tx.externalIdentity.deleteMany({ where: { studentId: { in: [...ids] } } })
  // What a platform was sent stays there; how it calls them does not stay here.
  await tx.ltiScore.deleteMany({ where: { studentId: { in: [...ids] } } })
  // The words of a mail server may hold an address.
  await tx.mailMessage.deleteMany({ where: { studentId: { in: [...ids] } } })
  for (const { id, label } of people) {
    await tx.student.update({
      where: { id },
      data: {
        ...{ familyName: label, givenName: '', email: null, number: null, group: '' },
        ...{ codeHash: null, codeSetAt: null, extraTime: { kind: 'none' } },
        ...{ anonymisedAt: at, archivedAt: archived.get(id) ?? at, updatedAt: at },
      },
    })
  }
}

/** Removes the names stored beside signed sheets; the signature of the marks stays valid. */
async function blankSheets(tx: Tx, { people, sheets }: Plan) {
  const labels = new Map(people.map(({ id, label }) => [id, label]))
  for (const sheet of sheets) {
    const known = sheet.people
    if (!Object.keys(known).some((id) => labels.has(id))) continue
    const blank = withoutNames(known, labels)
    await tx.sealedSheet.update({ where: { id: sheet.id }, data: { people: blank } })
  }
}

const spaced = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()
