import { type Group, markParts } from '#core/assessment/rules.ts'
import { rationalText } from '#core/rational.ts'
import type { Deps } from '#server/platform/deps.ts'
import { workingOf } from '#server/projects/grade.ts'
import { listProjectMarks } from '#server/projects/marks.ts'

type Line = { studentId: string; entries: readonly { component: string; mark: string | null }[] }
type ListProjectWorkingsInput = { courseId: string; rules: Pick<Group, 'parts'>; lines: readonly Line[] }

/**
 * The workings of the project marks of these lines, kept outside them because a sealed line holds no reason written by
 * a person. Left out for a mark that has changed since it was signed, because the working is then of another mark.
 */
export async function listProjectWorkings(deps: Deps, { courseId, rules, lines }: ListProjectWorkingsInput) {
  const projects = await listProjectMarks(deps, courseId)
  const projectOf = new Map(
    markParts(rules).flatMap(({ id, content: { source } }) =>
      source.kind === 'project' ? [[id, source.projectId] as const] : [],
    ),
  )
  return lines.flatMap(({ studentId, entries }) =>
    entries.flatMap(({ component, mark }) => {
      const projectId = projectOf.get(component) ?? ''
      const { worked = null, isReleased = false } = projects.get(projectId)?.get(studentId) ?? {}
      if (worked === null || rationalText(worked.mark) !== mark) return []
      return { studentId, component, projectId, isReleased, working: workingOf(worked.steps) }
    }),
  )
}
