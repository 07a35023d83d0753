import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type Owned = { courseId: string; actor: Actor }
type View = { name: string; search: string }

/** The views of the question list that a trainer saved for this course. */
export async function listQuestionViews({ db }: Deps, { courseId, actor }: Owned): Promise<{ views: View[] }> {
  // Nobody but a person has views: what the server does by itself has no id.
  if (actor.id === null) return { views: [] }
  const found = await db.person.findUnique({ where: { id: actor.id }, select: { questionViews: true } })
  return { views: found?.questionViews[courseId] ?? [] }
}

/** Leaves no line in the journal: they change what one person sees, and nothing of the course. */
export async function saveQuestionViews({ db }: Deps, { courseId, actor, views }: Owned & { views: View[] }) {
  await db.$executeRaw`
    update "Person" set "questionViews" = jsonb_set("questionViews", array[${courseId}::text], ${JSON.stringify(views)}::jsonb)
    where id = ${actor.id}::uuid`
  return { done: true as const }
}
