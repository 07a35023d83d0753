import { decisionOf } from '#core/assessment/decision.ts'
import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockAssessment, requireOpenSheet } from './assessment.ts'
import { sheetFingerprintOf } from './final-sheet.ts'
import { type LiveSheetLine, readLiveSheet } from './live-sheet.ts'
import { seal } from './seal.ts'

type FinaliseInput = { courseId: string; fingerprint: string; released: boolean; actor: Actor }

/** Signs the sheet as its reader saw it; refused while a student still waits for a mark. */
export async function finalise(deps: Deps, { courseId, fingerprint, released, actor }: FinaliseInput) {
  return deps.db.$transaction(
    async (tx) => {
      const assessment = await lockAssessment(tx, courseId)
      if (!assessment) throw new Refusal('not_found')
      await requireOpenSheet(tx, assessment)
      const sheet = await readLiveSheet(deps, courseId)
      const waiting = sheet.lines.filter(({ result }) => result.status === 'missing').map(({ studentId }) => studentId)
      if (waiting.length > 0 || sheet.lines.length === 0) throw new Refusal('marks_missing', { studentIds: waiting })
      // A mark that changed in between must be read before it is signed.
      if (sheetFingerprintOf(sheet) !== fingerprint) throw new Refusal('changed_meanwhile')
      const course = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { title: true, year: true } })
      const number = (await tx.sealedSheet.count({ where: { assessmentId: assessment.id } })) + 1
      const sealedAt = deps.now()
      const columns = seal(deps, {
        ...{ number, courseTitle: course.title, year: course.year, title: sheet.title, rules: sheet.rules },
        ...{ sealedAt: sealedAt.toISOString(), sealedByName: actor.name, lines: sheet.lines },
      })
      const { id } = await tx.sealedSheet.create({
        data: {
          ...{ assessmentId: assessment.id, number, sealedAt, sealedById: actor.id, sealedByName: actor.name },
          ...columns,
        },
        select: { id: true },
      })
      await tx.assessment.update({ where: { courseId }, data: { releasedAt: released ? sealedAt : null } })
      await audit(tx, {
        courseId,
        actor,
        action: 'assessment.finalise',
        subject: `sheet:${id}`,
        after: { number, hash: columns.hash, released, ...retakesOf(sheet.lines) },
      })
      return { number }
    },
    { timeout: 60_000 },
  )
}

/** The decisions that a retake changed, by student: the journal says them, because no other line does. */
function retakesOf(lines: readonly LiveSheetLine[]) {
  const retakes = lines.flatMap(({ studentId, before: first, result }) => {
    const [before, after] = [first && decisionOf(first), decisionOf(result)]
    return first === null || before === after ? [] : [{ studentId, before, after }]
  })
  return retakes.length > 0 ? { retakes } : {}
}
