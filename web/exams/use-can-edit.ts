import { useQuery } from '@tanstack/react-query'
import { listCourses } from '#contract/auth/auth.ts'
import { query } from '#web/api.ts'

/** Invigilators cannot edit. True until the role is known: the server checks anyway. */
export function useCanEdit(courseId: string): boolean {
  const { data } = useQuery(query(listCourses, {}))
  return data?.courses.find(({ id }) => id === courseId)?.role !== 'invigilator'
}
