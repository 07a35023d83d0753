import { type Rubric, rubricWorth } from '#core/projects/rubric.ts'
import { zero } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { renderText } from '#server/questions/rendering/rendering.ts'
import { shown } from './grade.ts'
import { handInsOf, lateBy, viewHandIn } from './hand-in-views.ts'
import { withClock } from './project.ts'

/** The database, or a transaction of it. */
export type Reads = { db: Prisma.TransactionClient; now: Deps['now'] }
type Asked = { projectId: string; caller: StudentCaller }

/** Projects of the student's course that are open; before, a project does not exist for them. */
export async function listMyBriefs({ db, now }: Deps, { courseId, studentId }: StudentCaller) {
  const projects = await db.project.findMany({
    where: { courseId, opensAt: { lte: now() } },
    orderBy: [{ opensAt: 'asc' }, { id: 'asc' }],
    include: { teams: { where: { members: { some: { studentId } } } } },
  })
  return {
    projects: projects.map(({ id, title, deadline, releasedAt, teams: [team] }) => ({
      ...{ id, title, deadline: deadline?.toISOString() ?? null },
      team: team?.name ?? null,
      handedInAt: team?.handedInAt?.toISOString() ?? null,
      isReleased: releasedAt !== null,
    })),
  }
}

/** The brief with the student's own team and what it handed in; nothing of another team, no mark, no comment. */
export async function findMyBrief(deps: Deps, { projectId, caller }: Asked) {
  const project = await requireOpenProject(deps, { projectId, caller })
  const { studentId } = caller
  const team = await deps.db.team.findFirst({
    where: { projectId, members: { some: { studentId } } },
    include: { members: { include: { student: true } }, ...handInsOf },
  })
  const { id, title, opensAt, deadline, late, takesHttp, rubric, course } = project
  return {
    ...{ id, title, late, takesHttp, brief: await renderText(project.brief) },
    opensAt: (opensAt ?? deps.now()).toISOString(),
    deadline: deadline?.toISOString() ?? null,
    isOverdue: lateBy(project, deps.now()) > 0,
    timeZone: course.timeZone,
    isReleased: project.releasedAt !== null,
    team: team && {
      name: team.name,
      members: team.members
        .map(({ student }) => student)
        .toSorted(byName)
        .map(({ givenName, familyName }) => `${givenName} ${familyName}`.trim()),
    },
    criteria: criteriaOf(rubric),
    handIns: (team?.handIns ?? []).map((handIn) => viewHandIn(project, handIn)),
  }
}

function criteriaOf(rubric: Rubric) {
  const worth = rubricWorth(rubric)
  return rubric.criteria.map(({ id, title, description, levels }, index) => {
    const { isBonus = false, most = zero, levels: earned = [] } = worth[index] ?? {}
    return {
      ...{ id, title, description, isBonus, most: shown(most) },
      levels: levels.map((level, rank) => ({ ...level, earned: shown(earned[rank] ?? zero) })),
    }
  })
}

/** 404 for a project of another course, and for one that is not open yet. */
export async function requireOpenProject({ db, now }: Reads, { projectId, caller }: Asked) {
  const project = await db.project.findFirst({
    where: { id: projectId, courseId: caller.courseId, opensAt: { lte: now() } },
    include: withClock,
  })
  if (!project) throw new Refusal('not_found')
  return project
}
