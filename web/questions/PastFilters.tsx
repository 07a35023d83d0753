import { discriminationBands, facilityBands } from '#contract/questions/questions.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { type BankFilters, flagChoices, takenTimes } from './use-filters.ts'

type Props = { filters: BankFilters; onChange: (change: Partial<BankFilters>) => void }

/** Filters on the statistics of past exams. */
export function PastFilters({ filters, onChange }: Props) {
  const { t } = useText()
  return (
    <>
      <Field label={t('questions.past.taken')}>
        <Select
          value={filters.taken ?? ''}
          onChange={(taken) => onChange({ taken: taken || undefined })}
          options={[
            { value: '', label: t('questions.past.anyTaken') },
            ...takenTimes.map((value) => ({ value, label: t(`questions.past.times.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.past.facility')}>
        <Select
          value={filters.facility ?? ''}
          onChange={(facility) => onChange({ facility: facility || undefined })}
          options={[
            { value: '', label: t('questions.past.any') },
            ...facilityBands.map((value) => ({ value, label: t(`questions.past.facilities.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.past.discrimination')}>
        <Select
          value={filters.discrimination ?? ''}
          onChange={(discrimination) => onChange({ discrimination: discrimination || undefined })}
          options={[
            { value: '', label: t('questions.past.any') },
            ...discriminationBands.map((value) => ({ value, label: t(`questions.past.discriminations.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.past.flag')}>
        <Select
          value={filters.flag ?? ''}
          onChange={(flag) => onChange({ flag: flag || undefined })}
          options={[
            { value: '', label: t('questions.past.anyFlag') },
            ...flagChoices.map((value) => ({ value, label: t(`questions.past.flags.${value}`) })),
          ]}
        />
      </Field>
    </>
  )
}
