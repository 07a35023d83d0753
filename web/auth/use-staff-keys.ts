import { useEffect, useEffectEvent } from 'react'
import { readPreference } from '#web/ui/preferences.ts'

type Acts = { onGoTo: () => void; onKeys: () => void }

/** Ctrl+K and « / » search, « ? » lists the keys; while a dialog is open or a text is typed, only Ctrl+K. */
export function useStaffKeys({ onGoTo, onKeys }: Acts) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = actOf(event)
    if (act === null || event.defaultPrevented || document.querySelector('dialog[open]')) return
    event.preventDefault()
    if (act === 'go') onGoTo()
    else onKeys()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function actOf({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): 'go' | 'keys' | null {
  if ((ctrlKey || metaKey) && !altKey) return key.toLowerCase() === 'k' ? 'go' : null
  const isTyping = target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
  if (altKey || isTyping || readPreference('staffKeys') === 'off') return null
  return key === '/' ? 'go' : key === '?' ? 'keys' : null
}
