import type { Reply, Sent } from '#contract/endpoint.ts'
import type { CorrectedQuestion, previewCorrection } from '#contract/grading/corrections.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { Select } from '#web/ui/Select.tsx'

type Policy = Sent<typeof previewCorrection>['body']['policy']
type Props = {
  policy: Policy
  onChange: (policy: Policy) => void
  question: CorrectedQuestion | undefined
  preview: Reply<typeof previewCorrection> | undefined
}

/** What happens to marks already released, with the effect of each option. */
export function PolicyForm({ policy, onChange, question, preview }: Props) {
  const { t, mark } = useText()
  const outlookOf = (kind: Policy['kind']) => preview?.policies.find((one) => one.policy.kind === kind)?.outlook
  const hint = (kind: Policy['kind']) => {
    const outlook = outlookOf(kind)
    if (!outlook) return t(`grading.correction.policies.${kind}Hint`)
    const mean = outlook.meanAfter === null ? '–' : mark(outlook.meanAfter)
    return t('grading.correction.policyOutlook', { ...outlook, mean })
  }
  const kinds = question ? (['full', 'never_lower', 'only_ticked'] as const) : (['full', 'never_lower'] as const)
  return (
    <>
      <RadioGroup
        legend={t('grading.correction.policy')}
        value={policy.kind}
        onChange={(kind) =>
          onChange(kind === 'only_ticked' ? { kind, choiceId: question?.choices[0]?.id ?? '' } : { kind })
        }
        options={kinds.map((kind) => ({
          value: kind,
          label: t(`grading.correction.policies.${kind}`),
          hint: hint(kind),
        }))}
      />
      {policy.kind === 'only_ticked' && question && (
        <Field label={t('grading.correction.whoTicked')}>
          <Select
            value={policy.choiceId}
            onChange={(choiceId) => onChange({ kind: 'only_ticked', choiceId })}
            options={question.choices.map(({ id, count }, index) => ({
              value: id,
              label: t('grading.correction.choiceOption', { letter: String.fromCharCode(65 + index), count }),
            }))}
          />
        </Field>
      )}
    </>
  )
}
