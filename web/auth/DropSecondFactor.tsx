import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listMembers, removeMemberSecondFactor } from '#contract/auth/auth.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { DangerButton } from './DangerButton.tsx'

type Props = { courseId: string; member: { personId: string; name: string } }

/** Removes the second factor of a colleague who lost their phone and their recovery codes. */
export function DropSecondFactor({ courseId, member: { personId, name } }: Props) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const drop = useMutation({
    ...mutation(removeMemberSecondFactor),
    onSuccess: () => {
      say({ text: t('auth.team.factorRemoved', { name }) })
      return queryClient.invalidateQueries({ queryKey: [listMembers.path] })
    },
  })
  return (
    <DangerButton
      label={t('auth.team.removeFactor')}
      name={name}
      title={t('auth.team.removeFactorTitle', { name })}
      action={drop}
      input={{ params: { courseId, personId } }}
    >
      {t('auth.team.removeFactorText')}
    </DangerButton>
  )
}
