import type { ContentNode } from '#contract/questions/content.ts'
import { task } from '#server/platform/workers.ts'
import { plainMarkdown } from './plain-markdown.ts'
import type { RenderedQuestion, Texts } from './render.ts'
import type * as work from './render-all.ts'

export const readDraftInThread = task<typeof work.readDraft>('readDraft', 'text')
const renderTextInThread = task<typeof work.renderOrPlain>('renderOrPlain', 'text')
const renderInThread = task<typeof work.renderEachOrNull>('renderEachOrNull', 'text')

/** Renders one text, such as the instructions of an exam. */
export async function renderText(markdown: string): Promise<ContentNode[]> {
  return fromWords(markdown) ?? renderTextInThread(markdown)
}

/** A line without syntax is a paragraph; checking for that costs less than a copy to a thread. */
const fromWords = (markdown: string) => (markdown.length <= 500 ? plainMarkdown(markdown) : null)

const atOnce = 25

/** Renders questions, in their order; null for one that could not be rendered. */
export async function renderQuestions(questions: readonly Texts[]): Promise<(RenderedQuestion | null)[]> {
  const rendered: (RenderedQuestion | null)[] = []
  // A few at a time, so that other requests to the thread are served in between.
  for (let from = 0; from < questions.length; from += atOnce) {
    const batch = questions.slice(from, from + atOnce).map(({ stem, choices, explanation, context, parts, typed }) => ({
      ...{ stem, explanation, context, parts, typed },
      choices: [...choices],
    }))
    rendered.push(...(await renderInThread(batch)))
  }
  return rendered
}
