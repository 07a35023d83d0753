import type { Question } from '#core/questions/question.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sectionOrder } from '#server/questions/queries.ts'

type Around = { courseId: string; questionId?: string | undefined; question: Question }

/** What a draft may refer to in its course: the sections, and those of its enemies that are other questions. */
export async function aroundDraft(deps: Deps, { courseId, questionId, question: { enemies = [] } }: Around) {
  const sections = await sectionOrder(deps, courseId)
  if (enemies.length === 0) return { sections, enemies: [] }
  const others = await deps.db.question.findMany({
    where: { courseId, key: { in: [...enemies] }, ...(questionId ? { NOT: { id: questionId } } : {}) },
    select: { key: true },
  })
  return { sections, enemies: others.map(({ key }) => key) }
}
