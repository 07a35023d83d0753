import { z } from 'zod'
import { courseParams, endpoint, text, uuid } from '#contract/endpoint.ts'
import { examStatuses } from '#core/exams/exam.ts'

/** The most of each kind in one answer. */
export const mostFound = 6

export const findInCourse = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/find',
  summary:
    'Finds the students, exams, projects and questions that hold every word, without case and accents, six of each at most; projects and questions for trainers only.',
  params: courseParams,
  query: z.object({ text: text.trim().min(1).max(120) }),
  reply: z.object({
    students: z.array(z.object({ id: uuid, name: text, number: text.nullable(), group: text })),
    exams: z.array(z.object({ id: uuid, title: text, status: z.enum(examStatuses) })),
    projects: z.array(z.object({ id: uuid, title: text })),
    questions: z.array(z.object({ id: uuid, key: text, opening: text })),
  }),
})
