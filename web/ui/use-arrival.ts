import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useText } from '#web/text/text.tsx'

let lastPath: string | null = null

/**
 * The ref of the h1. On navigation within the site, sets the title of the tab, scrolls to the top and focuses the h1,
 * as a page load would. Not on the first page, where the browser has done so; not when only the title changes.
 */
export function useArrival(tabTitle: string) {
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
