import type { SharedContext } from '#contract/questions/asked-question.ts'

type Named = { readonly context?: string | undefined }

/** The document of a question, and the positions of the questions of its block, from 1; null when it has none. */
export function contextBlock(
  questions: readonly Named[],
  contexts: readonly SharedContext[] | undefined,
  position: number,
) {
  const name = questions[position - 1]?.context
  const context = contexts?.find(({ id }) => id === name)
  if (!context) return null
  const isIn = (place: number) => questions[place - 1]?.context === name
  let [first, last] = [position, position]
  while (isIn(first - 1)) first -= 1
  while (isIn(last + 1)) last += 1
  return { context, first, last }
}

export type ContextBlock = NonNullable<ReturnType<typeof contextBlock>>

/** The block that begins at this position; null inside a block, so that its document is shown once. */
export function blockFrom(...[questions, contexts, position]: Parameters<typeof contextBlock>): ContextBlock | null {
  const block = contextBlock(questions, contexts, position)
  return block?.first === position ? block : null
}
