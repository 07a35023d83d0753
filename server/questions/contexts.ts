import { createHmac } from 'node:crypto'
import type { SharedContext } from '#contract/questions/asked-question.ts'
import type { ContentNode } from '#contract/questions/content.ts'
import type { Question } from '#core/questions/question.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { RenderedQuestion } from './rendering/render.ts'

/** The document of a question as it is stored with a frozen question: the id is the one its author gave it. */
export type StoredContext = { id: string; title: string; content: ContentNode[] }

export const contextOf = (
  { context }: Pick<Question, 'context'>,
  rendered: Pick<RenderedQuestion, 'context'>,
): StoredContext | undefined =>
  context && { id: context.id, title: context.title ?? '', content: rendered.context ?? [] }

/** The id in a reply: that of the author may tell what the document hides. */
const opaqueIdOf = ({ secret }: Pick<Deps, 'secret'>, { id, title, content }: StoredContext) =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['context', id, title, content]))
    .digest('hex')
    .slice(0, 12)

/** A document as a reply carries it. */
const inReply = (deps: Pick<Deps, 'secret'>, stored: StoredContext): SharedContext => ({
  id: opaqueIdOf(deps, stored),
  title: stored.title,
  content: stored.content,
})

/** The documents of these questions, each once; and what to spread into a question to name its own. */
export function sharedContexts<Q>(
  deps: Pick<Deps, 'secret'>,
  questions: readonly Q[],
  storedOf: (question: Q) => StoredContext | undefined,
) {
  const contexts = new Map<string, SharedContext>()
  const named = new Map<Q, { context: string }>()
  for (const question of questions) {
    const stored = storedOf(question)
    if (!stored) continue
    const shared = inReply(deps, stored)
    contexts.set(shared.id, shared)
    named.set(question, { context: shared.id })
  }
  return {
    /** Absent when there is none, as in the replies. */
    contexts: contexts.size > 0 ? { contexts: [...contexts.values()] } : {},
    named: (question: Q) => named.get(question) ?? {},
  }
}
