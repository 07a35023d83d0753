import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getMail, listMailings, sendTrialMail, setMail } from '#contract/auth/mail.ts'
import { getStudentAddress } from '#contract/auth/student-address.ts'
import { listNotices } from '#contract/exams/notices.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { CourseNotices } from './CourseNotices.tsx'
import { isAtLeast, useCourse } from './use-course.ts'
import { useMail } from './use-mail.ts'

/** Lets the platform send the letters of this course, after a trial. */
export function CourseMailForm({ courseId }: { courseId: string }) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const { role } = useCourse()
  const { isKnown, from, isOn } = useMail(courseId)
  const refresh = () =>
    Promise.all(
      [getMail, listMailings, listNotices, getStudentAddress].map(({ path }) =>
        queryClient.invalidateQueries({ queryKey: [path] }),
      ),
    )
  const set = useMutation({ ...mutation(setMail), onSettled: refresh })
  const trial = useMutation({
    ...mutation(sendTrialMail),
    onSuccess: () => say({ text: t('auth.mail.trialQueued') }),
    onSettled: refresh,
  })
  if (!isKnown) return null
  if (from === null) return <p>{t('auth.mail.none')}</p>
  const mayChange = role === null || role === 'owner'
  return (
    <div className="stack stack--tight">
      <p>
        <strong>{t(isOn ? 'auth.mail.on' : 'auth.mail.off')}</strong>
      </p>
      <p>{t('auth.mail.what', { from })}</p>
      {isOn && <CourseNotices courseId={courseId} mayChange={mayChange} onChanged={refresh} />}
      <Failed error={set.error ?? trial.error} />
      <div className="cluster">
        <Button
          busy={set.isPending}
          reason={mayChange ? undefined : t('auth.settings.ownersOnly')}
          onClick={() => set.mutate({ params: { courseId }, body: { isOn: !isOn } })}
        >
          {t(isOn ? 'auth.mail.forbid' : 'auth.mail.allow')}
        </Button>
        {isAtLeast(role, 'trainer') && (
          <>
            <Button busy={trial.isPending} onClick={() => trial.mutate({ params: { courseId } })}>
              {t('auth.mail.trial')}
            </Button>
            <LinkButton variant="quiet" href={at.course(courseId).letters}>
              {t('auth.mail.title')}
            </LinkButton>
          </>
        )}
      </div>
    </div>
  )
}
