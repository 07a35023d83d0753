import { markParts } from '#core/assessment/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findSealedIfAny } from './final-sheet.ts'
import { findAssessmentIfAny } from './live-sheet.ts'
import { listProjectWorkings } from './project-workings.ts'
import { sealedLinesOf } from './seal.ts'

/** A student's statement: their line of the finalised sheet, without later changes. */
export async function readMyStatement(deps: Deps, { studentId, courseId }: StudentCaller) {
  const assessment = await findAssessmentIfAny(deps, courseId)
  const sealed = assessment?.releasedAt ? await findSealedIfAny(deps, courseId) : null
  const line = sealed && sealedLinesOf(sealed).find((each) => each.studentId === studentId)
  // A student who joined after the sheet was finalised has no line.
  if (!assessment?.releasedAt || !line) throw new Refusal('not_released')
  const { content, hash } = sealed
  const workings = await listProjectWorkings(deps, { courseId, rules: content.rules, lines: [line] })
  const entryOf = new Map(line.entries.map((entry) => [entry.component, entry]))
  return {
    ...{ title: content.title, courseTitle: content.courseTitle, year: content.year, hash },
    studentName: `${line.givenName} ${line.familyName}`,
    number: line.number,
    releasedAt: assessment.releasedAt.toISOString(),
    sealedAt: content.sealedAt,
    components: markParts(content.rules).map(({ id, name, coefficient }) => {
      const { status = 'present' as const, mark = null, retake = null, reason = '' } = entryOf.get(id) ?? {}
      return { id, name, coefficient, status, mark, retake, reason }
    }),
    rounding: content.rules.rounding,
    result: line.result,
    // Sheets finalised before results were kept without their retakes have none.
    before: line.before ?? null,
    working: line.working,
    // For an unreleased project, the statement shows the mark alone.
    projectWorkings: workings.filter(({ isReleased }) => isReleased),
  }
}
