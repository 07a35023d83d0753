import { clearPlace } from './clear-place.ts'

const controls = 'a[href], button, input, select, textarea, summary'
const margin = 16
/** Tried when the message has no free place at its full width. */
const narrow = '19rem'

/**
 * Moves a fixed element to where it covers no control, now and while the page scrolls; back to its place in the
 * stylesheet when nothing is free. Returns what ends it.
 */
export function keepClear(element: HTMLElement): () => void {
  let frame = 0
  const place = () => {
    for (const width of ['', narrow]) {
      setStyle(element, { inset: '', maxInlineSize: width })
      const size = element.getBoundingClientRect()
      // Nothing to measure outside a browser (jsdom).
      if (size.width === 0) return
      const found = clearPlace(size, viewAround(size), obstaclesOutside(element))
      if (found) {
        setStyle(element, { inset: `${found.top}px auto auto ${found.left}px` })
        return
      }
    }
    setStyle(element, { inset: '', maxInlineSize: '' })
  }
  const later = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(place)
  }
  place()
  // What the act itself changes in the page is laid out after it.
  later()
  window.addEventListener('scroll', later, { passive: true })
  window.addEventListener('resize', later)
  return () => {
    cancelAnimationFrame(frame)
    window.removeEventListener('scroll', later)
    window.removeEventListener('resize', later)
  }
}

function setStyle(element: HTMLElement, style: { inset: string; maxInlineSize?: string }) {
  Object.assign(element.style, style)
}

/** As low as the stylesheet puts it, above the bar of a phone. */
const viewAround = ({ bottom }: DOMRect) => ({
  ...{ left: margin, top: margin, right: document.documentElement.clientWidth - margin },
  bottom: Math.min(bottom, window.innerHeight - margin),
})

function obstaclesOutside(element: HTMLElement): DOMRect[] {
  return [...document.querySelectorAll<HTMLElement>(controls)].flatMap((control) => {
    if (element.contains(control)) return []
    const rect = control.getBoundingClientRect()
    return rect.width > 0 && rect.bottom > 0 && rect.top < window.innerHeight ? [rect] : []
  })
}
