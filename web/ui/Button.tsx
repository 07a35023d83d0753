import { type ButtonHTMLAttributes, type MouseEvent, type Ref, useId } from 'react'
import { type ButtonLook, buttonClass } from './button-class.ts'
import { Icon } from './Icon.tsx'

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  'data-safe'?: boolean
} & ButtonLook & {
    /** A request is in progress: the button keeps its size and label, and ignores clicks. */
    busy?: boolean
    /** Why the action is not possible now. Disables the button, and is part of its description. */
    reason?: string | undefined
    ref?: Ref<HTMLButtonElement>
  }

/**
 * A button. A disabled one stays focusable and gives its `reason`: aria-disabled rather than disabled, because a
 * disabled button cannot be focused, so its description would not be read.
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

/** Also prevents the form from being submitted by the keyboard. */
function stop(event: MouseEvent<HTMLButtonElement>) {
  event.preventDefault()
  event.stopPropagation()
}
