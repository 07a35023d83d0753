import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getSecondFactor } from '#contract/auth/account.ts'
import { getSession } from '#contract/auth/auth.ts'
import { Refusal } from '#core/refusal.ts'
import { query } from '#web/api.ts'

/** Who is signed in, as last heard. */
export const sessionQuery = { ...query(getSession, {}), staleTime: 5 * 60_000 }

export const useSession = () => useQuery(sessionQuery)

/** A session may end while a page is open: any refusal for want of one asks again who is signed in, and the sign-in page follows. */
export function useSessionEnd() {
  const queryClient = useQueryClient()
  useEffect(
    () =>
      queryClient.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return
        const { error } = event.action
        if (!(error instanceof Refusal) || error.code !== 'not_signed_in') return
        void queryClient.invalidateQueries({ queryKey: [getSession.path] })
      }),
    [queryClient],
  )
}

/** Somebody else holds the browser now: nothing read before is theirs. */
export function startAfresh(queryClient: QueryClient) {
  queryClient.clear()
}

/** Where a second factor is set up. */
export const secondFactorPath = '/compte/second-facteur'

/** It was turned on or off: what rests on it is asked again. */
export const refreshSecondFactor = (queryClient: QueryClient) =>
  Promise.all([getSecondFactor, getSession].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] })))

/** The sign-in page, remembering where the person was going. */
export const signInPath = (from: string) => `/connexion?retour=${encodeURIComponent(from)}`
