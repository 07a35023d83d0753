import { useEffect, useEffectEvent, useState } from 'react'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { toggled } from '#web/attempts/toggled.ts'
import { isTicked } from '#web/questions/is-ticked.ts'
import { readPreference } from '#web/ui/preferences.ts'
import type { LiveSitting } from './use-sitting.ts'

type Keys = { sitting: LiveSitting; question: AskedQuestion | undefined; onPrevious: () => void; onNext: () => void }

/**
 * Keyboard shortcuts. They work while focus is inside the question; on the whole page only if the person turned that on
 * (WCAG 2.1.4), because speech input or a stray key must not tick a choice.
 */
export function useShortcuts({ sitting: { engine, state }, question, onPrevious, onNext }: Keys) {
  const [isShown, show] = useState(false)
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!isForUs(event)) return
    const act = actionOf(event)
    if (act === null) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])

  function actionOf({ key, altKey, shiftKey }: KeyboardEvent): (() => void) | null {
    if (altKey) return key === 'ArrowLeft' ? onPrevious : key === 'ArrowRight' ? onNext : null
    if (key === '?') return () => show(true)
    if (!question || state.lock !== null) return null
    // Shift and a letter strike a choice out (annotations).
    if (shiftKey) return null
    if (key.toLowerCase() === 'f') return () => engine.flag(question.id, !state.answers[question.id]?.flagged)
    const choice = isTicked(question.type) && question.choices[placeOf(key)]
    if (!choice) return null
    const chosen = state.answers[question.id]?.choices ?? []
    return () => engine.choose(question.id, toggled({ question, chosen, choice: choice.id }))
  }
  return { isShown, show }
}

/** The index of a choice: 1 and A are the first. F is the flag, so the sixth choice has only its number. */
export function placeOf(key: string): number {
  if (/^[1-9]$/.test(key)) return Number(key) - 1
  return /^[a-i]$/i.test(key) ? key.toLowerCase().charCodeAt(0) - 97 : -1
}

export function isForUs({ ctrlKey, metaKey, defaultPrevented, target }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || defaultPrevented || !(target instanceof Element)) return false
  if (target.closest('dialog, textarea, select, input:not([type="radio"], [type="checkbox"])')) return false
  return readPreference('shortcuts') === 'on' || target.closest('#question') !== null
}
