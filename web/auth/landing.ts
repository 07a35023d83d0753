import type { QueryClient } from '@tanstack/react-query'
import { listCourses } from '#contract/auth/auth.ts'
import { at } from '#web/addresses.ts'
import { call, keyOf } from '#web/api.ts'

/** Where staff arrive: the page they came for, else their only course, else their courses. */
export async function landingOf(queryClient: QueryClient, wanted: string | null): Promise<string> {
  if (isOurs(wanted)) return wanted
  const { courses } = await queryClient.fetchQuery({
    queryKey: keyOf(listCourses, {}),
    queryFn: () => call(listCourses, {}),
  })
  const [only] = courses
  return only && courses.length === 1 ? at.course(only.id).home : at.courses
}

/** A page of this site: an address written by somebody else must not lead the person away after they signed in. */
function isOurs(address: string | null): address is string {
  return address !== null && /^\/(?![/\\])/.test(address) && !address.startsWith('/connexion')
}
