import type { Rational } from '#core/rational.ts'
import type { Deps } from '#server/platform/deps.ts'
import { exactMarkOf, gradeOf } from './grade.ts'
import { toProject, toTeam } from './project.ts'

/** Exact, on 20; null while the team has no mark. */
export type ProjectMark = { mark: Rational | null; team: string; adjustment: number }

/** The project marks of a course: project id → student id → mark. A student in no team is not there. */
export async function listProjectMarks({ db }: Deps, courseId: string) {
  const projects = await db.project.findMany({
    where: { courseId },
    include: { teams: { include: { members: true } } },
  })
  return new Map(
    projects.map((row) => [
      row.id,
      new Map(
        row.teams.flatMap((team) => {
          const { exact } = gradeOf(toProject(row), toTeam(team))
          return team.members.map(({ studentId, adjustment }): [string, ProjectMark] => [
            studentId,
            { mark: exact && exactMarkOf(exact, { adjustment }), team: team.name, adjustment },
          ])
        }),
      ),
    ]),
  )
}
