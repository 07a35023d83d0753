/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a native progress element cannot be drawn the same in every browser */
import { type CSSProperties, type ReactNode, useId } from 'react'

type Props = { done: number; total: number; label: string; children?: ReactNode }

/** The progress of a task: an import, an upload. For n answers out of N, see ProgressRule. */
export function ProgressBar({ done, total, label, children }: Props) {
  const id = useId()
  const ratio = total > 0 ? Math.min(1, done / total) : 0
  return (
    <div className="bar">
      <p className="bar__text">
        <span id={id}>{label}</span>
        <span>{children}</span>
      </p>
      <div
        className="bar__track"
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <span className="bar__done" style={{ '--done': ratio } as CSSProperties} />
      </div>
    </div>
  )
}
