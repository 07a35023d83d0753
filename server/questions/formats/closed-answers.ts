import type { ImportRemark } from './import-remark.ts'
import type { PortableAnswers, PortableQuestion, UnusableReason } from './imported.ts'

/** What a reader found of the answers of a question whose choices are not one list, or why it cannot be asked here. */
export type ClosedAnswers = { readonly answers: PortableAnswers; readonly remarks: readonly ImportRemark[] } | CannotAsk

export type CannotAsk = { readonly reason: UnusableReason; readonly kind?: string | undefined }

export const closed = (answers: PortableAnswers, remarks: readonly ImportRemark[] = []): ClosedAnswers => ({
  answers,
  remarks,
})

export const cannotAsk = (reason: UnusableReason, kind?: string): CannotAsk => ({ reason, kind })

/** The fields of the question itself. */
export const asked = (answers: PortableAnswers): Pick<PortableQuestion, 'type' | 'choices' | 'answers'> => ({
  type: answers.kind,
  choices: [],
  answers,
})
