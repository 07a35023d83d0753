import { assessmentRules } from '#contract/assessment/rules.ts'
import { weightedMeanRules } from '#core/assessment/presets.ts'
import type { Group, Part } from '#core/assessment/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { Assessment, Prisma } from '#prisma/client/client.ts'

/** The rules of a course that has none yet: no components. Its first rules are written over revision 0. */
export const noRules = assessmentRules.parse(weightedMeanRules([]))

/** Every component, groups included. */
export function allParts({ parts }: Pick<Group, 'parts'>): Part[] {
  return parts.flatMap((part) => [part, ...(part.content.kind === 'group' ? allParts(part.content) : [])])
}

/** Locks the assessment of a course, so that changes run one at a time; null before its first rules. */
export async function lockAssessment(tx: Prisma.TransactionClient, courseId: string) {
  // Locks the course's row, because there may be no assessment to lock yet.
  await tx.$queryRaw`select 1 from "Course" where id = ${courseId}::uuid for no key update`
  const row = await tx.assessment.findUnique({ where: { courseId } })
  return row
}

/** Refuses any change of a finalised sheet, which must be reopened first. To be called under `lockAssessment`. */
export async function requireOpenSheet(tx: Prisma.TransactionClient, assessment: Pick<Assessment, 'id'> | null) {
  if (assessment === null) return
  const inForce = await tx.sealedSheet.count({ where: { assessmentId: assessment.id, reopenedAt: null } })
  if (inForce > 0) throw new Refusal('sheet_final')
}
