import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listMembers, removeMemberSecondFactor } from '#contract/auth/auth.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Props = { courseId: string; member: { personId: string; name: string } }

/** Removes the second factor of a colleague who lost their phone and their recovery codes. */
export function DropSecondFactor({ courseId, member: { personId, name } }: Props) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const drop = useMutation({
    ...mutation(removeMemberSecondFactor),
    onSuccess: () => {
      setAsked(false)
      say({ text: t('auth.team.factorRemoved', { name }) })
      return queryClient.invalidateQueries({ queryKey: [listMembers.path] })
    },
  })
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setAsked(true)}>
        {t('auth.team.removeFactor')}
        <span className="vh"> {name}</span>
      </Button>
      <ConfirmDialog
        open={isAsked}
        onClose={() => {
          setAsked(false)
          drop.reset()
        }}
        onConfirm={() => drop.mutate({ params: { courseId, personId } })}
        title={t('auth.team.removeFactorTitle', { name })}
        confirm={t('auth.team.removeFactor')}
        kind="danger"
        busy={drop.isPending}
        error={drop.error && <Failed error={drop.error} />}
      >
        <p>{t('auth.team.removeFactorText')}</p>
      </ConfirmDialog>
    </>
  )
}
