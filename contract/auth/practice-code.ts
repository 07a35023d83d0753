import { z } from 'zod'
import { courseParams, endpoint, text } from '#contract/endpoint.ts'

/** Null: students need the code of an exam to come in. */
const reply = z.object({ code: text.nullable() })

export const getPracticeCode = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/practice-code',
  summary: 'Reads the code with which students come to practise, without an exam.',
  params: courseParams,
  reply,
})

export const openPractice = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/practice-code',
  summary: 'Gives the course a code with which students come to practise; the one it has stays.',
  params: courseParams,
  reply,
})

export const closePractice = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/practice-code',
  summary: 'Takes the code for practice back: it opens nothing any more; who is signed in stays so.',
  params: courseParams,
  reply,
})
