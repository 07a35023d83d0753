import { contextKey, type QuestionContext } from '#core/questions/question.ts'
import { moodlePath } from './category.ts'
import { nothing, type PortableQuestion, type Reading, refused, type TextPosition } from './imported.ts'
import type { ReadingContext } from './reading-context.ts'

/**
 * A text without a question, which introduces the questions after it until the next one: a description of Moodle, a text
 * of Canvas. One that introduces nothing is told as what cannot be imported.
 */
export type Introductions<I extends TextPosition & { readonly title: string }> = {
  /** The text that holds now. */
  readonly current: () => I | null
  /** Another text begins, or none holds any more; returns what is to be told of the one before. */
  readonly next: (introduction: I | null) => Reading
  /** Questions were read under the current text. */
  readonly introduces: (reading: Reading) => Reading
}

export function introductions<I extends TextPosition & { readonly title: string }>(): Introductions<I> {
  let current: I | null = null
  let isUsed = false
  return {
    current: () => current,
    next: (introduction) => {
      const before = current !== null && !isUsed ? unused(current) : nothing
      current = introduction
      isUsed = false
      return before
    },
    introduces: (reading) => {
      isUsed ||= reading.questions.length > 0
      return reading
    },
  }
}

const unused = ({ line, column, title }: TextPosition & { title: string }) =>
  refused({ line, column, title, reason: 'unsupported_kind', kind: 'description' })

/**
 * Reads the document of an introduction once for all its questions, each of which takes its files and its remarks: a
 * long text before thousands of questions costs no more than itself.
 */
export function documentsOnce<I extends object>(
  read: (introduction: I) => { document: QuestionContext | undefined; context: ReadingContext },
) {
  const known = new Map<I, ReturnType<typeof read>>()
  return (introduction: I | null, into: ReadingContext): QuestionContext | undefined => {
    if (introduction === null) return undefined
    const found = known.get(introduction) ?? read(introduction)
    known.set(introduction, found)
    for (const [name, bytes] of found.context.used) into.used.set(name, bytes)
    into.remarks.push(...found.context.remarks)
    if (found.context.fault) into.fault ??= found.context.fault
    return found.document
  }
}

type Introduced = {
  readonly question: PortableQuestion
  /** The category to write before it. */
  readonly category: string | null
  /** The document to write before it. */
  readonly document: QuestionContext | null
}

/** What Moodle needs before each question. A category, even the same again, ends what a description introduces. */
export function introduced(questions: readonly PortableQuestion[]): Introduced[] {
  let open = moodlePath([])
  let shown: string | null = null
  return questions.map((question) => {
    const { context = null } = question
    const path = moodlePath(question.category)
    const key = contextKey(context)
    const opens = path !== open || (shown !== null && key === null)
    const document = key !== null && (opens || key !== shown) ? context : null
    open = path
    shown = key
    return { question, category: opens ? path : null, document }
  })
}
