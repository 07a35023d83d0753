import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Field } from './Field.tsx'
import { instantOf, type WallTime, wallTimeOf } from './wall-time.ts'

type Props = {
  label: string
  hint?: string
  error?: string | null | undefined
  value: Date | null
  /** null while the date or the time is missing. */
  onChange: (value: Date | null) => void
  /** The time zone of both fields, the exam's rather than the trainer's, which the field displays. */
  timeZone?: string
  optional?: boolean
}

/** A date and a time in a given time zone. */
export function DateTimeField({ label, hint, error, value, onChange, timeZone, optional = false }: Props) {
  const text = useText()
  const zone = timeZone ?? text.timeZone
  const [typed, setTyped] = useState<WallTime>({ date: '', time: '' })
  const shown = value ? wallTimeOf(value, zone) : typed
  const change = (part: Partial<WallTime>) => {
    const next = { ...shown, ...part }
    setTyped(next)
    onChange(instantOf(next, zone))
  }
  const parts = { 'aria-invalid': Boolean(error) || undefined, className: 'input' }
  return (
    <Field label={label} hint={hint} error={error} optional={optional} as="group">
      <div className="datetime">
        <input
          {...parts}
          type="date"
          aria-label={text.t('ui.staff.date')}
          value={shown.date}
          onChange={(event) => change({ date: event.target.value })}
        />
        <input
          {...parts}
          type="time"
          aria-label={text.t('ui.staff.time')}
          value={shown.time}
          onChange={(event) => change({ time: event.target.value })}
        />
        <span className="datetime__zone">{text.zoneName(zone)}</span>
      </div>
    </Field>
  )
}
