import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeMember, listCourses, listMembers, removeMember, roles } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Select } from '#web/ui/Select.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { DropSecondFactor } from './DropSecondFactor.tsx'
import { GiveLink } from './GiveLink.tsx'
import { useSession } from './use-session.ts'

type Member = Reply<typeof listMembers>['members'][number]
type Props = { courseId: string; members: readonly Member[]; mayChange: boolean }

/** The members of the course; an owner can change their role or remove them. */
export function MembersView({ courseId, members, mayChange }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const session = useSession()
  const [leaving, setLeaving] = useState<Member | null>(null)
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: [listMembers.path] })
    void queryClient.invalidateQueries({ queryKey: [listCourses.path] })
  }
  const change = useMutation({ ...mutation(changeMember), onSettled: refresh })
  const remove = useMutation({
    ...mutation(removeMember),
    onSuccess: () => {
      if (leaving) say({ text: t('auth.team.removed', { name: leaving.name }) })
      setLeaving(null)
      refresh()
    },
  })
  const me = session.data?.kind === 'staff' ? session.data.personId : null
  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t('auth.team.name'),
      rowHeader: true,
      sortValue: ({ name }) => name,
      // The first trainer has no name until they use their link.
      cell: ({ name, personId }) => (personId === me ? t('auth.team.you', { name }) : name || t('auth.team.notYet')),
    },
    { id: 'email', header: t('auth.door.email'), cell: ({ email }) => email },
    {
      id: 'role',
      header: t('auth.team.role'),
      cell: (member) =>
        mayChange ? (
          <Select
            aria-label={t('auth.team.roleOf', { name: member.name })}
            value={member.role}
            disabled={change.isPending}
            onChange={(role) => change.mutate({ params: { courseId, personId: member.personId }, body: { role } })}
            options={roles.map((role) => ({ value: role, label: t(`auth.role.${role}`) }))}
          />
        ) : (
          t(`auth.role.${member.role}`)
        ),
    },
    ...(mayChange
      ? [
          {
            id: 'remove',
            header: <span className="vh">{t('ui.staff.moreActions')}</span>,
            align: 'end' as const,
            cell: (member: Member) => (
              <>
                {member.personId !== me && member.email !== '' && <GiveLink courseId={courseId} member={member} />}
                {member.hasSecondFactor && member.personId !== me && (
                  <DropSecondFactor courseId={courseId} member={member} />
                )}
                <Button size="small" variant="quiet" onClick={() => setLeaving(member)}>
                  <Icon name="trash" />
                  {t('auth.team.remove')}
                  <span className="vh"> {member.name}</span>
                </Button>
              </>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <Failed error={change.error} />
      <Table
        caption={t('auth.team.members')}
        note={t('auth.team.count', { count: members.length })}
        columns={columns}
        rows={members}
        rowKey={({ personId }) => personId}
      />
      <ConfirmDialog
        open={leaving !== null}
        onClose={() => {
          setLeaving(null)
          remove.reset()
        }}
        onConfirm={() => leaving && remove.mutate({ params: { courseId, personId: leaving.personId } })}
        title={t('auth.team.removeTitle', { name: leaving?.name })}
        confirm={t('auth.team.removeYes')}
        kind="danger"
        busy={remove.isPending}
        error={remove.error && <Refusal text={sentenceOf(remove.error, { t, has })} />}
      >
        <p>{t('auth.team.removeText')}</p>
      </ConfirmDialog>
    </>
  )
}

function Refusal({ text }: { text: string }) {
  return (
    <Notice tone="bad" live="alert">
      <p>{text}</p>
    </Notice>
  )
}
