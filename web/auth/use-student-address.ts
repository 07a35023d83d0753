import { useQuery } from '@tanstack/react-query'
import { getStudentAddress } from '#contract/auth/student-address.ts'
import { typedAddress } from '#core/site-address.ts'
import { query } from '#web/api.ts'

/** The address that students of this course type; `typed` is null when only that of this computer is known. */
export function useStudentAddress(courseId: string) {
  const address = useQuery(query(getStudentAddress, { params: { courseId } }))
  const origin = address.data?.origin ?? null
  return { data: address.data, isKnown: address.data !== undefined, origin, typed: origin && typedAddress(origin) }
}
