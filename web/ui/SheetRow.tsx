import type { ReactNode } from 'react'

type Props = {
  /** Displayed in the margin, as a heading. */
  label?: ReactNode
  /** Displayed in the margin as it is: a number, points, a flag. Instead of `label`. */
  note?: ReactNode
  /** The row of the h1. */
  head?: boolean
  children: ReactNode
}

/**
 * One row of a sheet: the margin on the left of the rule, the content on its right. On a phone the margin goes above.
 */
export function SheetRow({ label, note, head = false, children }: Props) {
  return (
    <section className={head ? 'sheet-row sheet-row--head' : 'sheet-row'}>
      <div className="sheet-row__note">{label ? <h2 className="sheet-row__label">{label}</h2> : note}</div>
      <div className="sheet-row__body">{children}</div>
    </section>
  )
}
