import { memberMark, type Worked } from '#core/projects/project-mark.ts'
import type { Deps } from '#server/platform/deps.ts'
import { teamGradeOf } from './grade.ts'
import { withClock } from './project.ts'

/** Exact, on 20; null while the team has no mark, or while its name is hidden from the graders. */
export type ProjectMark = { worked: Worked | null; isWithheld: boolean; isReleased: boolean }

/** The project marks of a course: project id → student id → mark. A student without a team has no entry. */
export async function listProjectMarks({ db }: Deps, courseId: string) {
  const projects = await db.project.findMany({
    where: { courseId },
    include: { ...withClock, teams: { include: { members: true } } },
  })
  return new Map(
    projects.map((row) => {
      const project = row
      const isWithheld = project.blindSince !== null
      const isReleased = project.releasedAt !== null
      const marks = row.teams.flatMap((team) => {
        const { worked } = teamGradeOf(project, team)
        return team.members.map((member): [string, ProjectMark] => [
          member.studentId,
          { worked: worked === null || isWithheld ? null : memberMark(worked, member), isWithheld, isReleased },
        ])
      })
      return [row.id, new Map(marks)]
    }),
  )
}
