import { partLimits } from '#contract/questions/question-file.ts'
import { orderingCredits } from '#core/questions/question.ts'
import { MarkdownField } from '#web/questions/MarkdownField.tsx'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { FeedbackField } from './FeedbackField.tsx'
import { blankItem } from './first-answers.ts'
import type { KindFieldsProps } from './kind-fields.ts'
import { RowFaults } from './RowFaults.tsx'
import { RowList } from './RowList.tsx'

/** What is put in order, written in the right order, and what a part of it earns. */
export function OrderFields({ answers, change, faults }: KindFieldsProps<'ordering'>) {
  const { t } = useText()
  const nameOf = (rank: number) => t('questions.edit.orderItem', { n: rank + 1 })
  return (
    <fieldset className="editor__choices">
      <legend className="field__label">{t('questions.edit.order')}</legend>
      <p className="field__hint">{t('questions.edit.orderHint')}</p>
      <RowFaults faults={faults} />
      <RowList
        rows={answers.order}
        blank={blankItem}
        isBlank={({ text, feedback }) => text === '' && feedback === ''}
        least={3}
        most={partLimits.items}
        add={t('questions.edit.addItem')}
        isOrdered
        nameOf={nameOf}
        onRows={(order) => change({ answers: { ...answers, order } })}
      >
        {(item, rank, edit) => (
          <div className="kind-item">
            <span className="editor__letter" aria-hidden="true">
              {rank + 1}
            </span>
            <MarkdownField
              isRow
              label={nameOf(rank)}
              rows={1}
              maxLength={1_000}
              value={item.text}
              onText={(text) => edit({ text })}
            />
            <FeedbackField name={nameOf(rank)} value={item.feedback} onText={(feedback) => edit({ feedback })} />
          </div>
        )}
      </RowList>
      <Field label={t('questions.edit.partial')} hint={t(`questions.edit.partialHint.${answers.partial}`)}>
        <Select
          value={answers.partial}
          onChange={(partial) => change({ answers: { ...answers, partial } })}
          options={orderingCredits.map((value) => ({ value, label: t(`questions.edit.partials.${value}`) }))}
        />
      </Field>
    </fieldset>
  )
}
