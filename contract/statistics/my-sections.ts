import { z } from 'zod'
import { endpoint, hundredths, int4, text, uuid } from '#contract/endpoint.ts'
import { content } from '#contract/questions/content.ts'
import { reviews } from '#core/statistics/to-review.ts'

/** A section of the course as one student answered it. */
const mySection = z.object({
  id: text,
  title: text,
  sessionTitle: text,
  examTitle: text,
  /** Questions that count, and those that lost points. */
  questions: int4,
  missed: int4,
  earned: hundredths,
  maximum: hundredths,
  review: z.enum(reviews),
  /** The objectives that questions which lost points name; only of a section to review. */
  objectives: z.array(text),
  /** What the questions that lost points rest on; none unless the explanations are shown. */
  passages: z.array(
    z.object({
      heading: text,
      quotes: z.array(text),
      /** Null while the student takes an exam, and when the course no longer has it. */
      content: content.nullable(),
    }),
  ),
  /** Questions to practise on it now. */
  practice: int4,
})
const reply = z.object({ sections: z.array(mySection) })

export const getMySections = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/attempts/:attemptId/sections',
  summary: 'Reads the results of the student by section of the course; none unless the points are shown.',
  params: z.object({ attemptId: uuid }),
  reply,
  refusals: ['not_released'],
})

export const getMyCourseSections = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/sections',
  summary: 'Reads the results of the student by section, over all released exams: the latest that asked each section.',
  reply,
})
