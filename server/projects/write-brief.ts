import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { renderText } from '#server/questions/rendering/rendering.ts'
import { lockProject, type ProjectPlace } from './project.ts'

type WriteBriefInput = ProjectPlace & { title: string; brief: string; actor: Actor }

export async function writeBrief({ db }: Deps, { title, brief, actor, ...place }: WriteBriefInput) {
  await db.$transaction(async (tx) => {
    const project = await lockProject(tx, place)
    if (project.title === title && project.brief === brief) return
    await tx.project.update({ where: { id: project.id }, data: { title, brief } })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'project.brief',
      subject: `project:${project.id}`,
      before: { title: project.title, brief: project.brief },
      after: { title, brief },
    })
  })
  return { done: true as const }
}

export async function previewBrief(_deps: Deps, { brief }: { brief: string }) {
  return { content: await renderText(brief) }
}
