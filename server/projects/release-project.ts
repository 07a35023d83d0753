import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockProject, type ProjectPlace } from './project.ts'

type ReleaseProjectInput = ProjectPlace & { released: boolean; actor: Actor }

/**
 * Releasing twice keeps the first date. Teams without a complete grading show nothing until they have one
 * (my-projects.ts).
 */
export async function releaseProject({ db, now }: Deps, { released, actor, ...place }: ReleaseProjectInput) {
  await db.$transaction(async (tx) => {
    const project = await lockProject(tx, place)
    if (released && project.blindSince !== null) throw new Refusal('names_withheld')
    if ((project.releasedAt !== null) === released) return
    await tx.project.update({ where: { id: project.id }, data: { releasedAt: released ? now() : null } })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: released ? 'project.release' : 'project.withhold',
      subject: `project:${project.id}`,
    })
  })
  return { done: true as const }
}
