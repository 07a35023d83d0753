import { z } from 'zod'
import { courseOfPerson } from '#contract/auth/auth.ts'
import { courseParams, endpoint, int4, text } from '#contract/endpoint.ts'

const count = int4

export const previewCourseCopy = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/copy',
  summary: 'Counts what a copy of a course takes, and what it leaves.',
  params: courseParams,
  reply: z.object({
    title: text,
    year: text,
    taken: z.object({
      sections: count,
      passages: count,
      questions: count,
      images: count,
      plans: count,
      projects: count,
      /** Components of the rules of the final grade; those of an exam are marked by hand in the copy. */
      components: count,
      examComponents: count,
      profiles: count,
    }),
    left: z.object({ people: count, students: count, exams: count }),
  }),
})

export const copyCourse = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/copy',
  summary:
    'Copies a course for another class: plan, text, bank, plans of exams, rubrics, rules of the grade, profiles of files, retention. Neither people nor marks; the caller owns the copy.',
  onArchived: true,
  params: courseParams,
  body: z.strictObject({ title: text.trim().min(1).max(200), year: text.trim().max(20).default('') }),
  reply: courseOfPerson,
})
