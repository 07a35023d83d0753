import type { ReactNode } from 'react'

type Props = {
  /** `row`: children are SheetRow. `pad`: a plain card. */
  look?: 'row' | 'pad'
  /** A torn edge at the top (`start`) or at the bottom (`end`), as on the receipt. */
  torn?: 'start' | 'end'
  children: ReactNode
}

/** A sheet of paper, whose children are SheetRow. */
export function Sheet({ look = 'row', torn, children }: Props) {
  const names = ['sheet', look === 'pad' && 'sheet--pad', torn && `sheet--torn-${torn}`]
  return <div className={names.filter(Boolean).join(' ')}>{children}</div>
}
