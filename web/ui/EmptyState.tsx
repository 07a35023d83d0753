import type { ReactNode } from 'react'

type Props = { title: string; children?: ReactNode; actions?: ReactNode; level?: 2 | 3 }

/** The content of an empty page: an explanation and one action. */
export function EmptyState({ title, children, actions, level = 2 }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="empty">
      <span className="empty__rule" aria-hidden="true" />
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {actions && <div className="actions">{actions}</div>}
    </div>
  )
}
