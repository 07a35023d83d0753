import { Refusal } from '#core/refusal.ts'
import { byName, byText } from '#core/students/name-order.ts'
import type { Deps } from '#server/platform/deps.ts'
import { deliveredAt, handInsOf, lateBy, viewHandIn } from './hand-in-views.ts'
import { teamAddressOf, teamNameOf } from './names.ts'
import { type ProjectPlace, withClock } from './project.ts'

type Person = { givenName: string; familyName: string; email: string | null }
const person = { givenName: true, familyName: true, email: true, number: true } as const

/** Every team with what it handed in, so that who has not is seen at once. */
export async function listHandIns({ db }: Deps, { courseId, projectId }: ProjectPlace) {
  const project = await db.project.findFirst({
    where: { id: projectId, courseId },
    include: { ...withClock, teams: { include: { members: { include: { student: true } }, ...handInsOf } } },
  })
  if (!project) throw new Refusal('not_found')
  const isBlind = project.blindSince !== null
  const teams = project.teams.map((team) => ({
    id: teamAddressOf(project, team),
    name: teamNameOf(project, team),
    members: isBlind
      ? []
      : team.members
          .map(({ student }) => student)
          .toSorted(byName)
          .map(personOf),
    handedInAt: deliveredAt(team)?.toISOString() ?? null,
    daysLate: lateBy(project, deliveredAt(team)),
    handIns: isBlind ? [] : team.handIns.map((handIn) => viewHandIn(project, handIn)),
  }))
  const alone = await db.student.findMany({
    where: { courseId, archivedAt: null, memberships: { none: { projectId } } },
    select: person,
  })
  return {
    ...{ deadline: project.deadline?.toISOString() ?? null, timeZone: project.course.timeZone, isBlind },
    teams: teams.toSorted((a, b) => byText(a.name, b.name)),
    withoutTeam: isBlind ? [] : alone.toSorted(byName).map(personOf),
  }
}

const personOf = ({ givenName, familyName, email }: Person) => ({ name: `${givenName} ${familyName}`.trim(), email })
