import { useEffect } from 'react'
import { useLocationProperty } from 'wouter/use-browser-location'

/**
 * Goes to the heading that the address names after its #. The browser does it only when a page is loaded with its
 * content, and this content comes later.
 */
export function useTopicInAddress(page: string) {
  const hash = useLocationProperty(() => window.location.hash)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has other headings
  useEffect(() => {
    const heading = document.getElementById(hash.slice(1))
    heading?.scrollIntoView()
    heading?.focus({ preventScroll: true })
  }, [hash, page])
}
