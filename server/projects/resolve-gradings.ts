import { rubricMark } from '#core/projects/rubric.ts'
import { Refusal } from '#core/refusal.ts'
import { type Grading, Prisma, type Team } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { finishedPair } from './double.ts'
import { requireInRubric } from './grade-team.ts'
import { subjectOf } from './names.ts'
import { listGradings } from './own-grading.ts'
import { lockTeam, type Project, type Resolution, type TeamPlace } from './project.ts'

type Graded = Pick<Team, 'levels' | 'comments' | 'comment'>
type Choice = { reason: string } & ({ kind: 'mean' | 'first' | 'second' } | ({ kind: 'third' } & Graded))

/** Resolves two gradings into the team's grading, the only one that counts; both are kept unchanged. */
export async function resolveGradings(
  { db, now }: Deps,
  { choice, actor, ...place }: TeamPlace & { choice: Choice; actor: Actor },
) {
  await db.$transaction(async (tx) => {
    const { project, team } = await lockTeam(tx, place)
    const pair = finishedPair(await listGradings(tx, team))
    if (!project.isDouble || !pair) throw new Refusal('gradings_unfinished')
    if (team.resolution !== null) throw new Refusal('grading_finished')
    const { secondLevels, ...grade } = gradeFrom(project, choice, pair)
    const { kind, reason } = choice
    const resolution: Resolution = { kind, reason, by: actor.name, at: now().toISOString() }
    await tx.team.update({
      where: { id: team.id },
      data: {
        ...grade,
        secondLevels: secondLevels ?? Prisma.DbNull,
        resolution,
        revision: team.revision + 1,
        gradedAt: now(),
        gradedById: actor.id,
      },
    })
    await audit(tx, {
      ...{ courseId: place.courseId, actor, action: 'grading.resolve', subject: subjectOf(project, team), reason },
      before: pair.map(({ graderName, levels }) => ({ graderName, levels })),
      after: { kind, levels: grade.levels, secondLevels },
    })
  })
  return { done: true as const }
}

/** Undoes a resolution: the team has no mark until the next one. */
export async function withdrawResolution(
  { db }: Deps,
  { reason, actor, ...place }: TeamPlace & { reason: string; actor: Actor },
) {
  await db.$transaction(async (tx) => {
    const { project, team } = await lockTeam(tx, place)
    if (team.resolution === null) return
    await tx.team.update({
      where: { id: team.id },
      data: {
        ...{ levels: {}, comments: {}, comment: '', gradedAt: null, gradedById: null },
        ...{ secondLevels: Prisma.DbNull, resolution: Prisma.DbNull, revision: team.revision + 1 },
      },
    })
    await audit(tx, {
      ...{ courseId: place.courseId, actor, action: 'grading.unresolve', subject: subjectOf(project, team), reason },
      before: { ...team.resolution, levels: team.levels, secondLevels: team.secondLevels },
    })
  })
  return { done: true as const }
}

type Grade = Graded & { secondLevels: Record<string, string> | null }

function gradeFrom({ rubric }: Project, choice: Choice, [first, second]: [Grading, Grading]): Grade {
  switch (choice.kind) {
    case 'first':
      return { ...gradedBy(first), secondLevels: null }
    case 'second':
      return { ...gradedBy(second), secondLevels: null }
    case 'mean':
      return { ...together(first, second), secondLevels: second.levels }
    case 'third': {
      const { levels, comments, comment } = choice
      requireInRubric(rubric, { levels, comments })
      if (rubricMark(rubric, levels).status === 'missing') throw new Refusal('gradings_unfinished')
      return { levels, comments, comment, secondLevels: null }
    }
  }
}

const gradedBy = ({ levels, comments, comment }: Grading): Graded => ({ levels, comments, comment })

/** Under the mean, both comments are kept, one after the other. */
function together(first: Grading, second: Grading): Graded {
  const both = (one = '', other = '') => [...new Set([one.trim(), other.trim()])].filter(Boolean).join('\n')
  const ids = new Set([...Object.keys(first.comments), ...Object.keys(second.comments)])
  return {
    levels: first.levels,
    comments: Object.fromEntries([...ids].map((id) => [id, both(first.comments[id], second.comments[id])])),
    comment: both(first.comment, second.comment),
  }
}
