import type { DraftAnswers } from '#contract/questions/question-writing.ts'
import type { FieldsProps } from '#web/questions/editor-fields.ts'

/** What the fields of a type are given; the faults are those of its answers. */
export type KindFieldsProps<Type> = FieldsProps & { answers: Extract<DraftAnswers, { type: Type }> }
