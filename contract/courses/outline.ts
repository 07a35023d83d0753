import { z } from 'zod'
import { courseParams, endpoint, int4, text } from '#contract/endpoint.ts'

const section = z.object({
  id: text,
  title: text,
  /** Headings of the course text it covers. */
  headings: z.array(text),
  objectives: z.array(text),
  /** Active questions: for exams, for practice. */
  exam: int4,
  practice: int4,
})

export const getOutline = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/outline',
  summary: 'Reads the outline of a course: its sessions, their sections, and how many questions each has.',
  params: courseParams,
  reply: z.object({
    sessions: z.array(z.object({ id: text, title: text, labs: z.array(text), sections: z.array(section) })),
  }),
})
