import { courseParams, endpoint, fileReply, uuid } from '#contract/endpoint.ts'

export const exportMyData = endpoint({
  access: 'student',
  method: 'GET',
  kind: 'file',
  path: '/api/my/data',
  summary:
    'Downloads everything kept about the student who is signed in, marks once they are released (zip: JSON, CSV).',
  reply: fileReply,
})

export const exportStudentData = endpoint({
  access: 'trainer',
  method: 'GET',
  kind: 'file',
  path: '/api/courses/:courseId/exports/students/:studentId',
  summary: 'Downloads everything kept about one student, what is not released too (zip: JSON, CSV).',
  params: courseParams.extend({ studentId: uuid }),
  reply: fileReply,
})
