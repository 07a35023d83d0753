import type { Corrections } from '#contract/grading/corrections.ts'
import { ScaleFields } from '#web/exams/ScaleFields.tsx'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { Select } from '#web/ui/Select.tsx'
import { abouts, type CorrectionDraft } from './correction-draft.ts'
import { QuestionDecision } from './QuestionDecision.tsx'

type Props = {
  corrections: Corrections
  decision: CorrectionDraft
  onChange: (decision: CorrectionDraft) => void
}

/** The kind of correction, and its details. */
export function DecisionForm({ corrections, decision, onChange }: Props) {
  const { t } = useText()
  const { students, runs } = corrections
  const set = (part: Partial<CorrectionDraft>) => onChange({ ...decision, ...part })
  const earlier = runs.slice(1)
  return (
    <>
      <Field label={t('grading.correction.about')}>
        <Select
          value={decision.about}
          onChange={(about) => set({ about })}
          options={abouts.map((about) => ({
            value: about,
            label: t(`grading.correction.abouts.${about}`),
            disabled: about === 'restore' && earlier.length === 0,
          }))}
        />
      </Field>
      {decision.about === 'question' && (
        <QuestionDecision questions={corrections.questions} decision={decision} onChange={set} />
      )}
      {decision.about === 'scale' && (
        <ScaleFields isAnswered scale={decision.scale} onChange={(scale) => set({ scale })} />
      )}
      {decision.about === 'copy' && (
        <>
          <Field label={t('grading.correction.copy')}>
            <Select
              value={decision.attemptId ?? ''}
              onChange={(attemptId) => set({ attemptId: attemptId || null })}
              options={[
                { value: '', label: t('grading.correction.choose') },
                ...students.map(({ attemptId, studentName }) => ({ value: attemptId, label: studentName })),
              ]}
            />
          </Field>
          <RadioGroup
            legend={t('grading.correction.copyWhat')}
            value={decision.copyChange}
            onChange={(copyChange) => set({ copyChange })}
            options={[
              { value: 'adjust', label: t('grading.correction.adjust'), hint: t('grading.correction.adjustHint') },
              { value: 'void', label: t('grading.correction.void'), hint: t('grading.correction.voidHint') },
            ]}
          />
          {decision.copyChange === 'adjust' && (
            <Field label={t('grading.correction.by')} hint={t('grading.correction.byHint')}>
              <Input
                value={decision.by}
                inputMode="text"
                maxLength={8}
                onChange={(event) => set({ by: event.target.value })}
              />
            </Field>
          )}
        </>
      )}
      {decision.about === 'restore' && (
        <Field label={t('grading.correction.restore')} hint={t('grading.correction.restoreHint')}>
          <Select
            value={String(decision.runNumber ?? '')}
            onChange={(number) => set({ runNumber: Number(number) || null })}
            options={[
              { value: '', label: t('grading.correction.choose') },
              ...earlier.map(({ number }) => ({
                value: String(number),
                label: t('grading.correction.run', { number }),
              })),
            ]}
          />
        </Field>
      )}
    </>
  )
}
