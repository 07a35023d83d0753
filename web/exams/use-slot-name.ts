import { useText } from '#web/text/text.tsx'

/** The name of a slot; « Créneau 1 » for one without a name. */
export function useSlotName(slots: readonly { number: number; name: string }[]) {
  const { t } = useText()
  return (number: number): string => {
    const place = slots.findIndex((slot) => slot.number === number)
    return slots[place]?.name || t('exams.who.firstSlot', { number: place + 1 })
  }
}
