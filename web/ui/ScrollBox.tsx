import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from 'react'

type Props = {
  /** Says what scrolls, once it does: « Formule à faire défiler ». */
  name: string
  className: string
  /** Inside a sentence. */
  inline?: boolean
  children: ReactNode
}

/**
 * Around what may be wider than its column. While it fits, it is nothing; when it does not, it scrolls, takes the focus and
 * has a name, because what scrolls must scroll by keyboard too (WCAG 2.1.1).
 */
export function ScrollBox({ name, className, inline = false, children }: Props) {
  const box = useRef<HTMLDivElement & HTMLSpanElement>(null)
  /** The part of it that is seen at once, 1 when it fits. */
  const [fit, setFit] = useState(1)
  useLayoutEffect(() => {
    const element = box.current
    // Where nothing is drawn, nothing is too wide.
    if (!element || typeof ResizeObserver === 'undefined') return
    const measure = () => {
      // On paper nothing scrolls: what the screen said is kept.
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
