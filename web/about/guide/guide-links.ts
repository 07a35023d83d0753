import { at } from '#web/addresses.ts'
import { siteAt } from '#web/student-addresses.ts'

/**
 * The pages that the guide may link to: `site.account`, `course.codes`, `exam.monitor`. Those of a course or an exam are
 * left out when it is not known which.
 */
export function guideLinks(courseId: string | null, examId: string | null): ReadonlyMap<string, string> {
  const course = courseId === null ? null : at.course(courseId)
  const exam = course === null || examId === null ? null : course.exam(examId)
  return new Map([
    ...named('site', { ...siteAt, courses: at.courses, platforms: at.platforms }),
    ...named('course', course ?? {}),
    ...named('exam', exam ?? {}),
  ])
}

const named = (of: string, addresses: Readonly<Record<string, unknown>>): [string, string][] =>
  Object.entries(addresses).flatMap(([name, address]) =>
    typeof address === 'string' ? [[`${of}.${name}`, address] satisfies [string, string]] : [],
  )
