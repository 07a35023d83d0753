/* oxlint-disable jsx-a11y/prefer-tag-over-role -- an output element may hold no paragraph nor button group */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { Toast } from './Toast.tsx'
import { ToastContext, type ToastMessage } from './use-toast.ts'

type ShownToast = ToastMessage & { key: number }

/** Displays toasts. The live region is always mounted: some screen readers ignore one that is added with its text. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly ShownToast[]>([])
  const lastKey = useRef(0)
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = region
    if (!current || shown.length === 0) return
    let end: (() => void) | null = () => {}
    // Loaded with the first message; without it a message stays in its corner.
    import('./keep-clear.ts').then(
      ({ keepClear }) => {
        if (end) end = keepClear(current)
      },
      () => {},
    )
    return () => {
      end?.()
      end = null
    }
  }, [shown])
  const say = useCallback((message: ToastMessage) => {
    lastKey.current += 1
    const key = lastKey.current
    // Three at most, so that they do not hide the page.
    setShown((current) => [...current, { ...message, key }].slice(-3))
  }, [])
  const dismiss = useCallback((key: number) => setShown((current) => current.filter((toast) => toast.key !== key)), [])
  return (
    <ToastContext.Provider value={say}>
      {children}
      <div ref={region} className="toasts" role="status">
        {shown.map((toast) => (
          <Toast key={toast.key} message={toast} onDismiss={() => dismiss(toast.key)} />
        ))}
      </div>
    </ToastContext.Provider>
  )
}
