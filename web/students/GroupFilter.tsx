import { groupsOf } from '#core/students/name-order.ts'
import { useText } from '#web/text/text.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'

type Props = { people: readonly { group: string }[]; value: string; onChange: (group: string) => void }

const mostSegments = 4

/** Selects a group or the whole class; empty when there are no groups. */
export function GroupFilter({ people, value, onChange }: Props) {
  const { t } = useText()
  const groups = groupsOf(people)
  if (groups.length < 2) return null
  const legend = t('attempts.staff.filter.group')
  const names = groups.map((group) => ({ value: group, label: group }))
  if (groups.length > mostSegments) {
    const options = [{ value: '', label: t('attempts.staff.filter.allGroups') }, ...names]
    return <Select aria-label={legend} value={value} onChange={onChange} options={options} />
  }
  const options = [{ value: '', label: t('attempts.staff.filter.allGroups') }, ...names]
  return <Segmented legend={legend} value={value} onChange={onChange} options={options} />
}
