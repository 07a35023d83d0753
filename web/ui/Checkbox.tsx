import { type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'type'> & {
  label: ReactNode
  hint?: ReactNode
  /** Hides the label visually: for a column of checkboxes in a table. */
  bare?: boolean
  /** Indeterminate: some but not all of the items are ticked. */
  partly?: boolean
}

/** A checkbox whose whole line is clickable. */
export function Checkbox({ label, hint, bare = false, partly = false, ...rest }: Props) {
  const nameId = useId()
  const hintId = useId()
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = partly
  }, [partly])
  const input = (
    <input
      ref={box}
      type="checkbox"
      {...rest}
      className="tick"
      // A hint inside the label would be read twice: in the name, then as the description.
      aria-labelledby={hint && !bare ? nameId : undefined}
      aria-describedby={hint ? hintId : undefined}
    />
  )
  if (bare) {
    return (
      <label className="tick-cell">
        {input}
        <span className="vh">{label}</span>
      </label>
    )
  }
  return (
    <label className="option">
      {input}
      <span className="option__name" id={nameId}>
        {label}
      </span>
      {hint && (
        <span className="option__hint" id={hintId}>
          {hint}
        </span>
      )}
    </label>
  )
}
