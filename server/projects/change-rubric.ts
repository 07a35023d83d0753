import type { RubricView } from '#contract/projects/project-parts.ts'
import type { Rubric } from '#core/projects/rubric.ts'
import { compare, toRational, zero } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockProject, type ProjectPlace } from './project.ts'

type ChangeRubricInput = ProjectPlace & { rubric: RubricView; actor: Actor }

/** Texts, weights and points may change at any time; a level that was given cannot be deleted. */
export async function changeRubric({ db }: Deps, { rubric, actor, ...place }: ChangeRubricInput) {
  requireSound(rubric)
  await db.$transaction(async (tx) => {
    const project = await lockProject(tx, place)
    const teams = await tx.team.findMany({ where: { projectId: project.id }, include: { gradings: true } })
    const lost = teams.filter((row) => {
      const { levels, secondLevels } = row
      const given = [levels, secondLevels ?? {}, ...row.gradings.map((grading) => grading.levels)]
      return given.some((each) => Object.entries(each).some(([id, levelId]) => !hasLevel(rubric, id, levelId)))
    })
    if (lost.length > 0) throw new Refusal('rubric_in_use', { teams: lost.length })
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
