import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { giveAccessCodes } from '#contract/students/access-codes.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import type { Student } from './student.ts'
import { useRefreshClass } from './use-class.ts'

type Props = { courseId: string; student: Student; reason: string | undefined }

/** Generates a personal code: the first one, or a replacement for one that was lost or disclosed. */
export function RenewCodeForm({ courseId, student, reason }: Props) {
  const { t, has, dateTime } = useText()
  const refresh = useRefreshClass()
  const [isAsked, setAsked] = useState(false)
  const give = useMutation({
    ...mutation(giveAccessCodes),
    onSuccess: () => {
      setAsked(false)
      refresh()
    },
  })
  const send = () => give.mutate({ params: { courseId }, body: { studentIds: [student.id] } })
  const code = give.data?.codes[0]?.code
  const why = student.archivedAt === null ? reason : t('students.codes.archived')
  return (
    <div className="form">
      {code ? (
        <Notice tone="good" live="status">
          <p>{t('students.codes.once')}</p>
          <p className="code-once">{code}</p>
          <CopyButton text={code} />
        </Notice>
      ) : (
        <p>
          {student.codeSetAt
            ? t('students.codes.givenAtLong', { date: dateTime(student.codeSetAt) })
            : t('students.codes.neverLong')}
        </p>
      )}
      {give.error && !isAsked && <Failed error={give.error} />}
      <div>
        <Button busy={give.isPending} reason={why} onClick={student.codeSetAt ? () => setAsked(true) : send}>
          {t(student.codeSetAt ? 'students.codes.renew' : 'students.codes.give')}
        </Button>
      </div>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={send}
        title={t('students.codes.renewTitle')}
        confirm={t('students.codes.renew')}
        busy={give.isPending}
        error={give.error && <p>{sentenceOf(give.error, { t, has })}</p>}
      >
        <p>{t('students.codes.renewText')}</p>
      </ConfirmDialog>
    </div>
  )
}
