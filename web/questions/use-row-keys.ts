import { type RefObject, useEffect, useEffectEvent } from 'react'

type RowKeys = {
  list: RefObject<HTMLElement | null>
  onTick: (id: string) => void
  onPeek: (id: string) => void
  onClose: () => void
}

/**
 * J and K go to the next question of the list and the one before, X ticks it, Escape closes its preview. Plain letters,
 * so only while nothing is typed (WCAG 2.1.4: they act on the list, which has the focus or is the content of the page).
 */
export function useRowKeys({ list, onTick, onPeek, onClose }: RowKeys) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isTyping =
      event.target instanceof Element && event.target.closest('input:not([type=checkbox]), textarea, select, dialog')
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-question]') ?? [])]
    const here = rows.findIndex(
      (row) => row === document.activeElement || row.closest('tr, li')?.contains(document.activeElement),
    )
    const key = event.key.toLowerCase()
    if (key === 'escape') return onClose()
    const id = rows[here]?.dataset['question']
    if (key === 'x' && id) onTick(id)
    else if (key === 'j' || key === 'k') {
      const next = rows[here === -1 ? 0 : here + (key === 'j' ? 1 : -1)]
      next?.focus()
      if (next?.dataset['question']) onPeek(next.dataset['question'])
    } else return
    event.preventDefault()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
