import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { getSession } from '#contract/auth/auth.ts'
import { Refusal } from '#core/refusal.ts'
import { queryKeyOf } from '#web/api.ts'
import { CodesForm } from '#web/attempts/entry/CodesForm.tsx'
import { SchoolDoor } from '#web/attempts/SchoolDoor.tsx'
import { useText } from '#web/text/text.tsx'
import { type QueryResult, QueryView } from '#web/ui/QueryView.tsx'

type Props<Data> = { query: QueryResult<Data>; children: (data: Data) => ReactNode }

/** The states of a student's page; when the session has ended, asks for the codes in place and then shows the page. */
export function StudentFaces<Data>({ query, children }: Props<Data>) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const isSignedOut = query.error instanceof Refusal && query.error.code === 'not_signed_in'
  if (query.data !== undefined || !isSignedOut) return <QueryView query={query}>{children}</QueryView>
  const goOn = () => {
    void queryClient.invalidateQueries({ queryKey: queryKeyOf(getSession, {}) })
    query.refetch()
  }
  return (
    <section className="sign-in-here sheet sheet--pad">
      <h1>{t('attempts.again.title')}</h1>
      <p className="muted">{t('attempts.again.page')}</p>
      <SchoolDoor back={location.pathname} />
      <CodesForm submit={t('attempts.again.go')} onSignedIn={goOn} />
    </section>
  )
}
