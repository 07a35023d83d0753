import type { ContentNode } from '#contract/questions/content.ts'
import { renderText } from '#server/questions/rendering/rendering.ts'

const rendered = new Map<string, Promise<ContentNode[]>>()
const mostKept = 50

/** The instructions of an exam as everybody reads them. A whole class asks for the same ones in the same minute. */
export function renderInstructions(markdown: string): Promise<ContentNode[]> {
  const known = rendered.get(markdown)
  if (known) return known
  const content = renderText(markdown)
  // A rendering that failed is tried again.
  content.catch(() => rendered.delete(markdown))
  if (rendered.size >= mostKept) rendered.delete(rendered.keys().next().value as string)
  rendered.set(markdown, content)
  return content
}
