import { toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { rubricMark } from '#core/rubric.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { exactMarkOf, shown } from './grade.ts'
import { toProject, toTeam } from './project.ts'

/** Released projects where the team of this student is graded; the others do not exist for them yet. */
export async function listMyProjects({ db }: Deps, { studentId, courseId }: StudentCaller) {
  const memberships = await db.teamMember.findMany({
    where: { studentId, team: { project: { courseId } } },
    include: {
      team: {
        include: {
          project: true,
          members: { include: { student: true }, orderBy: { student: { familyName: 'asc' } } },
        },
      },
    },
    orderBy: { team: { project: { createdAt: 'asc' } } },
  })
  return memberships.flatMap(({ team: row, adjustment, reason }) => {
    const project = toProject(row.project)
    const team = toTeam(row)
    const result = rubricMark(project.rubric, team.levels)
    if (project.releasedAt === null || result.status === 'missing' || result.lines.length === 0) return []
    const lineOf = new Map(result.lines.map((line) => [line.criterion, line]))
    return {
      id: project.id,
      title: project.title,
      team: {
        name: team.name,
        members: row.members.map(({ student }) => `${student.givenName} ${student.familyName}`),
      },
      criteria: project.rubric.criteria.map((criterion) => {
        const line = lineOf.get(criterion.id)
        return {
          ...criterion,
          levels: [...criterion.levels],
          levelId: line?.level ?? null,
          comment: team.comments[criterion.id] ?? '',
          earned: shown(toRational(line?.earned ?? '0')),
          most: shown(toRational(line?.most ?? '0')),
        }
      }),
      comment: team.comment,
      teamMark: shown(result.mark),
      adjustment,
      reason,
      mark: shown(exactMarkOf(result.mark, { adjustment })),
    }
  })
}

export async function findMyProject(deps: Deps, { caller, projectId }: { caller: StudentCaller; projectId: string }) {
  const mine = (await listMyProjects(deps, caller)).find(({ id }) => id === projectId)
  if (mine) return mine
  // Their own project says it is not released yet; one they are not in does not exist.
  const isMember = await deps.db.teamMember.count({ where: { projectId, studentId: caller.studentId } })
  throw new Refusal(isMember > 0 ? 'not_released' : 'not_found')
}
