import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Icon } from './Icon.tsx'
import type { IconName } from './icon-paths.ts'

type Props = {
  icon?: IconName
  children: ReactNode
  /** A second, smaller line. */
  note?: ReactNode
  href?: string
  current?: boolean
  onChoose?: () => void
  /** Whether this item is the selected one. */
  pressed?: boolean
  danger?: boolean
  /** Why the action is not possible now. */
  reason?: string | undefined
}

/** One item of a Menu: a link when it has an href, otherwise an action. */
export function MenuItem({ icon, children, note, href, current, onChoose, pressed, danger = false, reason }: Props) {
  const className = danger ? 'menu__item menu__item--danger' : 'menu__item'
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      <span>
        {children}
        {(reason ?? note) && <small>{reason ?? note}</small>}
      </span>
    </>
  )
  if (href) {
    return (
      <Link href={href} className={className} aria-current={current ? 'page' : undefined}>
        {inside}
      </Link>
    )
  }
  return (
    <button
      type="button"
      className={className}
      aria-pressed={pressed}
      aria-disabled={reason ? true : undefined}
      data-keep={pressed === undefined ? undefined : ''}
      onClick={reason ? undefined : onChoose}
    >
      {pressed !== undefined && (
        <Icon name={pressed ? 'check' : 'minus'} {...(!pressed && { className: 'menu__blank' })} />
      )}
      {inside}
    </button>
  )
}
