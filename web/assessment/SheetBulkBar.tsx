import { useState } from 'react'
import { type EntryStatus, entryStatuses, type MarkPart } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Select } from '#web/ui/Select.tsx'
import type { SheetLine } from './final-sheet.ts'
import type { SetEntries } from './use-entries.ts'

type Props = {
  parts: readonly MarkPart[]
  shown: readonly SheetLine[]
  ticked: ReadonlySet<string>
  onTick: (ids: readonly string[]) => void
  onSet: SetEntries
  busy: boolean
}

/** Chooses all the students that are shown, then one status for one component of theirs. */
export function SheetBulkBar({ parts, shown, ticked, onTick, onSet, busy }: Props) {
  const { t } = useText()
  const [chosen, setChosen] = useState<string | null>(null)
  const lines = shown.filter(({ studentId }) => ticked.has(studentId))
  const part = parts.find(({ id }) => id === chosen) ?? parts[0]
  const isAll = lines.length === shown.length && shown.length > 0
  const set = (status: EntryStatus) => {
    if (part) onSet({ part, lines, value: { status } })
    onTick([])
  }
  return (
    <div className="sheet-bulk" data-active={lines.length > 0 || undefined}>
      <Checkbox
        label={lines.length > 0 ? t('assessment.bulk.ticked', { count: lines.length }) : t('assessment.bulk.all')}
        checked={isAll}
        partly={!isAll && lines.length > 0}
        onChange={() => onTick(isAll ? [] : shown.map(({ studentId }) => studentId))}
      />
      {lines.length > 0 && part && (
        <div className="sheet-bulk__acts" role="group" aria-label={t('assessment.bulk.label')}>
          {parts.length > 1 && (
            <Select
              aria-label={t('assessment.bulk.component')}
              value={part.id}
              onChange={setChosen}
              options={parts.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          {entryStatuses.map((status) => (
            <Button
              key={status}
              size="small"
              busy={busy}
              title={t(`assessment.student.statuses.${status}`)}
              onClick={() => set(status)}
            >
              {t(`assessment.statusShort.${status}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
