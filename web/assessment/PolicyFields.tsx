import type { RulesView } from '#contract/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { ExactInput } from '#web/ui/ExactInput.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { KeepFields } from './KeepFields.tsx'

type Props = { rules: RulesView; onChange: (part: Partial<RulesView>) => void }

const retakes = ['best', 'last', 'capped'] as const
const usualCap = '10'

/** The pass mark, the rule for retakes, whether components compensate each other, and whether a team decides alone. */
export function PolicyFields({ rules, onChange }: Props) {
  const { t } = useText()
  const { retake, compensation, session, passMark } = rules
  return (
    <>
      <h3 className="small-title">{t('assessment.policy.title')}</h3>
      <div className="two-fields">
        <Field label={t('assessment.policy.pass')}>
          <ExactInput value={passMark} onChange={(value) => onChange({ passMark: value })} />
        </Field>
        <Field label={t('assessment.rules.compensation')}>
          <Select
            value={compensation}
            onChange={(value) => onChange({ compensation: value })}
            options={(['full', 'none'] as const).map((value) => ({
              value,
              label: t(`assessment.policy.compensation.${value}`),
            }))}
          />
        </Field>
        <KeepFields keep={rules.keep} onChange={(keep) => onChange({ keep })} />
        <Field label={t('assessment.policy.session')}>
          <Select
            value={session}
            onChange={(value) => onChange({ session: value })}
            options={(['first', 'final'] as const).map((value) => ({
              value,
              label: t(`assessment.policy.sessions.${value}`),
            }))}
          />
        </Field>
        <Field label={t('assessment.policy.retake')}>
          <Select
            value={retake.kind}
            onChange={(kind) => onChange({ retake: kind === 'capped' ? { kind, cap: usualCap } : { kind } })}
            options={retakes.map((value) => ({ value, label: t(`assessment.policy.retakes.${value}`) }))}
          />
        </Field>
        {retake.kind === 'capped' && (
          <Field label={t('assessment.policy.cap')}>
            <ExactInput value={retake.cap} onChange={(cap) => onChange({ retake: { kind: 'capped', cap } })} />
          </Field>
        )}
      </div>
      <Checkbox
        checked={rules.individualRequired}
        onChange={(event) => onChange({ individualRequired: event.target.checked })}
        label={t('assessment.policy.individual')}
        hint={t('assessment.policy.individualHint')}
      />
    </>
  )
}
