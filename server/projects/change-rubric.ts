import type { RubricView } from '#contract/projects/project-parts.ts'
import type { Rubric } from '#core/projects/rubric.ts'
import { compare, toRational, zero } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { byName, byText } from '#core/students/name-order.ts'
import type { Grading, Team } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { teamGradeOf } from './grade.ts'
import { teamAddressOf, teamNameOf } from './names.ts'
import { lockProject, type ProjectPlace, withClock } from './project.ts'

type ChangeRubricInput = ProjectPlace & { rubric: RubricView; actor: Actor }

/** The teams whose mark the rubric would change; nothing is written. */
export async function previewRubric(
  { db }: Deps,
  { rubric, courseId, projectId }: ProjectPlace & { rubric: RubricView },
) {
  requireSound(rubric)
  const project = await db.project.findFirst({ where: { id: projectId, courseId }, include: withClock })
  if (!project) throw new Refusal('not_found')
  const teams = await db.team.findMany({
    where: { projectId },
    include: { gradings: true, members: { include: { student: true } } },
  })
  refuseLost(rubric, teams)
  const changes = teams.flatMap((team) => {
    const before = teamGradeOf(project, team).mark
    const after = teamGradeOf({ ...project, rubric }, team).mark
    const isBlind = project.blindSince !== null
    const members = isBlind ? [] : team.members.map(({ student }) => student).sort(byName)
    const names = members.map(({ familyName, givenName }) => `${givenName} ${familyName}`.trim())
    return before === after
      ? []
      : [{ teamId: teamAddressOf(project, team), name: teamNameOf(project, team), members: names, before, after }]
  })
  return {
    isReleased: project.releasedAt !== null,
    teams: changes.sort((one, other) => byText(one.name, other.name)),
  }
}

/** Texts, weights and points may change at any time; a level that was given cannot be deleted. */
export async function changeRubric({ db }: Deps, { rubric, actor, ...place }: ChangeRubricInput) {
  requireSound(rubric)
  await db.$transaction(async (tx) => {
    const project = await lockProject(tx, place)
    const teams = await tx.team.findMany({ where: { projectId: project.id }, include: { gradings: true } })
    refuseLost(rubric, teams)
    await tx.project.update({
      where: { id: project.id },
      data: { rubric },
    })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'project.rubric',
      subject: `project:${project.id}`,
      before: project.rubric,
      after: rubric,
    })
  })
  return { done: true as const }
}

type Graded = Pick<Team, 'levels' | 'secondLevels'> & { gradings: readonly Pick<Grading, 'levels'>[] }

/** A level that was given cannot disappear. */
function refuseLost(rubric: Rubric, teams: readonly Graded[]) {
  const lost = teams.filter(({ levels, secondLevels, gradings }) => {
    const given = [levels, secondLevels ?? {}, ...gradings.map((grading) => grading.levels)]
    return given.some((each) => Object.entries(each).some(([id, levelId]) => !hasLevel(rubric, id, levelId)))
  })
  if (lost.length > 0) throw new Refusal('rubric_in_use', { teams: lost.length })
}

export function hasLevel({ criteria }: Rubric, criterionId: string, levelId: string): boolean {
  return criteria.find(({ id }) => id === criterionId)?.levels.some(({ id }) => id === levelId) ?? false
}

function requireSound({ criteria }: Rubric) {
  const lists = [criteria, ...criteria.map(({ levels }) => levels)]
  if (lists.some((list) => new Set(list.map(({ id }) => id)).size < list.length)) throw unsound('duplicate_id')
  const weighted = criteria.filter(({ weight }) => weight !== null)
  if (weighted.some(({ weight }) => compare(toRational(weight ?? '0'), zero) <= 0)) throw unsound('weight')
  // Negative points are allowed in a malus only.
  if (weighted.some(({ levels }) => levels.some(({ points }) => compare(toRational(points), zero) < 0)))
    throw unsound('points')
}

const unsound = (code: string) => new Refusal('invalid_request', [{ where: 'body', path: 'criteria', code }])
