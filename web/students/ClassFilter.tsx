import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import './students.css'

export type ClassView = { search: string; group: string; archived: boolean }

type Props = {
  groups: readonly string[]
  counts: { active: number; archived: number }
  view: ClassView
  onChange: (view: ClassView) => void
}

/** Filters the class list. */
export function ClassFilter({ groups, counts, view, onChange }: Props) {
  const { t } = useText()
  return (
    <div role="search" className="class-filter">
      <Field label={t('common.search')}>
        <Input
          type="search"
          placeholder={t('students.searchHint')}
          value={view.search}
          onChange={(event) => onChange({ ...view, search: event.target.value })}
        />
      </Field>
      {groups.length > 1 && (
        <Field label={t('students.group')}>
          <Select
            value={view.group}
            onChange={(group) => onChange({ ...view, group })}
            options={[
              { value: '', label: t('students.everyGroup') },
              ...groups.map((group) => ({ value: group, label: group })),
            ]}
          />
        </Field>
      )}
      {counts.archived > 0 && (
        <Segmented
          legend={t('students.shown')}
          value={view.archived ? 'archived' : 'active'}
          onChange={(shown) => onChange({ ...view, archived: shown === 'archived' })}
          options={[
            { value: 'active', label: t('students.active'), count: counts.active },
            { value: 'archived', label: t('students.archived'), count: counts.archived },
          ]}
        />
      )}
    </div>
  )
}
