import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getCourse } from '#contract/auth/auth.ts'
import { tellReleased } from '#contract/grading/grading.ts'
import { mailtoOf, writeLetter } from '#core/letters.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { LetterPreview } from '#web/auth/LetterPreview.tsx'
import { useMail } from '#web/auth/use-mail.ts'
import { useStudentAddress } from '#web/auth/use-student-address.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Props = { courseId: string; examId: string; exam: string }

/** Tells students that their results are there: by the platform, or by the mail program of the trainer. */
export function TellReleased({ courseId, examId, exam }: Props) {
  const { t } = useText()
  const say = useToast()
  const [isAsked, setAsked] = useState(false)
  const { isOn, isKnown } = useMail(courseId)
  const { origin } = useStudentAddress(courseId)
  const course = useQuery(query(getCourse, { params: { courseId } }))
  const tell = useMutation({
    ...mutation(tellReleased),
    onSuccess: (reply) => {
      setAsked(false)
      say({ text: t('grading.tell.queued', reply) })
    },
  })
  if (!isKnown || !course.data || origin === null) return null
  const { title, language } = course.data
  const of = (name: string) => writeLetter({ kind: 'released', name, course: title, exam, address: origin }, language)
  if (!isOn) return <LinkButton href={mailtoOf('', of(''))}>{t('grading.tell.ownProgram')}</LinkButton>
  return (
    <>
      <Button onClick={() => setAsked(true)}>{t('grading.tell.go')}</Button>
      <ConfirmDialog
        open={isAsked}
        onClose={() => {
          setAsked(false)
          tell.reset()
        }}
        onConfirm={() => tell.mutate({ params: { courseId, examId } })}
        title={t('grading.tell.title')}
        confirm={t('grading.tell.yes')}
        busy={tell.isPending}
        error={tell.error && <Failed error={tell.error} />}
      >
        <p>{t('grading.tell.what')}</p>
        <LetterPreview letter={of(t('grading.tell.someone'))} />
        <p>
          <LinkButton variant="quiet" href={at.course(courseId).letters}>
            {t('auth.mail.title')}
          </LinkButton>
        </p>
      </ConfirmDialog>
    </>
  )
}
