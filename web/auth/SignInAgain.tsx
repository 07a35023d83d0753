import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { getSession } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { forgetUnsaved, unsavedForms } from '#web/ui/unsaved.ts'
import { SignInFields } from './SignInFields.tsx'
import { SignOn } from './SignOn.tsx'
import { claimDrafts } from './staff-drafts.ts'
import { sessionQuery, startAfresh } from './use-session.ts'

export type StaffSession = Extract<Reply<typeof getSession>, { kind: 'staff' }>

/** The session ended while something typed was not saved: one signs in over the page, which stays as it is. */
export function SignInAgain({ person }: { person: StaffSession }) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  const [isOpen, setOpen] = useState(true)
  const onSignedIn = (me: Reply<typeof getSession>) => {
    if (me.kind === 'staff' && me.personId === person.personId) {
      queryClient.setQueryData(sessionQuery.queryKey, me)
      return queryClient.invalidateQueries({ predicate: ({ state }) => state.error !== null })
    }
    // Somebody else: what was typed is not theirs.
    forgetUnsaved()
    startAfresh(queryClient)
    navigate(at.courses)
    return undefined
  }
  useEffect(() => {
    // Back from the tab in which they signed in with the account of their school.
    const look = async () => {
      const me = await queryClient.fetchQuery({ ...query(getSession, {}), staleTime: 0 }).catch(() => null)
      if (me?.kind !== 'staff') return
      claimDrafts(me.personId)
      await onSignedIn(me)
    }
    const hear = () => void look()
    addEventListener('focus', hear)
    return () => removeEventListener('focus', hear)
  })
  return (
    <>
      <Notice
        wide
        tone="warn"
        actions={
          <Button size="small" onClick={() => setOpen(true)}>
            {t('auth.door.signIn')}
          </Button>
        }
      >
        <p>{t('auth.again.notice')}</p>
      </Notice>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('auth.again.title')}
        actions={<Button onClick={() => setOpen(false)}>{t('auth.again.later')}</Button>}
      >
        <p>{t('auth.again.text', { name: person.name })}</p>
        <SignOn who="staff" or={t('auth.door.or')} back={null} newTab={t('auth.again.newTab')} />
        <SignInFields onSignedIn={onSignedIn} />
      </Dialog>
    </>
  )
}

/** Who was signed in, kept while the page holds something unsaved; null when there is nothing to keep. */
export function useHeldPerson(session: Reply<typeof getSession> | undefined): StaffSession | null {
  const [last, setLast] = useState<StaffSession | null>(null)
  const [isHeld, setHeld] = useState(false)
  const isOver = session !== undefined && session.kind !== 'staff'
  if (session?.kind === 'staff' && session !== last) setLast(session)
  if (isHeld && !isOver) setHeld(false)
  if (isOver && !isHeld && last !== null && unsavedForms().length > 0) setHeld(true)
  return isOver && isHeld ? last : null
}
