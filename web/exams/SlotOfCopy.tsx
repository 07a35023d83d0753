import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { useSlotName } from './use-slot-name.ts'

type Props = {
  slots: readonly { number: number; name: string }[]
  value: number
  onChange: (slot: number) => void
}

/** Selects the slot whose paper is displayed, when slots ask different questions. */
export function SlotOfCopy({ slots, value, onChange }: Props) {
  const { t } = useText()
  const nameOf = useSlotName(slots)
  if (slots.length < 2) return null
  return (
    <Field label={t('exams.who.slot')}>
      <Select
        value={String(value)}
        onChange={(next) => onChange(Number(next))}
        options={slots.map(({ number }) => ({ value: String(number), label: nameOf(number) }))}
      />
    </Field>
  )
}

/** The number of the slot in the query string, `?creneau=2`; the first by default. */
export const slotIn = (search: URLSearchParams) => Math.max(0, Math.trunc(Number(search.get('creneau'))) || 0)
