/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- keys and clicks come from the controls inside and are only watched here */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Icon } from './Icon.tsx'

type Props = {
  /** The content of the button. */
  label: ReactNode
  className?: string
  /** The class of the button. */
  summaryClass?: string
  chevron?: boolean
  opens?: 'end' | 'start' | 'up'
  /** MenuItem and MenuGroup. */
  children: ReactNode
}

/**
 * A disclosure with a few links or actions. As these are plain links and buttons, no arrow keys are needed; Escape
 * closes it.
 */
export function Menu({
  label,
  className = '',
  summaryClass = 'button button--secondary',
  chevron = true,
  opens = 'end',
  children,
}: Props) {
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const closeOutside = (event: Event) => {
      if (box.current?.open && event.target instanceof Node && !box.current.contains(event.target))
        box.current.open = false
    }
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
    }
  }, [])
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !box.current?.open) return
    event.stopPropagation()
    box.current.open = false
    box.current.querySelector('summary')?.focus()
  }
  const closeAfterChoice = (event: React.MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a, button:not([data-keep])') && box.current)
      box.current.open = false
  }
  return (
    <details ref={box} className={`menu menu--${opens} ${className}`} onKeyDown={closeOnEscape}>
      <summary className={summaryClass}>
        {label}
        {chevron && <Icon name="chevron-down" className="menu__chevron" />}
      </summary>
      <div className="menu__list" onClick={closeAfterChoice}>
        {children}
      </div>
    </details>
  )
}
