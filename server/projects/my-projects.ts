import { divide, type Rational, rational, sum, toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { shareOf, shown, type TeamGrade, teamGradeOf } from './grade.ts'
import { withClock } from './project.ts'

/** Released projects in which this student's team is graded; others are not listed yet. */
export async function listMyProjects({ db }: Deps, { studentId, courseId }: StudentCaller) {
  const memberships = await db.teamMember.findMany({
    where: { studentId, team: { project: { courseId } } },
    include: {
      team: {
        include: {
          project: { include: withClock },
          members: { include: { student: true } },
        },
      },
    },
    orderBy: { team: { project: { createdAt: 'asc' } } },
  })
  return memberships.flatMap(({ team: row, ...share }) => {
    const project = row.project
    const team = row
    const grade = teamGradeOf(project, team)
    if (project.releasedAt === null || grade.worked === null) return []
    const { mark, working } = shareOf(grade.worked, share)
    if (mark === null) return []
    return {
      id: project.id,
      title: project.title,
      team: {
        name: team.name,
        members: row.members
          .map(({ student }) => student)
          .toSorted(byName)
          .map(({ givenName, familyName }) => `${givenName} ${familyName}`),
      },
      criteria: project.rubric.criteria.map((criterion) => ({
        ...criterion,
        levels: [...criterion.levels],
        comment: team.comments[criterion.id] ?? '',
        ...lineOf(grade.rubrics, criterion.id),
      })),
      comment: team.comment,
      ...{ teamMark: grade.mark, working, mark },
      ...{ factor: share.factor, adjustment: share.adjustment, reason: share.reason },
    }
  })
}

export async function findMyProject(deps: Deps, { caller, projectId }: { caller: StudentCaller; projectId: string }) {
  const mine = (await listMyProjects(deps, caller)).find(({ id }) => id === projectId)
  if (mine) return mine
  // A member gets « not released yet », anybody else a 404.
  const isMember = await deps.db.teamMember.count({ where: { projectId, studentId: caller.studentId } })
  throw new Refusal(isMember > 0 ? 'not_released' : 'not_found')
}

type Rubrics = NonNullable<TeamGrade['rubrics']>

/** The contribution of a criterion: with two graders whose mean counts, both levels and the mean of their values. */
function lineOf(rubrics: Rubrics, criterionId: string) {
  const results = rubrics.flatMap((result) => (result ? [result] : []))
  const lines = results.flatMap((result) => result.lines.filter(({ criterion }) => criterion === criterionId))
  // A bonus that was not given counts as zero in the mean.
  const mean = (values: Rational[]) => shown(divide(sum(values), rational(results.length)))
  return {
    levelIds: [...new Set(lines.map(({ level }) => level))],
    earned: mean(lines.map(({ earned }) => toRational(earned))),
    most: shown(toRational(lines[0]?.most ?? '0')),
  }
}
