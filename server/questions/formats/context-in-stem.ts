import type { QuestionContext } from '#core/questions/question.ts'

type Asked = { readonly stem: string; readonly context?: QuestionContext | undefined }

/** A question with its document before its stem, for a format that has no place for a document of several questions. */
export function withContextInStem<Q extends Asked>({ context, ...question }: Q): Omit<Q, 'context'> & { stem: string } {
  if (!context) return question
  const title = context.title ? [`**${context.title}**`] : []
  return { ...question, stem: [...title, context.text, question.stem].join('\n\n') }
}
