import { useState } from 'react'
import type { ExamView } from '#contract/exams/exams.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { RenewCode } from './RenewCode.tsx'
import type { DraftForm } from './ScaleForm.tsx'
import { timesFault } from './times-fault.ts'
import { useExamText } from './use-exam-text.ts'

type Props = DraftForm & { courseId: string; exam: ExamView; onRenewed: (exam: ExamView) => void }

/** The zones of French-speaking territories, then the exam's zone if it is another. */
const zones = [
  ...['Europe/Paris', 'Europe/Brussels', 'Europe/Zurich', 'Africa/Casablanca', 'Africa/Tunis', 'Africa/Dakar'],
  ...['America/Guadeloupe', 'America/Montreal', 'Indian/Reunion', 'Pacific/Noumea', 'UTC'],
]

/** The dates, the duration, the code and the instructions that students read before starting. */
export function AccessForm({ draft, onChange, courseId, exam, onRenewed }: Props) {
  const { t, zoneCity } = useText()
  const { codeOf } = useExamText()
  const [arrivedAt] = useState(() => new Date())
  const fault = timesFault(draft, arrivedAt)
  return (
    <div className="form">
      <h2>{t('exams.access.about')}</h2>
      <Field label={t('exams.name')} error={draft.title.trim() === '' ? t('exams.nameMissing') : null} required>
        <Input value={draft.title} maxLength={200} onChange={(event) => onChange({ title: event.target.value })} />
      </Field>
      <Field label={t('exams.access.instructions')} hint={t('exams.access.instructionsHint')} optional>
        <Textarea
          rows={5}
          value={draft.instructions}
          maxLength={4_000}
          onChange={(event) => onChange({ instructions: event.target.value })}
        />
      </Field>

      <h2>{t('exams.access.time')}</h2>
      <div className="form__row">
        <Field label={t('exams.access.limit')} hint={t('exams.access.limitHint')}>
          <NumberStepper
            value={draft.limitMinutes}
            min={1}
            max={600}
            step={5}
            onChange={(value) => onChange({ limitMinutes: Math.round(value) })}
          />
        </Field>
        <Field label={t('exams.access.grace')} hint={t('exams.access.graceHint')}>
          <NumberStepper
            value={draft.graceSeconds}
            min={0}
            max={300}
            step={10}
            onChange={(value) => onChange({ graceSeconds: Math.round(value) })}
          />
        </Field>
      </div>
      <Field label={t('exams.access.zone')}>
        <Select
          value={draft.timeZone}
          onChange={(timeZone) => onChange({ timeZone })}
          options={[...new Set([draft.timeZone, ...zones])].map((zone) => ({ value: zone, label: zoneCity(zone) }))}
        />
      </Field>
      <Instant
        name="opensAt"
        label={t('exams.access.opens')}
        hint={t('exams.access.opensHint')}
        draft={draft}
        onChange={onChange}
      />
      <Instant
        name="closesAt"
        label={t('exams.access.closes')}
        hint={t('exams.access.closesHint')}
        error={fault && t(`exams.access.${fault}`)}
        draft={draft}
        onChange={onChange}
      />

      <fieldset>
        <legend className="field__label">{t('exams.access.order')}</legend>
        <Checkbox
          label={t('exams.access.shuffleQuestions')}
          hint={t('exams.access.shuffleQuestionsHint')}
          checked={draft.shuffleQuestions}
          onChange={(event) => onChange({ shuffleQuestions: event.target.checked })}
        />
        <Checkbox
          label={t('exams.access.shuffleChoices')}
          hint={t('exams.access.shuffleChoicesHint')}
          checked={draft.shuffleChoices}
          onChange={(event) => onChange({ shuffleChoices: event.target.checked })}
        />
      </fieldset>

      <h2>{t('exams.access.code')}</h2>
      <p className="muted">{t('exams.access.codeNote')}</p>
      <div className="cluster">
        <span className="join-code join-code--small">{codeOf(exam)}</span>
        <CopyButton text={codeOf(exam)} label={t('exams.stub.copyCode')} />
        <RenewCode courseId={courseId} exam={exam} onDone={onRenewed} />
      </div>
    </div>
  )
}

type InstantProps = DraftForm & { name: 'opensAt' | 'closesAt'; label: string; hint: string; error?: string | null }

function Instant({ name, label, hint, error, draft, onChange }: InstantProps) {
  const { t } = useText()
  const value = draft[name]
  return (
    <div className="instant">
      <DateTimeField
        // A new key resets the field when its date is cleared.
        key={value === null ? 'none' : 'some'}
        label={label}
        hint={hint}
        error={error}
        optional
        value={value ? new Date(value) : null}
        timeZone={draft.timeZone}
        onChange={(next) => {
          if (next !== null) onChange({ [name]: next.toISOString() })
        }}
      />
      {value && (
        <Button
          variant="quiet"
          size="small"
          onClick={() => onChange({ [name]: null })}
          aria-label={`${t('exams.access.clear')}, ${label}`}
        >
          {t('exams.access.clear')}
        </Button>
      )}
    </div>
  )
}
