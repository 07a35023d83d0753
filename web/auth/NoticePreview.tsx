import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type noticeKinds, previewNotice } from '#contract/exams/notices.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import './auth.css'

type Props = { courseId: string; kind: (typeof noticeKinds)[number] }

/** The letter that a student of the course gets, before it is turned on. */
export function NoticePreview({ courseId, kind }: Props) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  const letter = useQuery({ ...query(previewNotice, { params: { courseId }, query: { kind } }), enabled: isOpen })
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('auth.mail.preview')}
        <span className="vh"> {t(`auth.mail.notices.${kind}`)}</span>
      </summary>
      {isOpen && (
        <QueryView query={letter}>
          {({ name, subject, text, hasCalendar }) => (
            <>
              <p className="muted">
                {name === null ? t('auth.mail.notices.example') : t('auth.mail.notices.asFor', { name })}
              </p>
              <p>
                <strong>{subject}</strong>
              </p>
              <p className="letter__text">{text.trim()}</p>
              {hasCalendar && <p className="small muted">{t('auth.mail.notices.attached')}</p>}
            </>
          )}
        </QueryView>
      )}
    </details>
  )
}
