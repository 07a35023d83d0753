import { cutText } from '#core/cut-text.ts'
import type { Rubric } from '#core/projects/rubric.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma, Team } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { hasLevel } from './change-rubric.ts'
import { teamGradeOf } from './grade.ts'
import { subjectOf } from './names.ts'
import { writeOwnGrading } from './own-grading.ts'
import { lockTeam, type Project, requireTeamRevision, type TeamPlace } from './project.ts'

export type Graded = Pick<Team, 'levels' | 'comments' | 'comment'>
type GradeTeamInput = TeamPlace & Graded & { revision: number; actor: Actor }

/**
 * Saves the whole grading each time, so that removed levels are removed too. With two graders, each saves their own.
 */
export async function gradeTeam(
  { db, now }: Deps,
  { revision, actor, levels, comments, comment, ...place }: GradeTeamInput,
) {
  return db.$transaction(async (tx) => {
    const { project, team } = await lockTeam(tx, place)
    const graded: Graded = { levels, comments, comment }
    requireInRubric(project.rubric, graded)
    if (project.isDouble) {
      await writeOwnGrading(tx, { team, graded, revision, actor, now: now() })
    } else {
      requireTeamRevision(team, revision)
      await writeGrade(tx, { project, team, graded, actor, now: now() })
    }
    return { revision: revision + 1 }
  })
}

type WriteGradeInput = { project: Project; team: Team; graded: Graded; actor: Actor; now: Date }

async function writeGrade(tx: Prisma.TransactionClient, { project, team, graded, actor, now }: WriteGradeInput) {
  await tx.team.update({
    where: { id: team.id },
    data: {
      ...graded,
      revision: team.revision + 1,
      gradedAt: teamGradeOf(project, { ...team, ...graded }).mark === null ? null : now,
      gradedById: actor.id,
    },
  })
  // Only changes of levels are audited, because an entry per save would fill the journal.
  if (sameLevels(team.levels, graded.levels)) return
  await audit(tx, {
    courseId: project.courseId,
    actor,
    action: 'team.grade',
    subject: subjectOf(project, team),
    before: team.levels,
    after: graded.levels,
  })
}

export function requireInRubric(rubric: Rubric, { levels, comments }: Omit<Graded, 'comment'>) {
  const unknown = [
    ...Object.entries(levels).filter(([id, levelId]) => !hasLevel(rubric, id, levelId)),
    ...Object.entries(comments).filter(([id]) => !rubric.criteria.some((criterion) => criterion.id === id)),
  ]
  if (unknown.length === 0) return
  throw new Refusal(
    'invalid_request',
    unknown.map(([id]) => ({ where: 'body', path: cutText(id, 64), code: 'not_in_rubric' })),
  )
}

function sameLevels(one: Record<string, string>, other: Record<string, string>): boolean {
  const ids = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...ids].every((id) => one[id] === other[id])
}
