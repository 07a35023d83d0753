import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useText } from '#web/text/text.tsx'
import { type Crumb, Crumbs } from './Crumbs.tsx'
import { SheetRow } from './SheetRow.tsx'

type Props = {
  /** The h1, and the title of the tab. */
  title: string
  /** The tab, when it must say more than the h1. */
  tabTitle?: string
  /** One sentence: what is the state, what comes next. */
  lead?: ReactNode
  actions?: ReactNode
  crumbs?: readonly Crumb[]
  /** `desk`: a working page. `sheet`: a sheet of paper with its margin, whose children are SheetRow. `read`: a narrow column. */
  look?: 'desk' | 'sheet' | 'narrow-sheet' | 'read'
  children: ReactNode
}

/** The frame of every page: where am I, what is the state, what can I do next. */
export function Page({ title, tabTitle = title, lead, actions, crumbs, look = 'desk', children }: Props) {
  const heading = useArrival(tabTitle)
  const h1 = (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  )
  if (look === 'sheet' || look === 'narrow-sheet') {
    return (
      <div className={look === 'sheet' ? 'page--sheet' : 'page--sheet page--narrow'}>
        {crumbs && <Crumbs crumbs={crumbs} />}
        <div className="sheet">
          <SheetRow head>
            {h1}
            {lead && <p className="sheet-row__lead">{lead}</p>}
            {actions && <div className="actions sheet-row__actions">{actions}</div>}
          </SheetRow>
          {children}
        </div>
      </div>
    )
  }
  return (
    <div className={look === 'read' ? 'page--read' : undefined}>
      <div className="page-head">
        {crumbs && (
          <div className="page-head__crumbs">
            <Crumbs crumbs={crumbs} />
          </div>
        )}
        {h1}
        {lead && <p className="page-head__lead">{lead}</p>}
        {actions && <div className="actions page-head__actions">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

let lastPath: string | null = null

/**
 * A single-page site must do what the browser does on navigation: name the tab and move the reader to the top.
 * Not on the first page, where the browser has just done it; not when only the title changes.
 */
function useArrival(tabTitle: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [path] = useLocation()
  const { t } = useText()
  const appName = t('common.appName')
  useEffect(() => {
    document.title = `${tabTitle} – ${appName}`
  }, [tabTitle, appName])
  useEffect(() => {
    if (lastPath !== null && lastPath !== path) {
      heading.current?.focus({ preventScroll: true })
      window.scrollTo({ top: 0 })
    }
    lastPath = path
  }, [path])
  return heading
}
