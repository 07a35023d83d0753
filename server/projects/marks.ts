import type { Rational } from '#core/rational.ts'
import type { Deps } from '#server/platform/deps.ts'
import { exactMarkOf, gradeOf } from './grade.ts'
import { toProject, toTeam } from './project.ts'

/** Exact, on 20; null while the team has no mark, or while its name is withheld from who graded it. */
export type ProjectMark = { mark: Rational | null; isWithheld: boolean; team: string; adjustment: number }

/** The project marks of a course: project id → student id → mark. A student in no team is not there. */
export async function listProjectMarks({ db }: Deps, courseId: string) {
  const projects = await db.project.findMany({
    where: { courseId },
    include: { teams: { include: { members: true } } },
  })
  return new Map(
    projects.map((row) => {
      const project = toProject(row)
      const isWithheld = project.blindSince !== null
      const marks = row.teams.flatMap((team) => {
        const { worked } = gradeOf(project, toTeam(team))
        return team.members.map((member): [string, ProjectMark] => [
          member.studentId,
          {
            mark: worked === null || isWithheld ? null : exactMarkOf(worked, member),
            ...{ isWithheld, team: team.name, adjustment: member.adjustment },
          },
        ])
      })
      return [row.id, new Map(marks)]
    }),
  )
}
