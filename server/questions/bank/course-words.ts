import { type CourseWords, courseWords } from '#core/questions/lint/quote.ts'
import type { Deps } from '#server/platform/deps.ts'

/** The words of the course text as it reads today, to tell quotes that are only titles, or not in it. */
export async function findCourseWords({ db }: Pick<Deps, 'db'>, courseId: string): Promise<CourseWords> {
  const course = await db.course.findUnique({ where: { id: courseId }, select: { passages: true } })
  const passages = Object.entries(course?.passages ?? {})
  const rows = await db.passage.findMany({ where: { hash: { in: passages.map(([, hash]) => hash) } } })
  const textOf = new Map(rows.map(({ hash, text }) => [hash, text]))
  return courseWords(passages.map(([heading, hash]) => ({ heading, text: textOf.get(hash) ?? '' })))
}
