import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockProject, type ProjectPlace } from './project.ts'

type Opening = { opens: 'now' | 'never' } | { opens: 'at'; at: string }

/** Says from when students see a project. Opening an open one again keeps its date. */
export async function openProject(
  { db, now }: Deps,
  { opening, actor, ...place }: ProjectPlace & { opening: Opening; actor: Actor },
) {
  return db.$transaction(async (tx) => {
    const project = await lockProject(tx, place)
    const isOpen = project.opensAt !== null && project.opensAt <= now()
    const opensAt = opening.opens === 'at' ? new Date(opening.at) : opening.opens === 'now' ? now() : null
    const isSame = (opening.opens === 'now' && isOpen) || project.opensAt?.getTime() === opensAt?.getTime()
    if (isSame) return { opensAt: project.opensAt?.toISOString() ?? null }
    await tx.project.update({ where: { id: project.id }, data: { opensAt } })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'project.open',
      subject: `project:${project.id}`,
      before: { opensAt: project.opensAt?.toISOString() ?? null },
      after: { opensAt: opensAt?.toISOString() ?? null },
    })
    return { opensAt: opensAt?.toISOString() ?? null }
  })
}
