import type { Deps } from '#server/platform/deps.ts'
import { readProjectFile } from './read-project-file.ts'

/**
 * The project that comes with the course, created once: a file never changes a rubric that may be in use. When two
 * servers start together, the unique key lets only one create it.
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
