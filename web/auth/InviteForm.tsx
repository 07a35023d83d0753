import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { inviteMember, listMembers, roles } from '#contract/auth/auth.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { OneTimeLinkDialog } from './OneTimeLinkDialog.tsx'
import { SentLinkBox } from './SentLinkBox.tsx'
import { useSentLink } from './use-sent-link.ts'

type Props = { courseId: string; open: boolean; onClose: () => void }
type Role = (typeof roles)[number]

/** Creates an invitation link, shown once and sent by the person who invites, or by the platform when letters leave. */
export function InviteForm({ courseId, open, onClose }: Props) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('trainer')
  const sent = useSentLink(courseId)
  const [isChecked, setChecked] = useState(false)
  const invite = useMutation({
    ...mutation(inviteMember),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [listMembers.path] }),
  })
  const fault = /^\S+@\S+\.\S+$/.test(email.trim()) ? null : t('auth.door.badEmail')
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (fault === null) invite.mutate({ params: { courseId }, body: { email: email.trim(), role, send: sent.isSent } })
  }
  if (invite.data) {
    return (
      <OneTimeLinkDialog
        {...{ courseId, ...invite.data, email: email.trim(), open, onClose }}
        title={t('auth.team.linkTitle')}
        kind="invitation"
        isSent={sent.isSent}
      />
    )
  }
  const actions = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" type="submit" form="invite" busy={invite.isPending}>
        {t('auth.team.makeLink')}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={onClose} title={t('auth.team.inviteTitle')} actions={actions}>
      <form id="invite" className="form" onSubmit={send} noValidate>
        <Field label={t('auth.door.email')} error={isChecked ? fault : null} required>
          <Input
            data-safe
            type="email"
            maxLength={200}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <RadioGroup
          legend={t('auth.team.role')}
          value={role}
          onChange={setRole}
          options={roles.toReversed().map((each) => ({
            value: each,
            label: t(`auth.role.${each}`),
            hint: t(`auth.roleMay.${each}`),
          }))}
        />
        <SentLinkBox sent={sent} />
        <Failed error={invite.error} />
      </form>
    </Dialog>
  )
}
