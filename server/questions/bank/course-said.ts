import type { CourseSaid } from '#core/courses/course-file.ts'
import { wholeOutline } from '#core/courses/outline.ts'
import { courseLanguage } from '#core/questions/true-false.ts'
import type { Course } from '#prisma/client/client.ts'

type Kept = Pick<
  Course,
  'title' | 'summary' | 'language' | 'timeZone' | 'year' | 'outline' | 'fileCourse' | 'fileProposal'
>

/** What the course says of what its file says too. */
export const courseSaid = ({ title, summary, language, timeZone, year, outline }: Kept): CourseSaid => ({
  ...{ title, summary, timeZone, year },
  language: courseLanguage(language),
  sessions: wholeOutline(outline).sessions,
})
