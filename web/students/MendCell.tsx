import { useRef, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Input } from '#web/ui/Input.tsx'

type Props = {
  /** « Groupe, ligne 3 » */
  label: string
  text: string
  tone: 'bad' | 'warn' | undefined
  isMended: boolean
  onMend: (text: string) => void
}

/** A cell of a previewed list, written again on a click or Enter; Escape leaves it as it was. */
export function MendCell({ label, text, tone, isMended, onMend }: Props) {
  const { t } = useText()
  const [typed, setTyped] = useState<string | null>(null)
  const isDropped = useRef(false)
  const button = useRef<HTMLButtonElement>(null)
  if (typed === null) {
    return (
      <button
        ref={button}
        type="button"
        className="mend-cell"
        data-tone={tone}
        data-mended={isMended || undefined}
        aria-label={t('students.import.cellButton', { cell: label, text: text || t('students.import.empty') })}
        onClick={() => setTyped(text)}
      >
        {text || '–'}
      </button>
    )
  }
  const close = () => {
    setTyped(null)
    if (!isDropped.current && typed.trim() !== text) onMend(typed.trim())
    isDropped.current = false
  }
  return (
    <Input
      ref={(input) => {
        if (input && document.activeElement !== input) input.select()
      }}
      aria-label={label}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={close}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        isDropped.current = event.key === 'Escape'
        event.currentTarget.blur()
        requestAnimationFrame(() => button.current?.focus())
      }}
    />
  )
}
