import { z } from 'zod'
import { endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { studentParams } from '#contract/students/students.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'
import { examStatuses } from '#core/exams/exam.ts'

export const getStudentRecord = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/students/:studentId/record',
  summary: 'Reads what a student did in the course: their sittings and marks, their teams, their grade.',
  params: studentParams,
  reply: z.object({
    /** The exams they sit or sat, newest first. */
    sittings: z.array(
      z.object({
        examId: uuid,
        title: text,
        examStatus: z.enum(examStatuses),
        opensAt: instant.nullable(),
        timeZone: text,
        /** Null for a student who has no copy. */
        attemptId: uuid.nullable(),
        /** `absent`: an exam that is over, which they did not start. */
        status: z.enum([...attemptStatuses, 'absent']),
        startedAt: instant.nullable(),
        /** Hundredths, on `outOf`, itself in hundredths. */
        mark: int4.nullable(),
        outOf: int4,
      }),
    ),
    /** A project whose names are withheld from the graders names no team. */
    teams: z.array(
      z.object({
        projectId: uuid,
        title: text,
        isBlind: z.boolean(),
        teamId: uuid.nullable(),
        name: text.nullable(),
        /** Hundredths on 20. */
        mark: int4.nullable(),
      }),
    ),
    /** Their grade on the final sheet, in hundredths, once the exams are marked; null without a sheet. */
    grade: z.object({ grade: int4.nullable(), isSealed: z.boolean() }).nullable(),
  }),
})
