import { z } from 'zod'
import { mailQueued } from '#contract/auth/mail.ts'
import { count, courseParams, endpoint, examParams, instant, text, uuid } from '#contract/endpoint.ts'

/** What students may be told of an exam, in the order of its life. */
export const noticeKinds = ['announced', 'reminder', 'released'] as const

export const listNotices = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/notices',
  summary: 'Lists the published exams that somebody still waits for, and how many were told when and where they sit.',
  params: courseParams,
  reply: z.object({
    exams: z.array(
      z.object({
        examId: uuid,
        title: text,
        timeZone: text,
        /** The first opening to come; null: opened by hand. */
        opensAt: instant.nullable(),
        studentCount: count,
        /** Told of their sitting as it is now. */
        announcedCount: count,
        remindedCount: count,
        /** Nobody can write to them. */
        withoutAddress: z.array(z.object({ studentId: uuid, name: text })),
      }),
    ),
  }),
})

export const announceExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/announcement',
  summary: 'Tells the students of a published exam, by e-mail, when and where they sit it: those who do not know yet.',
  params: examParams,
  reply: mailQueued,
  refusals: ['mail_off', 'exam_wrong_state'],
})

export const previewNotice = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/notices/preview',
  summary: 'Writes a letter as a student of the course gets it; sends nothing.',
  params: courseParams,
  query: z.strictObject({ kind: z.enum(noticeKinds) }),
  reply: z.object({
    /** To whom it is written; null: the course has no exam or no student yet, and the letter is an example. */
    name: text.nullable(),
    subject: text,
    text,
    /** A file for a calendar comes with it. */
    hasCalendar: z.boolean(),
  }),
})
