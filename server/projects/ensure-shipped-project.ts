import type { Deps } from '#server/platform/deps.ts'
import { readProjectFile } from './read-project-file.ts'

/**
 * The project that comes with the course, once: a rubric already used to grade never changes because a file did.
 * Two servers that start together: the unique key lets one through.
 */
export async function ensureShippedProject(deps: Deps, courseId: string): Promise<{ projectId: string | null }> {
  const shipped = await readProjectFile(deps)
  if (!shipped) return { projectId: null }
  const { key, title, brief, rubric } = shipped
  const data = { courseId, key, title, brief, rubric, createdAt: deps.now() }
  await deps.db.project.createMany({ data: [data], skipDuplicates: true })
  const { id } = await deps.db.project.findUniqueOrThrow({
    where: { courseId_key: { courseId, key } },
    select: { id: true },
  })
  return { projectId: id }
}
