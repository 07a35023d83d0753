import { contextKey, type Question, type QuestionContext } from '#core/questions/question.ts'
import { freeId, slugOf } from '#core/slug.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { current } from '#server/questions/queries.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'
import { addVersions, hashOf, type Writer } from './write-versions.ts'

/** The documents of the bank, by title. Of one that questions hold in two wordings, the first is given. */
export async function listContexts({ db }: Deps, courseId: string) {
  const rows = await db.$queryRaw<{ key: string; context: QuestionContext }[]>`
    select key, content->'context' as context from (${current(courseId)}) as current
    where facts->>'contextId' is not null order by key`
  const contexts = new Map<string, { id: string; title: string; text: string; keys: string[] }>()
  for (const { key, context } of rows) {
    const { id, title = '', text } = context
    const known = contexts.get(id)
    if (known) known.keys.push(key)
    else contexts.set(id, { id, title, text, keys: [key] })
  }
  return { contexts: [...contexts.values()] }
}

/** A question whose new document gets an id that no other document has. */
export async function withContextId(tx: Prisma.TransactionClient, courseId: string, question: Question) {
  const { context } = question
  if (context?.id !== '') return question
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct facts->>'contextId' as id from (${current(courseId)}) as current
    where facts->>'contextId' is not null`
  const wanted = slugOf(context.title ?? context.text.slice(0, 80))
  return { ...question, context: { ...context, id: freeId(wanted, new Set(rows.map(({ id }) => id))) } }
}

type Shared = { courseId: string; question: Question; rendered: RenderedQuestion; writer: Writer }

/** Gives the other questions of a document its new text, each as a new version. Returns how many. */
export async function changeSharedContext(
  tx: Prisma.TransactionClient,
  { courseId, question, rendered, writer }: Shared,
) {
  const { context, id } = question
  if (!context) return 0
  const rows = await tx.$queryRaw<{ id: string; number: number; content: Question; rendered: RenderedQuestion }[]>`
    select current.id, v.number, v.content, v.rendered from (${current(courseId)}) as current
    join "QuestionVersion" v on v.id = current."versionId"
    where v.content->'context'->>'id' = ${context.id} and current.key <> ${id}`
  const changed = rows
    .filter(({ content }) => contextKey(content.context) !== contextKey(context))
    .map((row) => {
      const next = { ...row.content, context }
      const shown = { ...row.rendered, context: rendered.context }
      return { question: next, hash: hashOf(next), rendered: shown, stored: { id: row.id, number: row.number } }
    })
  await addVersions(tx, { changed, ...writer })
  return changed.length
}
