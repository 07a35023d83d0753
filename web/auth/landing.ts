import type { QueryClient } from '@tanstack/react-query'
import { listCourses } from '#contract/auth/auth.ts'
import { at } from '#web/addresses.ts'
import { call, queryKeyOf } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'

/** The page after signing in: the one requested, else the only course, else the list of courses. */
export async function landingOf(queryClient: QueryClient, wanted: string | null): Promise<string> {
  if (isOurs(wanted)) return wanted
  const { courses: all } = await queryClient.fetchQuery({
    queryKey: queryKeyOf(listCourses, {}),
    queryFn: () => call(listCourses, {}),
  })
  const courses = all.filter(({ isArchived }) => !isArchived)
  const [only] = courses
  return only && courses.length === 1 ? at.course(only.id).home : at.courses
}

/** Accepts only addresses of this site, to prevent an open redirect after signing in. */
function isOurs(address: string | null): address is string {
  return address !== null && /^\/(?![/\\])/.test(address) && !address.startsWith(siteAt.signIn)
}
