import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getSecondFactor } from '#contract/auth/account.ts'
import { getSession } from '#contract/auth/auth.ts'
import { Refusal } from '#core/refusal.ts'
import { query } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'

/** The signed-in person, as of the last reply. */
export const sessionQuery = { ...query(getSession, {}), staleTime: 5 * 60_000 }

export const useSession = () => useQuery(sessionQuery)

/**
 * Refetches the session after any refusal for lack of one: it may end while a page is open, and the sign-in page then
 * follows.
 */
export function useSessionEnd() {
  const queryClient = useQueryClient()
  useEffect(() => {
    const hear = (event: { type: string; action?: { type: string; error?: unknown } }) => {
      if (event.type !== 'updated' || event.action?.type !== 'error') return
      const { error } = event.action
      if (!(error instanceof Refusal) || error.code !== 'not_signed_in') return
      void queryClient.invalidateQueries({ queryKey: [getSession.path] })
    }
    const stops = [queryClient.getQueryCache().subscribe(hear), queryClient.getMutationCache().subscribe(hear)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [queryClient])
}

/** Clears the cache when another person signs in, because its data belong to the previous one. */
export function startAfresh(queryClient: QueryClient) {
  queryClient.clear()
}

/** Where a second factor is set up. */
export const secondFactorPath = siteAt.secondFactor

/** After the second factor was turned on or off: refetches what depends on it. */
export const refreshSecondFactor = (queryClient: QueryClient) =>
  Promise.all([getSecondFactor, getSession].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] })))

/** The sign-in page, with the address to return to. */
export const signInPath = (from: string) => `${siteAt.signIn}?retour=${encodeURIComponent(from)}`
