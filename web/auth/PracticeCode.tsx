import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { closePractice, getPracticeCode, openPractice } from '#contract/auth/practice-code.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { isAtLeast, useCourse } from './use-course.ts'

/** The code with which students come to practise when no exam brings them. */
export function PracticeCode({ courseId }: { courseId: string }) {
  const { t } = useText()
  const say = useToast()
  const { role } = useCourse()
  const queryClient = useQueryClient()
  const params = { courseId }
  const practice = useQuery(query(getPracticeCode, { params }))
  const onSettled = () => queryClient.invalidateQueries()
  const open = useMutation({ ...mutation(openPractice), onSettled })
  const close = useMutation({
    ...mutation(closePractice),
    onSuccess: () => say({ text: t('auth.practice.closed') }),
    onSettled,
  })
  if (!practice.data) return null
  const { code } = practice.data
  const reason = role === null || isAtLeast(role, 'trainer') ? undefined : t('auth.practice.trainersOnly')
  return (
    <div className="stack stack--tight">
      <p>{t(code === null ? 'auth.practice.none' : 'auth.practice.some')}</p>
      <div className="cluster">
        {code === null ? (
          <Button busy={open.isPending} reason={reason} onClick={() => open.mutate({ params })}>
            {t('auth.practice.open')}
          </Button>
        ) : (
          <>
            <strong className="mono" translate="no">
              {code}
            </strong>
            <CopyButton text={code} label={t('auth.practice.copy')} />
            <Button
              size="small"
              variant="quiet"
              busy={close.isPending}
              reason={reason}
              onClick={() => close.mutate({ params })}
            >
              {t('auth.practice.close')}
            </Button>
          </>
        )}
      </div>
      <Failed error={open.error ?? close.error} />
    </div>
  )
}
