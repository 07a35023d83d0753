import { type ReactNode, useId } from 'react'
import { useText } from '#web/text/text.tsx'
import { Icon } from './Icon.tsx'
import { FieldContext } from './use-field.ts'

type Props = {
  label: ReactNode
  hint?: ReactNode
  /** What happened, what was kept, and what to do. */
  error?: string | null | undefined
  required?: boolean
  /** Displays « facultatif » beside the label; most fields are required, so only the others are marked. */
  optional?: boolean
  /** `group` for several controls with one label (a stepper, a date and its time). */
  as?: 'field' | 'group'
  children: ReactNode
}

/** A label, its control, its hint and its error; the control inside takes its ids from here. */
export function Field({ label, hint, error, required = false, optional = false, as = 'field', children }: Props) {
  const { t } = useText()
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  const errorId = error ? `${id}-error` : undefined
  const describedBy = [hintId, errorId].filter(Boolean).join(' ') || undefined
  const wiring = { id, labelId: `${id}-label`, describedBy, isInvalid: Boolean(error), required }
  const name = (
    <>
      {label}
      {optional && <span className="field__optional"> ({t('ui.optional')})</span>}
    </>
  )
  const group = { role: 'group', 'aria-labelledby': wiring.labelId, 'aria-describedby': describedBy }
  return (
    <div className="field" {...(as === 'group' ? group : {})}>
      {as === 'group' ? (
        <span className="field__label" id={wiring.labelId}>
          {name}
        </span>
      ) : (
        <label className="field__label" id={wiring.labelId} htmlFor={id}>
          {name}
        </label>
      )}
      {hint && (
        <p className="field__hint" id={hintId}>
          {hint}
        </p>
      )}
      <FieldContext.Provider value={wiring}>{children}</FieldContext.Provider>
      {error && (
        <p className="field__error" id={errorId}>
          <Icon name="warning" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
