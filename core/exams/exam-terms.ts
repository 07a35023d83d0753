import type { Scale } from '#core/scoring/scale.ts'

/**
 * What differs from the exam's own scale and points, for the questions of a section or for one question; null keeps the
 * value of the exam. An exception for a question overrides one for its section.
 */
export type Exception = {
  readonly of:
    | { readonly kind: 'section'; readonly section: string }
    /** The question's stable key. */
    | { readonly kind: 'question'; readonly question: string }
  readonly scale: Scale | null
  readonly points: number | null
}

export type QuestionTerms = {
  /** null: the exam's. */
  readonly scale: Scale | null
  /** Hundredths. */
  readonly points: number
}

type PlacedQuestion = { readonly id: string; readonly section: string }
type Exam = { readonly questionPoints: number; readonly exceptions: readonly Exception[] }

/** What one question is worth and how it is marked, in this exam. */
export function termsOf({ id, section }: PlacedQuestion, { questionPoints, exceptions }: Exam): QuestionTerms {
  const own = exceptions.filter(({ of }) => of.kind === 'question' && of.question === id)
  const shared = exceptions.filter(({ of }) => of.kind === 'section' && of.section === section)
  const said = [...own, ...shared]
  return {
    scale: said.find(({ scale }) => scale !== null)?.scale ?? null,
    points: said.find(({ points }) => points !== null)?.points ?? questionPoints,
  }
}
