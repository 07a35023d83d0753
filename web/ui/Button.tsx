import { type ButtonHTMLAttributes, type MouseEvent, type Ref, useId } from 'react'
import { type ButtonLook, buttonClass } from './button-class.ts'
import { Icon } from './Icon.tsx'

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  'data-safe'?: boolean
} & ButtonLook & {
    /** Waiting for the server: the button keeps its place and its words, and a second click does nothing. */
    busy?: boolean
    /** Why the action is not possible now. Disables the button, and is read with it. */
    reason?: string | undefined
    ref?: Ref<HTMLButtonElement>
  }

/**
 * An action. A forbidden one stays reachable by keyboard and says why (`reason`): aria-disabled rather than disabled,
 * because a disabled button cannot be focused, so its reason would never be heard.
 */
export function Button({
  variant,
  size,
  block,
  iconOnly,
  busy = false,
  reason,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const isOff = disabled === true || reason !== undefined
  const button = (
    <button
      type="button"
      {...rest}
      className={buttonClass({ variant, size, block, iconOnly })}
      aria-disabled={isOff || busy || undefined}
      aria-busy={busy || undefined}
      aria-describedby={reason ? reasonId : rest['aria-describedby']}
      onClick={isOff || busy ? stop : rest.onClick}
    >
      {busy && <span className="button__spin" aria-hidden="true" />}
      {children}
    </button>
  )
  if (reason === undefined) return button
  return (
    <span className="button-why">
      {button}
      <span id={reasonId} className="button-why__reason">
        <Icon name="lock" />
        <span>{reason}</span>
      </span>
    </span>
  )
}

/** Also stops the submit of a form: the button is off for everyone, not only for the mouse. */
function stop(event: MouseEvent<HTMLButtonElement>) {
  event.preventDefault()
  event.stopPropagation()
}
