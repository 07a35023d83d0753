/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-noninteractive-tabindex -- the roles survive display: grid; what scrolls must take the focus (WCAG 2.1.1) */
import { type ReactNode, useId } from 'react'
import { useText } from '#web/text/text.tsx'
import { ScrollBox } from './ScrollBox.tsx'

type Props = {
  caption: string
  quietCaption?: boolean | undefined
  note?: ReactNode
  phone: 'rows' | 'scroll'
  children: ReactNode
}

/** The table element, its caption, and the region around it when it may scroll; for tables with markup of their own. */
export function TableFrame({ caption, quietCaption = false, note, phone, children }: Props) {
  const { t } = useText()
  const id = useId()
  const table = (
    <table role="table" className={phone === 'rows' ? 'table table--rows' : 'table'} aria-labelledby={id}>
      <caption className={quietCaption ? 'vh' : undefined}>
        <span className="table__title" id={id}>
          {caption}
        </span>
        {note}
      </caption>
      {children}
    </table>
  )
  if (phone === 'rows') {
    return (
      <ScrollBox className="table-fit" name={t('ui.tableScroll', { caption })}>
        {table}
      </ScrollBox>
    )
  }
  // Focusable, because a region that scrolls must scroll by keyboard too (WCAG 2.1.1).
  return (
    <section className="table-scroll" aria-label={t('ui.tableScroll', { caption })} tabIndex={0}>
      {table}
    </section>
  )
}
