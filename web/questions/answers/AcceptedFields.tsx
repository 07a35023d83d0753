import { partLimits } from '#contract/questions/question-file.ts'
import type { DraftFault } from '#contract/questions/question-writing.ts'
import { longestTyped } from '#core/questions/typed-answer.ts'
import { useText } from '#web/text/text.tsx'
import { Input } from '#web/ui/Input.tsx'
import { FeedbackField } from './FeedbackField.tsx'
import { type Accepted, blankAnswer } from './first-answers.ts'
import type { KindFieldsProps } from './kind-fields.ts'
import { RowFaults } from './RowFaults.tsx'
import { RowList } from './RowList.tsx'
import { TypedFields } from './TypedFields.tsx'

/** The answers that are accepted, how they are compared, and the wrong ones that something is said about. */
export function AcceptedFields({ answers, change, faults }: KindFieldsProps<'exact_answer'>) {
  const { t } = useText()
  return (
    <>
      <TypedFields typed={answers.typed} onTyped={(typed) => change({ answers: { ...answers, typed } })} />
      <AnswerRows
        legend={t('questions.edit.accept')}
        hint={t('questions.edit.acceptHint')}
        add={t('questions.edit.addAccepted')}
        nameOf={(rank) => t('questions.edit.accepted', { n: rank + 1 })}
        rows={answers.accept}
        least={1}
        most={partLimits.accepted}
        faults={faults}
        onRows={(accept) => change({ answers: { ...answers, accept } })}
      />
      <AnswerRows
        legend={t('questions.edit.foresee')}
        hint={t('questions.edit.foreseeHint')}
        add={t('questions.edit.addForeseen')}
        nameOf={(rank) => t('questions.edit.foreseen', { n: rank + 1 })}
        rows={answers.foresee}
        least={0}
        most={partLimits.foreseen}
        faults={[]}
        onRows={(foresee) => change({ answers: { ...answers, foresee } })}
      />
    </>
  )
}

type RowsProps = {
  legend: string
  hint: string
  add: string
  nameOf: (rank: number) => string
  rows: readonly Accepted[]
  least: number
  most: number
  faults: readonly DraftFault[]
  onRows: (rows: Accepted[]) => void
}

function AnswerRows({ legend, hint, faults, ...list }: RowsProps) {
  const { nameOf } = list
  return (
    <fieldset className="editor__choices">
      <legend className="field__label">{legend}</legend>
      <p className="field__hint">{hint}</p>
      <RowFaults faults={faults} />
      <RowList {...list} blank={blankAnswer} isBlank={({ text, feedback }) => text === '' && feedback === ''}>
        {(answer, rank, edit) => (
          <div className="kind-item kind-item--plain">
            <Input
              mono
              aria-label={nameOf(rank)}
              maxLength={longestTyped}
              spellCheck={false}
              value={answer.text}
              onChange={({ target }) => edit({ text: target.value })}
            />
            <FeedbackField name={nameOf(rank)} value={answer.feedback} onText={(feedback) => edit({ feedback })} />
          </div>
        )}
      </RowList>
    </fieldset>
  )
}
