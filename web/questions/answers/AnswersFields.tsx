import type { DraftFault } from '#contract/questions/question-writing.ts'
import { ChoicesFields } from '#web/questions/ChoicesFields.tsx'
import type { FieldsProps } from '#web/questions/editor-fields.ts'
import { AcceptedFields } from './AcceptedFields.tsx'
import { GapsFields } from './GapsFields.tsx'
import { OrderFields } from './OrderFields.tsx'
import { PairsFields } from './PairsFields.tsx'

/** Faults of the answers themselves; those of other fields are beside them. */
const faultsHere: readonly DraftFault[] = [
  'choice_text',
  'no_key',
  'several_keys',
  'too_few_choices',
  'duplicate_choice',
  'gaps_misplaced',
  'answer_unreadable',
]

/** Edits what is answered: choices to tick, gaps, an order, pairs, or answers that are typed. */
export function AnswersFields({ faults, ...rest }: FieldsProps) {
  const { answers } = rest.draft
  const here = faultsHere.filter((fault) => faults.includes(fault))
  switch (answers?.type) {
    case undefined:
      return <ChoicesFields {...rest} faults={faults} />
    case 'cloze':
      return <GapsFields {...rest} answers={answers} faults={here} />
    case 'ordering':
      return <OrderFields {...rest} answers={answers} faults={here} />
    case 'matching':
      return <PairsFields {...rest} answers={answers} faults={here} />
    case 'exact_answer':
      return <AcceptedFields {...rest} answers={answers} faults={here} />
  }
}
