import { type ReactNode, useContext } from 'react'
import { type Crumb, Crumbs } from './Crumbs.tsx'
import { HeadActionsContext } from './head-actions.ts'
import { HeadLinkContext } from './head-link.ts'
import { SheetRow } from './SheetRow.tsx'
import { useArrival } from './use-arrival.ts'

type Props = {
  /** The h1, and the title of the tab. */
  title: string
  /** The title of the tab, when it must be longer than the h1. */
  tabTitle?: string
  /** One sentence: the current state and the next step. */
  lead?: ReactNode
  actions?: ReactNode
  crumbs?: readonly Crumb[] | undefined
  /**
   * `work`: a working page. `full`: one that fills a large window, where its parts scroll on their own. `sheet`: a sheet
   * of paper with its margin, whose children are SheetRow. `read`: a narrow column.
   */
  look?: 'work' | 'full' | 'sheet' | 'narrow-sheet' | 'read'
  children: ReactNode
}

/** The layout of every page: breadcrumbs, title, lead, actions and content. */
export function Page({ title, tabTitle = title, lead, actions, crumbs, look = 'work', children }: Props) {
  const heading = useArrival(tabTitle)
  const headLink = useContext(HeadLinkContext)
  const Row = useContext(HeadActionsContext)
  const rowOf = (className: string) =>
    Row ? <Row className={className}>{actions}</Row> : <div className={className}>{actions}</div>
  const top = (crumbs || headLink) && (
    <div className="page-head__top">
      {crumbs && <Crumbs crumbs={crumbs} />}
      {headLink}
    </div>
  )
  const h1 = (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  )
  if (look === 'sheet' || look === 'narrow-sheet') {
    return (
      <div className={look === 'sheet' ? 'page--sheet' : 'page--sheet page--narrow'}>
        {top}
        <div className="sheet">
          <SheetRow head>
            {h1}
            {lead && <p className="sheet-row__lead">{lead}</p>}
            {actions && rowOf('actions sheet-row__actions')}
          </SheetRow>
          {children}
        </div>
      </div>
    )
  }
  return (
    <div className={look === 'work' ? undefined : `page--${look}`}>
      <div className="page-head">
        {top}
        {h1}
        {lead && <p className="page-head__lead">{lead}</p>}
        {actions && rowOf('actions page-head__actions')}
      </div>
      {children}
    </div>
  )
}
