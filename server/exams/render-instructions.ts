import type { ContentNode } from '#contract/questions/content.ts'
import { renderText } from '#server/questions/rendering/rendering.ts'

const rendered = new Map<string, Promise<ContentNode[]>>()
const mostKept = 50

/** The rendered instructions of an exam, cached because a whole class requests them in the same minute. */
export function renderInstructions(markdown: string): Promise<ContentNode[]> {
  const known = rendered.get(markdown)
  if (known) return known
  const content = renderText(markdown)
  // A failed rendering must not stay in the cache.
  content.catch(() => rendered.delete(markdown))
  if (rendered.size >= mostKept) rendered.delete(rendered.keys().next().value as string)
  rendered.set(markdown, content)
  return content
}
