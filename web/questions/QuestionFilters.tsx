import { useEffect, useState } from 'react'
import { bloomLevels, difficulties, questionTypes } from '#core/question.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import type { Filters } from './use-filters.ts'

type Props = { filters: Filters; onChange: (change: Partial<Filters>) => void }

export function QuestionFilters({ filters, onChange }: Props) {
  const { t } = useText()
  const isFiltered = Boolean(filters.search || filters.difficulty || filters.type || filters.level)
  return (
    <search className="bank__filters" aria-label={t('questions.filters')}>
      <SearchField value={filters.search ?? ''} onChange={(search) => onChange({ search })} />
      <Field label={t('questions.difficultyLabel')}>
        <Select
          value={filters.difficulty ?? ''}
          onChange={(value) => onChange({ difficulty: value || undefined })}
          options={[
            { value: '', label: t('questions.anyDifficulty') },
            ...difficulties.map((value) => ({ value, label: t(`questions.difficulty.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.typeLabel')}>
        <Select
          value={filters.type ?? ''}
          onChange={(value) => onChange({ type: value || undefined })}
          options={[
            { value: '', label: t('questions.anyType') },
            ...questionTypes.map((value) => ({ value, label: t(`questions.type.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.levelLabel')}>
        <Select
          value={filters.level ?? ''}
          onChange={(value) => onChange({ level: value || undefined })}
          options={[
            { value: '', label: t('questions.anyLevel') },
            ...bloomLevels.map((value) => ({ value, label: t(`questions.level.${value}`) })),
          ]}
        />
      </Field>
      {isFiltered && (
        <Button
          variant="quiet"
          size="small"
          onClick={() => onChange({ search: '', difficulty: undefined, type: undefined, level: undefined })}
        >
          {t('questions.clearFilters')}
        </Button>
      )}
    </search>
  )
}

const pauseMs = 250

/** Searches when the typing pauses, so that the list does not jump at every letter. */
function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useText()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? value
  useEffect(() => {
    if (typed === null) return
    const timer = setTimeout(() => {
      if (typed.trim() !== value) onChange(typed.trim())
      setTyped(null)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <Field label={t('questions.searchLabel')}>
      <Input
        type="search"
        value={shown}
        maxLength={120}
        placeholder={t('questions.searchHint')}
        onChange={(event) => setTyped(event.target.value)}
      />
    </Field>
  )
}
