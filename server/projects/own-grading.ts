import { rubricMark } from '#core/projects/rubric.ts'
import { Refusal } from '#core/refusal.ts'
import type { Grading, Prisma, Team } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { finishedPair } from './double.ts'
import { subjectOf } from './names.ts'
import { lockTeam, requireTeamRevision, type TeamPlace } from './project.ts'

type Graded = Pick<Team, 'levels' | 'comments' | 'comment'>
type WriteOwnGradingInput = { team: Team; graded: Graded; revision: number; actor: Actor; now: Date }

/** Saves the work of one of two graders. Not audited until both are complete, so that neither is disclosed. */
export async function writeOwnGrading(
  tx: Prisma.TransactionClient,
  { team, graded, revision, actor, now }: WriteOwnGradingInput,
) {
  const gradings = await listGradings(tx, team)
  const grader = graderOf(actor)
  const mine = requirePlace(gradings, grader)
  if (team.resolution !== null || mine?.doneAt) throw new Refusal('grading_finished')
  requireTeamRevision(mine ?? { revision: 1 }, revision)
  const data = {
    ...graded,
    graderName: grader.name,
    revision: revision + 1,
  }
  await tx.grading.upsert({
    where: { teamId_graderId: { teamId: team.id, graderId: grader.id } },
    create: { ...data, teamId: team.id, graderId: grader.id, startedAt: now },
    update: data,
  })
}

type FinishGradingInput = TeamPlace & { isDone: boolean; actor: Actor }

/** Completes one's own grading; the second completion discloses both, and audits both. */
export async function finishGrading({ db, now }: Deps, { isDone, actor, ...place }: FinishGradingInput) {
  await db.$transaction(async (tx) => {
    const { project, team } = await lockTeam(tx, place)
    const gradings = await listGradings(tx, team)
    const mine = requirePlace(gradings, graderOf(actor))
    if (!project.isDouble) throw new Refusal('not_found')
    if (team.resolution !== null) throw new Refusal('grading_finished')
    if (!mine || rubricMark(project.rubric, mine.levels).status === 'missing') throw new Refusal('gradings_unfinished')
    if ((mine.doneAt !== null) === isDone) return
    // Once the other grading was disclosed, changing one's own would no longer be independent.
    if (!isDone && finishedPair(gradings)) throw new Refusal('grading_finished')
    const doneAt = isDone ? now() : null
    await tx.grading.update({
      where: { teamId_graderId: { teamId: team.id, graderId: mine.graderId } },
      data: { doneAt },
    })
    const both = finishedPair(gradings.map((each) => (each === mine ? { ...each, doneAt } : each)))
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: isDone ? 'grading.finish' : 'grading.resume',
      subject: subjectOf(project, team),
      ...(both
        ? {
            after: both.map(({ graderName, levels, comments, comment }) => ({ graderName, levels, comments, comment })),
          }
        : {}),
    })
  })
  return { done: true as const }
}

export async function listGradings(tx: Prisma.TransactionClient, team: { id: string }): Promise<Grading[]> {
  return await tx.grading.findMany({ where: { teamId: team.id } })
}

/** The two graders must be people, so the system actor is refused. */
function graderOf({ id, name }: Actor): { id: string; name: string } {
  if (id === null) throw new Error('a grading without a grader')
  return { id, name }
}

/** Refuses a third grader; null for the second before their first save. */
function requirePlace(gradings: readonly Grading[], { id }: { id: string }): Grading | null {
  const mine = gradings.find(({ graderId }) => graderId === id)
  if (!mine && gradings.length >= 2) throw new Refusal('two_graders')
  return mine ?? null
}
