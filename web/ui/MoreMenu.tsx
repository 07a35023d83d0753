import type { ReactNode } from 'react'
import { buttonClass } from './button-class.ts'
import { Icon } from './Icon.tsx'
import { Menu } from './Menu.tsx'

type Props = {
  /** Heard, not shown: what its items act on. */
  name: string
  size?: 'small' | 'normal'
  className?: string
  children: ReactNode
}

/** The menu of three points, for the actions that are not shown as buttons. */
export function MoreMenu({ name, size = 'normal', className = '', children }: Props) {
  return (
    <Menu
      label={
        <>
          <Icon name="more" />
          <span className="vh">{name}</span>
        </>
      }
      className={className}
      summaryClass={buttonClass({ iconOnly: true, size })}
      chevron={false}
    >
      {children}
    </Menu>
  )
}
