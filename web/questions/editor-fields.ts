import type { DraftFault, QuestionDraft } from '#contract/questions/question-writing.ts'

/** What each group of fields of the editor is given. */
export type FieldsProps = {
  draft: QuestionDraft
  change: (part: Partial<QuestionDraft>) => void
  faults: readonly DraftFault[]
}
