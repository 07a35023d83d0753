import { z } from 'zod'
import { courseParams, done, endpoint, instant, int4, text } from '#contract/endpoint.ts'

const count = int4

export const archiveCourse = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/archive',
  summary: 'Archives a course: read only, out of the lists, closed to its students.',
  onArchived: true,
  params: courseParams,
  reply: done,
  refusals: ['exam_under_way'],
})

export const reopenCourse = endpoint({
  access: 'owner',
  method: 'DELETE',
  path: '/api/courses/:courseId/archive',
  summary: 'Reopens an archived course.',
  onArchived: true,
  params: courseParams,
  reply: done,
})

export const previewCourseDeletion = endpoint({
  access: 'owner',
  method: 'GET',
  path: '/api/courses/:courseId/deletion',
  summary: 'Counts everything that would go with a course, and says until when the law of retention keeps it.',
  params: courseParams,
  reply: z.object({
    fingerprint: text,
    /** The words to type to confirm: the title. */
    confirmation: text,
    counts: z.object({
      students: count,
      questions: count,
      images: count,
      exams: count,
      copies: count,
      marks: count,
      projects: count,
      teams: count,
      sheets: count,
      members: count,
    }),
    /** Until when marks with a name, a signed sheet or a released project are kept; null: nothing is. */
    keptUntil: instant.nullable(),
    /** True when they are kept without limit. */
    isKeptForEver: z.boolean(),
    /** Its questions come from files of the server, which would create it again at the next start. */
    isFromFiles: z.boolean(),
  }),
  refusals: ['exam_under_way'],
})

export const deleteCourse = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/deletion',
  summary: 'Deletes a course as announced, with its students, its bank and its exams; its journal is kept.',
  onArchived: true,
  params: courseParams,
  body: z.strictObject({
    reason: text.trim().min(1).max(500),
    confirmation: text.max(300),
    fingerprint: text.min(1).max(100),
  }),
  reply: done,
  refusals: ['exam_under_way', 'preview_outdated', 'confirmation_differs', 'still_kept'],
})
