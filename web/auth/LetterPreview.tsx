import { useState } from 'react'
import type { Letter } from '#core/letters.ts'
import { useText } from '#web/text/text.tsx'
import './auth.css'

/** A letter as its reader gets it; it may hold a code, so it is on the page only while it is open. */
export function LetterPreview({ letter: { subject, text } }: { letter: Letter }) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('auth.mail.preview')}</summary>
      {isOpen && (
        <>
          <p>
            <strong>{subject}</strong>
          </p>
          <p className="letter__text">{text.trim()}</p>
        </>
      )}
    </details>
  )
}
