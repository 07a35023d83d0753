import { Refusal } from '#core/refusal.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Notice } from '#web/ui/Notice.tsx'

type Props = { error: unknown; nameOf: (number: number) => string }
type Details = { reason?: string; slot?: string; number?: number; group?: string }

/** Why slots were refused, with the one it is about. */
export function SlotFault({ error, nameOf }: Props) {
  const { t, has } = useText()
  const details = error instanceof Refusal ? (error.details as Details | null) : null
  const id = `exams.who.faults.${details?.group === undefined ? details?.reason : 'group_twice'}`
  if (!details || !has(id)) return <Failed error={error} />
  const slot = details.slot || nameOf(details.number ?? 0)
  return (
    <Notice tone="bad" live="alert">
      <p>{t(id, { slot, group: details.group ?? '' })}</p>
    </Notice>
  )
}
