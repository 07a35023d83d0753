import { GroupFilter } from '#web/students/GroupFilter.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { useAddress } from '#web/ui/use-address.ts'
import { blockersOf } from './blockers.ts'
import type { FinalSheetView } from './final-sheet.ts'
import { outcomes, type SheetFilter } from './sheet-filter.ts'

type Props = {
  sheet: FinalSheetView
  filter: SheetFilter
  onChange: (change: Partial<SheetFilter>) => void
}

/** Filters the rows by name or number, group and decision. */
export function SheetFilters({ sheet, filter, onChange }: Props) {
  const { t } = useText()
  const blocker = blockersOf(sheet).find(({ id }) => id === filter.blocker)
  return (
    <div role="search" className="sheet-filters" aria-label={t('assessment.filter.label')}>
      <Input
        type="search"
        aria-label={t('assessment.filter.search')}
        placeholder={t('assessment.filter.search')}
        maxLength={120}
        value={filter.search}
        onChange={(event) => onChange({ search: event.target.value })}
      />
      <GroupFilter people={sheet.lines} value={filter.group} onChange={(group) => onChange({ group })} />
      <Select
        aria-label={t('assessment.filter.decision')}
        value={filter.outcome ?? ''}
        onChange={(outcome) => onChange({ outcome: outcome === '' ? null : outcome })}
        options={[
          { value: '' as const, label: t('assessment.filter.all') },
          ...outcomes.map((value) => ({
            value,
            label: value === 'waiting' ? t('assessment.toDecide') : t(`assessment.student.decisions.${value}`),
          })),
        ]}
      />
      {filter.blocker !== '' && (
        <Button size="small" onClick={() => onChange({ blocker: '' })}>
          <Icon name="cross" />
          {blocker
            ? t(`assessment.blocker.${blocker.reason}`, { count: blocker.lines.length })
            : t('assessment.filter.noneGo')}
        </Button>
      )}
    </div>
  )
}

/** The filters, read from and written to the query string. */
export function useSheetFilter(): [SheetFilter, (change: Partial<SheetFilter>) => void] {
  const [read, write] = useAddress()
  const outcome = outcomes.find((one) => inAddress[one] === read('decision')) ?? null
  const filter = { search: read('recherche'), group: read('groupe'), outcome, blocker: read('attente') }
  const change = (part: Partial<SheetFilter>) => {
    const next = { ...filter, ...part }
    write({
      recherche: next.search,
      groupe: next.group,
      decision: next.outcome && inAddress[next.outcome],
      attente: next.blocker,
    })
  }
  return [filter, change]
}

const inAddress = {
  ...{ waiting: 'a-decider', validated: 'valide', resit: 'rattrapage' },
  ...{ failed: 'ajourne', defaulted: 'defaillant' },
} as const
