import { z } from 'zod'
import { count, endpoint, examParams, int4, text } from '#contract/endpoint.ts'

const milliseconds = z.number().min(0)

/** `none`: no rehearsal of this exam yet. */
export const rehearsalPhases = [
  'none',
  'preparing',
  'running',
  'checking',
  'finished',
  'stopped',
  'out_of_time',
  'failed',
] as const

export const rehearsal = z.object({
  phase: z.enum(rehearsalPhases),
  students: count,
  questionCount: count,
  started: count,
  /** Questions answered, over all copies; a change of mind is not counted twice. */
  answered: count,
  submitted: count,
  /** Number of acknowledgements received by the simulated students. */
  saves: count,
  errors: count,
  /** The message of the first error, as sent by the server; null without error. */
  firstError: text.nullable(),
  slowestSaveMs: milliseconds.nullable(),
  medianSaveMs: milliseconds.nullable(),
  /** Acknowledged answers and submissions missing from the database; null before the check. */
  lost: count.nullable(),
})

export const getRehearsal = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/rehearsals',
  summary: 'Reads where the rehearsal of an exam stands, or what the last one gave.',
  params: examParams,
  reply: rehearsal,
})

export const startRehearsal = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/rehearsals',
  summary: 'Has simulated students take a copy of the exam against this very server; nothing of it is kept.',
  params: examParams,
  body: z.strictObject({ students: int4.min(1).max(200) }),
  reply: rehearsal,
  refusals: ['exam_wrong_state', 'rehearsal_under_way', 'copies_under_way'],
})

export const stopRehearsal = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/rehearsals',
  summary: 'Stops the rehearsal of an exam; what it made is deleted all the same.',
  params: examParams,
  reply: rehearsal,
})
