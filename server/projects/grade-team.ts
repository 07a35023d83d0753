import { Refusal } from '#core/refusal.ts'
import type { Rubric } from '#core/rubric.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { hasLevel } from './change-rubric.ts'
import { gradeOf } from './grade.ts'
import { lockTeam, requireRevision, type Team, type TeamPlace } from './project.ts'

type Graded = Pick<Team, 'levels' | 'comments' | 'comment'>
type Given = TeamPlace & Graded & { revision: number; actor: Actor }

/** Saved as one grades: whole each time, so that what was taken back is gone too. */
export async function gradeTeam({ db, now }: Deps, { revision, actor, levels, comments, comment, ...place }: Given) {
  await db.$transaction(async (tx) => {
    const { project, team } = await lockTeam(tx, place)
    requireRevision(team, revision)
    requireInRubric(project.rubric, { levels, comments })
    const before: Graded = { levels: team.levels, comments: team.comments, comment: team.comment }
    const after: Graded = { levels, comments, comment }
    await tx.team.update({
      where: { id: team.id },
      data: {
        levels: levels as Prisma.InputJsonObject,
        comments: comments as Prisma.InputJsonObject,
        comment,
        revision: team.revision + 1,
        gradedAt: gradeOf(project, after).mark === null ? null : now(),
        gradedById: actor.id,
      },
    })
    // One line per save would drown the journal: only what moves the mark is worth disputing.
    if (sameLevels(before.levels, levels)) return
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'team.grade',
      subject: `team:${team.id}`,
      before: before.levels,
      after: levels,
    })
  })
}

function requireInRubric(rubric: Rubric, { levels, comments }: Omit<Graded, 'comment'>) {
  const unknown = [
    ...Object.entries(levels).filter(([id, levelId]) => !hasLevel(rubric, id, levelId)),
    ...Object.entries(comments).filter(([id]) => !rubric.criteria.some((criterion) => criterion.id === id)),
  ]
  if (unknown.length === 0) return
  throw new Refusal(
    'invalid_request',
    unknown.map(([id]) => ({ where: 'body', path: id.slice(0, 64), code: 'not_in_rubric' })),
  )
}

function sameLevels(one: Record<string, string>, other: Record<string, string>): boolean {
  const ids = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...ids].every((id) => one[id] === other[id])
}
