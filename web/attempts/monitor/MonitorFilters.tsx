import { SlotFilter } from '#web/exams/SlotFilter.tsx'
import { GroupFilter } from '#web/students/GroupFilter.tsx'
import { useText } from '#web/text/text.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { type Live, type MonitorFilter, monitorBlocks, type WatchedLine } from './state.ts'

type Props = {
  lines: readonly WatchedLine[]
  slots: Live['slots']
  filter: MonitorFilter
  onChange: (change: Partial<MonitorFilter>) => void
}

/** By state with its count, by slot, by group, by name. */
export function MonitorFilters({ lines, slots, filter, onChange }: Props) {
  const { t } = useText()
  const states = monitorBlocks.map((place) => ({
    value: place,
    label: t(nameOf(place)),
    count: lines.filter((line) => line.place === place).length,
  }))
  return (
    <div role="search" className="monitor-filters" aria-label={t('attempts.staff.filter.label')}>
      <Segmented
        legend={t('attempts.staff.filter.place')}
        value={filter.place ?? 'all'}
        onChange={(place) => onChange({ place: place === 'all' ? null : place })}
        options={[
          { value: 'all' as const, label: t('attempts.staff.filter.all'), count: lines.length },
          ...states.filter(({ value, count }) => count > 0 || value === filter.place),
        ]}
      />
      <SlotFilter slots={slots} />
      <GroupFilter people={lines} value={filter.group} onChange={(group) => onChange({ group })} />
      <Input
        type="search"
        aria-label={t('attempts.staff.filter.search')}
        placeholder={t('attempts.staff.filter.search')}
        maxLength={120}
        value={filter.search}
        onChange={(event) => onChange({ search: event.target.value })}
      />
    </div>
  )
}

function nameOf(place: (typeof monitorBlocks)[number]) {
  switch (place) {
    case 'attention':
      return 'attempts.staff.place.attentionShort'
    case 'running':
      return 'attempts.staff.place.running'
    case 'waiting':
      return 'attempts.staff.place.waiting'
    case 'absent':
      return 'attempts.staff.place.absent'
    case 'closed':
      return 'attempts.staff.place.closedShort'
  }
}
