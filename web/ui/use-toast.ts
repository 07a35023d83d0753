import { createContext, useContext } from 'react'

export type ToastMessage = {
  text: string
  tone?: 'good' | 'warn'
  /** Undoes the action; the message then stays longer. */
  undo?: () => void
}

export const ToastContext = createContext<((message: ToastMessage) => void) | null>(null)

/** `const say = useToast()` then `say({ text: t('…'), undo })`. Never for an error that must be read: use Notice. */
export function useToast(): (message: ToastMessage) => void {
  const say = useContext(ToastContext)
  if (say === null) throw new Error('useToast needs a ToastProvider above it')
  return say
}
