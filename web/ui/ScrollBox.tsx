import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from 'react'

type Props = {
  /** The accessible name once it scrolls: « Formule à faire défiler ». */
  name: string
  className: string
  /** Inline, within a sentence. */
  inline?: boolean
  children: ReactNode
}

/**
 * Wraps content that may be wider than its column. It has no effect while the content fits; otherwise it scrolls, is
 * focusable and has a name, because scrolling must be possible by keyboard too (WCAG 2.1.1).
 */
export function ScrollBox({ name, className, inline = false, children }: Props) {
  const box = useRef<HTMLDivElement & HTMLSpanElement>(null)
  /** The visible fraction of the content; 1 when it fits. */
  const [fit, setFit] = useState(1)
  useLayoutEffect(() => {
    const element = box.current
    // Nothing to measure outside a browser (jsdom).
    if (!element || typeof ResizeObserver === 'undefined') return
    const measure = () => {
      // Paper does not scroll: keep the value measured on screen.
      if (matchMedia('print').matches) return
      const { scrollWidth, clientWidth } = element
      setFit(scrollWidth > clientWidth + 1 ? clientWidth / scrollWidth : 1)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [])
  const Tag = inline ? 'span' : 'div'
  const whenTooWide = { tabIndex: 0, role: 'group', 'aria-label': name, style: { '--fit': fit } as CSSProperties }
  return (
    <Tag ref={box} className={className} {...(fit < 1 && whenTooWide)}>
      {children}
    </Tag>
  )
}
