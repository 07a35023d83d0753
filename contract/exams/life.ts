import { z } from 'zod'
import { count, endpoint, examParams, revision, text } from '#contract/endpoint.ts'
import { examView } from './exams.ts'

export const publishExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/publication',
  summary: 'Freezes the questions and draws the copy of every student.',
  params: examParams,
  body: z.strictObject({ revision }),
  reply: examView,
  refusals: [
    'changed_meanwhile',
    'exam_not_editable',
    'exam_without_questions',
    'blueprint_not_honoured',
    'question_unshown',
    'scale_unfit',
    'questions_to_mend',
    'exam_dates_inconsistent',
    'audience_empty',
  ],
})

export const countCopies = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/copies/count',
  summary: 'How many copies are drawn, out of how many students: what a publication shows while it works.',
  params: examParams,
  reply: z.object({ drawn: count, students: count }),
})

export const withdrawExam = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/publication',
  summary: 'Makes a published exam a draft again, while nobody has started.',
  params: examParams,
  reply: examView,
  refusals: ['exam_not_editable'],
})

export const openExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/opening',
  summary: 'Opens a published exam: students may start.',
  params: examParams,
  reply: examView,
  refusals: ['exam_wrong_state'],
})

export const cancelOpening = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/opening',
  summary: 'Takes back an opening by hand, while nobody has started.',
  params: examParams,
  reply: examView,
  refusals: ['exam_wrong_state'],
})

export const closeExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/closing',
  summary: 'Closes an open exam: copies still running are taken as they are, then marked.',
  params: examParams,
  reply: examView,
  refusals: ['exam_not_open'],
})

export const reopenExam = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/closing',
  summary:
    'Undoes a closing until the marks are released: the copies it took go on with the time they had left. A window that is over no longer closes the exam.',
  params: examParams,
  body: z.strictObject({ reason: text.trim().min(1).max(500) }),
  reply: examView,
  refusals: ['exam_wrong_state'],
})

export const renewJoinCode = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/join-code',
  summary: 'Gives the exam another join code; the former one stops working.',
  params: examParams,
  reply: examView,
  refusals: ['exam_closed'],
})
