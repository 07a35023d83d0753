import { useEffect, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { StatusGlyph } from './StatusGlyph.tsx'
import type { ToastMessage } from './use-toast.ts'

/** One short message. Its timer stops while it is hovered or focused, to leave time for « Annuler ». */
export function Toast({ message, onDismiss }: { message: ToastMessage; onDismiss: () => void }) {
  const { t } = useText()
  const [isHeld, setHeld] = useState(false)
  const { text, tone = 'good', undo } = message
  const lifeMs = undo ? 12_000 : 6_000
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(onDismiss, lifeMs)
    return () => clearTimeout(timer)
  }, [isHeld, lifeMs, onDismiss])
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className="toast__text">
        <StatusGlyph shape={tone === 'good' ? 'done' : 'warn'} />
        <span>{text}</span>
      </p>
      {undo && (
        <Button
          variant="quiet"
          size="small"
          onClick={() => {
            undo()
            onDismiss()
          }}
        >
          {t('common.undo')}
        </Button>
      )}
      <Button iconOnly size="small" aria-label={t('ui.dismiss')} onClick={onDismiss}>
        <Icon name="cross" />
      </Button>
    </div>
  )
}
