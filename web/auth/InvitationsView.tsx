import { useMutation, useQueryClient } from '@tanstack/react-query'
import { cancelInvitation, listMembers } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useToast } from '#web/ui/use-toast.ts'

type Invitation = Reply<typeof listMembers>['invitations'][number]
type Props = { courseId: string; invitations: readonly Invitation[]; mayChange: boolean }

/** Invitation links that are not used yet. */
export function InvitationsView({ courseId, invitations, mayChange }: Props) {
  const { t, has, dateTime } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const cancel = useMutation({
    ...mutation(cancelInvitation),
    onSuccess: () => say({ text: t('auth.team.cancelled') }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [listMembers.path] }),
  })
  const columns: Column<Invitation>[] = [
    { id: 'email', header: t('auth.door.email'), rowHeader: true, cell: ({ email }) => email },
    { id: 'role', header: t('auth.team.role'), cell: ({ role }) => t(`auth.role.${role}`) },
    { id: 'expires', header: t('auth.team.expires'), cell: ({ expiresAt }) => dateTime(expiresAt) },
    ...(mayChange
      ? [
          {
            id: 'cancel',
            header: <span className="vh">{t('ui.staff.moreActions')}</span>,
            align: 'end' as const,
            cell: ({ id, email }: Invitation) => (
              <Button
                size="small"
                variant="quiet"
                onClick={() => cancel.mutate({ params: { courseId, invitationId: id } })}
              >
                {t('auth.team.cancelInvitation')}
                <span className="vh"> {email}</span>
              </Button>
            ),
          },
        ]
      : []),
  ]
  return <Table caption={t('auth.team.invitations')} columns={columns} rows={invitations} rowKey={({ id }) => id} />
}
