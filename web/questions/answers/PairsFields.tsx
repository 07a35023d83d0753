import { partLimits } from '#contract/questions/question-file.ts'
import { MarkdownField } from '#web/questions/MarkdownField.tsx'
import { useText } from '#web/text/text.tsx'
import { FeedbackField } from './FeedbackField.tsx'
import { blankPair } from './first-answers.ts'
import type { KindFieldsProps } from './kind-fields.ts'
import { RowFaults } from './RowFaults.tsx'
import { RowList } from './RowList.tsx'

/** Items with the answer of each, then answers that fit none. */
export function PairsFields({ answers, change, faults }: KindFieldsProps<'matching'>) {
  const { t } = useText()
  const nameOf = (rank: number) => t('questions.edit.pair', { n: rank + 1 })
  const extraOf = (rank: number) => t('questions.edit.extra', { n: rank + 1 })
  return (
    <>
      <fieldset className="editor__choices">
        <legend className="field__label">{t('questions.edit.pairs')}</legend>
        <p className="field__hint">{t('questions.edit.pairsHint')}</p>
        <RowFaults faults={faults} />
        <RowList
          rows={answers.pairs}
          blank={blankPair}
          isBlank={({ item, answer, feedback }) => item === '' && answer === '' && feedback === ''}
          least={2}
          most={partLimits.items}
          add={t('questions.edit.addPair')}
          isOrdered
          nameOf={nameOf}
          onRows={(pairs) => change({ answers: { ...answers, pairs } })}
        >
          {(pair, rank, edit) => (
            <div className="kind-pair">
              <MarkdownField
                isRow
                label={t('questions.edit.pairItem', { n: rank + 1 })}
                rows={1}
                maxLength={1_000}
                value={pair.item}
                onText={(item) => edit({ item })}
              />
              <span className="kind-pair__arrow" aria-hidden="true">
                →
              </span>
              <MarkdownField
                isRow
                label={t('questions.edit.pairAnswer', { n: rank + 1 })}
                rows={1}
                maxLength={1_000}
                value={pair.answer}
                onText={(answer) => edit({ answer })}
              />
              <FeedbackField name={nameOf(rank)} value={pair.feedback} onText={(feedback) => edit({ feedback })} />
            </div>
          )}
        </RowList>
      </fieldset>
      <fieldset className="editor__choices">
        <legend className="field__label">{t('questions.edit.extras')}</legend>
        <p className="field__hint">{t('questions.edit.extrasHint')}</p>
        <RowList
          rows={answers.extras.map((text) => ({ text }))}
          blank={() => ({ text: '' })}
          isBlank={({ text }) => text === ''}
          least={0}
          most={partLimits.extras}
          add={t('questions.edit.addExtra')}
          nameOf={extraOf}
          onRows={(rows) => change({ answers: { ...answers, extras: rows.map(({ text }) => text) } })}
        >
          {(row, rank, edit) => (
            <MarkdownField
              isRow
              label={extraOf(rank)}
              rows={1}
              maxLength={1_000}
              value={row.text}
              onText={(text) => edit({ text })}
            />
          )}
        </RowList>
      </fieldset>
    </>
  )
}
