import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readProjectFile } from './read-project-file.ts'

type CreateProjectInput = { courseId: string; title: string; rubric: 'shipped' | 'blank'; actor: Actor }

/** The key of a project created here is random; the shipped one keeps the key of its file. */
export async function createProject(deps: Deps, { courseId, title, rubric: from, actor }: CreateProjectInput) {
  const shipped = from === 'shipped' ? await readShipped(deps) : null
  const data = {
    courseId,
    title,
    key: `projet-${deps.randomBytes(6).toString('hex')}`,
    brief: shipped?.brief ?? '',
    rubric: shipped?.rubric ?? { criteria: [] },
    createdAt: deps.now(),
  }
  return deps.db.$transaction(async (tx) => {
    const { id } = await tx.project.create({ data, select: { id: true } })
    await audit(tx, { courseId, actor, action: 'project.create', subject: `project:${id}`, after: { title, from } })
    return { id }
  })
}

/** On a running platform, a file that became invalid is reported to the trainer instead of causing a crash. */
async function readShipped(deps: Deps) {
  try {
    const shipped = await readProjectFile(deps)
    if (shipped) return shipped
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error
  }
  throw new Refusal('unreadable_file', { file: 'project.yaml' })
}
