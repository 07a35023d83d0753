import { useEffect, useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { bloomLevels, difficulties, purposes, questionTypes } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { PastFilters } from './PastFilters.tsx'
import { type BankFilters, lintStates, noFilter } from './use-filters.ts'

type Props = { bank: Reply<typeof getBank>; filters: BankFilters; onChange: (change: Partial<BankFilters>) => void }

export function QuestionFilters({ bank, filters, onChange }: Props) {
  const { t } = useText()
  const { purpose, tag, heading, lint, used, taken, facility, discrimination, flag, reread, archived } = filters
  const isPast = Boolean(taken || facility || discrimination || flag)
  const isNarrow = isPast || Boolean(purpose || tag || heading || lint || used || reread || archived)
  const isFiltered = Boolean(filters.search || filters.difficulty || filters.type || filters.level) || isNarrow
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
      <details className="bank__more" open={isNarrow || undefined}>
        <summary>{t('questions.moreFilters')}</summary>
        <MoreFilters bank={bank} filters={filters} onChange={onChange} />
      </details>
      {isFiltered && (
        <Button variant="quiet" size="small" onClick={() => onChange(noFilter)}>
          {t('questions.clearFilters')}
        </Button>
      )}
    </search>
  )
}

function MoreFilters({ bank, filters, onChange }: Props) {
  const { t } = useText()
  return (
    <div className="bank__narrow">
      <Field label={t('questions.tagLabel')}>
        <Select
          value={filters.tag ?? ''}
          onChange={(tag) => onChange({ tag: tag || undefined })}
          options={[
            { value: '', label: t('questions.anyTag') },
            ...bank.tags.map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` })),
          ]}
        />
      </Field>
      <Field label={t('questions.headingLabel')}>
        <Select
          value={filters.heading ?? ''}
          onChange={(heading) => onChange({ heading: heading || undefined })}
          options={[
            { value: '', label: t('questions.anyHeading') },
            ...[...new Set([...(filters.heading ? [filters.heading] : []), ...bank.headings])].map((heading) => ({
              value: heading,
              label: heading,
            })),
          ]}
        />
      </Field>
      <Field label={t('questions.lint.title')}>
        <Select
          value={filters.lint ?? ''}
          onChange={(lint) => onChange({ lint: lint || undefined })}
          options={[
            { value: '', label: t('questions.anyLint') },
            ...lintStates.map((value) => ({ value, label: t(`questions.lintState.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.usedLabel')}>
        <Select
          value={filters.used ?? ''}
          onChange={(used) => onChange({ used: used || undefined })}
          options={[
            { value: '', label: t('questions.anyUse') },
            ...(['yes', 'no'] as const).map((value) => ({ value, label: t(`questions.use.${value}`) })),
          ]}
        />
      </Field>
      <PastFilters filters={filters} onChange={onChange} />
      <Field label={t('questions.purposeLabel')}>
        <Select
          value={filters.purpose ?? ''}
          onChange={(purpose) => onChange({ purpose: purpose || undefined })}
          options={[
            { value: '', label: t('questions.anyPurpose') },
            ...purposes.map((value) => ({ value, label: t(`questions.purpose.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.archivedLabel')}>
        <Select
          value={filters.archived ?? ''}
          onChange={(archived) => onChange({ archived: archived || undefined })}
          options={[
            { value: '', label: t('questions.archivedState.without') },
            { value: 'only', label: t('questions.archivedState.only', { count: bank.archived }) },
          ]}
        />
      </Field>
    </div>
  )
}

const pauseMs = 250

/** Searches when typing pauses, so that the list does not change at every letter. */
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
