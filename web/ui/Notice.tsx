import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import type { IconName } from './icon-paths.ts'

type Props = {
  tone?: 'info' | 'good' | 'warn' | 'bad'
  icon?: IconName
  actions?: ReactNode
  /** As wide as the page, instead of a box. */
  wide?: boolean
  /** `status`: announced when it appears. `alert`: interrupts; only for urgent messages. */
  live?: 'status' | 'alert'
  children: ReactNode
}

const icons = { info: 'info', good: 'check', warn: 'warning', bad: 'warning' } as const

/** A banner: what happened in bold, what was kept, and what to do. */
export function Notice({ tone = 'info', icon = icons[tone], actions, wide = false, live, children }: Props) {
  return (
    <div className={`notice notice--${tone}${wide ? ' notice--wide' : ''}`} role={live}>
      <Icon name={icon} />
      <div className="notice__body">{children}</div>
      {actions && <div className="notice__actions">{actions}</div>}
    </div>
  )
}
