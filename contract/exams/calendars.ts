import { courseParams, endpoint, examParams, fileReply } from '#contract/endpoint.ts'

export const exportExamCalendar = endpoint({
  access: 'invigilator',
  method: 'GET',
  kind: 'file',
  path: '/api/courses/:courseId/exams/:examId/calendar',
  summary: 'Downloads the slots of an exam that have a date as an iCalendar file, without any name of a student.',
  params: examParams,
  reply: fileReply,
})

export const exportCourseCalendar = endpoint({
  access: 'invigilator',
  method: 'GET',
  kind: 'file',
  path: '/api/courses/:courseId/calendar',
  summary: 'Downloads the slots of every exam of the course that is not over as an iCalendar file.',
  params: courseParams,
  reply: fileReply,
})
