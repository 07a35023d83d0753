import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { type courseOfPerson, listCourses, roles } from '#contract/auth/auth.ts'
import { query } from '#web/api.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'

export type Course = z.output<typeof courseOfPerson>
type Role = Course['role']

/** The course of the URL; its title and the role in it are null until they are loaded. */
export function useCourse() {
  const { courseId } = usePathIds('courseId')
  const courses = useQuery(query(listCourses, {}))
  const course = courses.data?.courses.find(({ id }) => id === courseId) ?? null
  return { courseId, course, role: course?.role ?? null }
}

/** Roles are listed from the one with the most rights. */
export function isAtLeast(role: Role | null, least: Role): boolean {
  return role !== null && roles.indexOf(role) <= roles.indexOf(least)
}
