import type { ReactNode } from 'react'

type Props = { label: ReactNode; value: ReactNode; unit?: ReactNode; note?: ReactNode }

/** One figure with its name and its unit. Put it in Stats. */
export function Stat({ label, value, unit, note }: Props) {
  return (
    <div className="stat">
      <dt className="stat__label">{label}</dt>
      <dd className="stat__value">
        {value}
        {unit && <small> {unit}</small>}
      </dd>
      {note && <dd className="stat__note">{note}</dd>}
    </div>
  )
}
