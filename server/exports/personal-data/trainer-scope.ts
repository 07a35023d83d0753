import { getCopy } from '#contract/grading/grading.ts'
import { markParts } from '#core/assessment/rules.ts'
import { readLiveSheet } from '#server/assessment/live-sheet.ts'
import { sealedLinesOf } from '#server/assessment/seal.ts'
import type { CopyPlace } from '#server/attempts/exam-of-course.ts'
import { readCopy } from '#server/grading/copy.ts'
import type { Deps } from '#server/platform/deps.ts'
import { shown, workingOf } from '#server/projects/grade.ts'
import { listProjectMarks } from '#server/projects/marks.ts'
import { withClock } from '#server/projects/project.ts'
import type { DataScope, FinalGrade, ProjectShare } from './data-scope.ts'
import { markAndReview, nullWhen } from './marking.ts'

type Who = { courseId: string; studentId: string }

/** Everything, released or not, with older markings and the changes made to the student. */
export function trainerScope(deps: Deps, who: Who): DataScope {
  return {
    marking: (copy) => readMarking(deps, copy),
    seesAnswers: () => true,
    projects: () => readProjects(deps, who),
    finalGrade: () => readFinalGrade(deps, who),
    changes: () =>
      deps.db.auditLine.findMany({
        where: { courseId: who.courseId, subject: `student:${who.studentId}` },
        orderBy: { id: 'asc' },
        select: { at: true, actorName: true, action: true, before: true, after: true, reason: true },
      }),
  }
}

async function readMarking(deps: Deps, place: CopyPlace) {
  const copy = await nullWhen(['marks_missing'], readCopy(deps, place).then(getCopy.reply.parseAsync))
  if (copy === null) return null
  const marks = await deps.db.mark.findMany({
    where: { attemptId: place.attemptId },
    orderBy: { run: { number: 'asc' } },
    select: { mark: true, run: { select: { number: true, createdAt: true, reason: true } } },
  })
  return { ...markAndReview(copy), runs: marks.map(({ mark, run }) => ({ ...run, mark })) }
}

async function readProjects(deps: Deps, { courseId, studentId }: Who): Promise<ProjectShare[]> {
  const memberships = await deps.db.teamMember.findMany({
    where: { studentId, team: { project: { courseId } } },
    include: { team: { include: { project: { include: withClock } } } },
    orderBy: { team: { project: { createdAt: 'asc' } } },
  })
  const marks = await listProjectMarks(deps, courseId)
  return memberships.flatMap(({ team: row, projectId, factor, adjustment, reason }) => {
    // While names are hidden, a team's levels must not appear beside a name.
    if (row.project.blindSince !== null) return []
    const { title, rubric } = row.project
    const team = row
    const worked = marks.get(projectId)?.get(studentId)?.worked ?? null
    const share: ProjectShare = {
      ...{ title, team: team.name, comment: team.comment, factor, adjustment, reason },
      mark: worked && shown(worked.mark),
      working: worked && workingOf(worked.steps),
      criteria: rubric.criteria.map((criterion) => ({
        title: criterion.title,
        level: criterion.levels
          .filter(({ id }) => id === team.levels[criterion.id] || id === team.secondLevels?.[criterion.id])
          .map(({ label }) => label)
          .join(' / '),
        comment: team.comments[criterion.id] ?? '',
      })),
    }
    return [share]
  })
}

/** The current line, and the one in each finalised sheet. */
async function readFinalGrade(deps: Deps, { courseId, studentId }: Who): Promise<FinalGrade | null> {
  const sheet = await readLiveSheet(deps, courseId)
  const rows = await deps.db.sealedSheet.findMany({
    where: { assessment: { courseId } },
    orderBy: { number: 'asc' },
  })
  const sealed = rows.flatMap((row) => {
    const line = sealedLinesOf(row).find((one) => one.studentId === studentId)
    return line ? [{ number: row.number, sealedAt: row.sealedAt, reopenedAt: row.reopenedAt, line }] : []
  })
  const live = sheet.lines.find((one) => one.studentId === studentId) ?? null
  const line = live ?? sealed.at(-1)?.line
  if (!line) return null
  const names = new Map(markParts(sheet.rules).map(({ id, name }) => [id, name]))
  return {
    components: line.entries.map(({ component, status, mark, retake, reason }) => ({
      ...{ name: names.get(component) ?? component, status, mark, retake, reason },
    })),
    live,
    sealed,
  }
}
