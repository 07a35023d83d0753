import { useText } from '#web/text/text.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { useAddress } from '#web/ui/use-address.ts'
import { useSlotName } from './use-slot-name.ts'

type Slots = readonly { number: number; name: string }[]

const mostSegments = 4

/** Selects one slot or all of them; empty for an exam that has one. */
export function SlotFilter({ slots }: { slots: Slots }) {
  const { t } = useText()
  const nameOf = useSlotName(slots)
  const [value, choose] = useSlotInAddress()
  if (slots.length < 2) return null
  const options = [
    { value: '', label: t('exams.who.allSlots') },
    ...slots.map(({ number }) => ({ value: String(number), label: nameOf(number) })),
  ]
  const shared = { value: value === null ? '' : String(value), options }
  const change = (next: string) => choose(next === '' ? null : Number(next))
  if (slots.length > mostSegments) return <Select aria-label={t('exams.who.slot')} {...shared} onChange={change} />
  return <Segmented legend={t('exams.who.slot')} {...shared} onChange={change} />
}

/** The slot that a page is about, kept in its address; null: all of them. */
export function useSlotInAddress(): [number | null, (slot: number | null) => void] {
  const [read, write] = useAddress()
  const said = read('creneau')
  const slot = /^\d{1,4}$/.test(said) ? Number(said) : null
  return [slot, (next) => write({ creneau: next === null ? null : String(next) })]
}
