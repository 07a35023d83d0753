import type { ReactNode } from 'react'

/** A row of Stat. */
export function Stats({ small = false, children }: { small?: boolean; children: ReactNode }) {
  return <dl className={small ? 'stats stats--small' : 'stats'}>{children}</dl>
}
