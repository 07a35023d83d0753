import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { getSession, signOut } from '#contract/auth/auth.ts'
import { mutation, query, queryKeyOf } from '#web/api.ts'
import { clearPerson } from '#web/attempts/open-sittings.ts'
import { SchoolDoor } from '#web/attempts/SchoolDoor.tsx'
import { siteAt, studentAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { CodesForm } from './CodesForm.tsx'
import '#web/attempts/attempts.css'

/** The students' sign-in page: the code of the exam and a personal code, since students have no password. */
export default function JoinPage() {
  const { t } = useText()
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const queryClient = useQueryClient()
  return (
    <>
      <AlreadySignedIn />
      <SchoolDoor />
      <div className="join">
        <Page title={t('attempts.join.title')} lead={t('attempts.join.lead')} look="narrow-sheet">
          <CodesForm
            joinCode={search.get('code') ?? undefined}
            submit={t('attempts.join.go')}
            note={t('attempts.join.notYet')}
            row={(number, field) => <JoinRow number={number}>{field}</JoinRow>}
            onSignedIn={({ examId, session }) => {
              // Another person may have used this browser: clear their data.
              clearPerson(queryClient)
              queryClient.setQueryData(queryKeyOf(getSession, {}), session)
              navigate(examId === null ? studentAt.practice : studentAt.exam(examId))
            }}
          />
        </Page>
        <p className="join__under">
          {t('attempts.join.lost')}
          <br />
          {t('attempts.join.past')}
          <br />
          <Link href={siteAt.tryDevice}>{t('attempts.join.tryDevice')}</Link>
          <br />
          <Link href={siteAt.signIn}>{t('attempts.join.staff')}</Link>
        </p>
      </div>
    </>
  )
}

function JoinRow({ number, children }: { number: number; children: ReactNode }) {
  const note = number > 0 && (
    <span className="join__number" aria-hidden="true">
      {number}
    </span>
  )
  return <SheetRow note={note}>{children}</SheetRow>
}

function AlreadySignedIn() {
  const { t } = useText()
  const queryClient = useQueryClient()
  const session = useQuery(query(getSession, {}))
  const leave = useMutation({ ...mutation(signOut), onSuccess: () => clearPerson(queryClient) })
  if (session.data?.kind !== 'student') return null
  return (
    <div className="join__signed-in">
      <Notice
        actions={
          <span className="cluster">
            <LinkButton href={studentAt.exams} size="small">
              {t('attempts.myExams')}
            </LinkButton>
            <LinkButton href={studentAt.practice} size="small">
              {t('attempts.practice.title')}
            </LinkButton>
            <Button variant="quiet" size="small" busy={leave.isPending} onClick={() => leave.mutate({})}>
              {t('attempts.join.notMe')}
            </Button>
          </span>
        }
      >
        <p>{t('attempts.join.signedIn', { name: session.data.name })}</p>
      </Notice>
    </div>
  )
}
