import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { resized } from '#core/exams/plan-lines.ts'
import { bloomLevels, difficulties, questionTypes } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Select } from '#web/ui/Select.tsx'

export type PlanLine = ExamDraft['blueprint']['lines'][number]

type Props = {
  line: PlanLine
  /** Of its section. */
  name: string
  /** null removes the line. */
  onChange: (next: PlanLine | null) => void
}

/** One line of the plan: how many, of which difficulty, level and type, out of how large a pool. */
export function PlanLineForm({ line, name, onChange }: Props) {
  const { t } = useText()
  return (
    <div className="plan__line">
      <Field label={t('exams.plan.asked')}>
        <NumberStepper
          value={line.count}
          min={1}
          max={200}
          onChange={(count) => onChange(resized(line, Math.round(count)))}
        />
      </Field>
      <Field label={t('exams.plan.difficulty')}>
        <Select
          value={line.difficulty ?? ''}
          onChange={(value) => onChange({ ...line, difficulty: value || undefined })}
          options={[
            { value: '', label: t('questions.anyDifficulty') },
            ...difficulties.map((value) => ({ value, label: t(`questions.difficulty.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.levelLabel')}>
        <Select
          value={line.level ?? ''}
          onChange={(value) => onChange({ ...line, level: value || undefined })}
          options={[
            { value: '', label: t('questions.anyLevel') },
            ...bloomLevels.map((value) => ({ value, label: t(`questions.level.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.typeLabel')}>
        <Select
          value={line.type ?? ''}
          onChange={(value) => onChange({ ...line, type: value || undefined })}
          options={[
            { value: '', label: t('questions.anyType') },
            ...questionTypes.map((value) => ({ value, label: t(`questions.type.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('exams.plan.pool')}>
        <NumberStepper
          value={line.pool ?? line.count}
          min={line.count}
          max={200}
          onChange={(pool) => onChange(resized({ ...line, pool: Math.round(pool) }, line.count))}
        />
      </Field>
      <Button
        variant="quiet"
        size="small"
        iconOnly
        aria-label={t('exams.plan.remove', { section: name })}
        onClick={() => onChange(null)}
      >
        <Icon name="cross" />
      </Button>
    </div>
  )
}
