import { z } from 'zod'
import { examStatuses } from '#core/exam.ts'
import { courseParams, endpoint, fileReply, instant, uuid } from './endpoint.ts'

/** `excel_fr`: opens right in a French Excel. `rfc4180`: for every other program. */
export const exportProfiles = ['excel_fr', 'rfc4180'] as const
export type ExportProfile = (typeof exportProfiles)[number]

const query = z.strictObject({ profile: z.enum(exportProfiles) })

export const listFiles = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exports',
  summary: 'Lists what can be taken away from a course.',
  params: courseParams,
  reply: z.object({
    exams: z.array(
      z.object({
        id: uuid,
        title: z.string(),
        status: z.enum(examStatuses),
        closedAt: instant.nullable(),
        timeZone: z.string(),
        markCount: z.int(),
      }),
    ),
    /** Null before the course has rules for its final grade. */
    finalSheet: z.object({ title: z.string(), studentCount: z.int() }).nullable(),
  }),
})

export const exportResults = endpoint({
  access: 'trainer',
  method: 'GET',
  kind: 'file',
  path: '/api/courses/:courseId/exports/results/:examId',
  summary: 'Downloads the results of an exam as CSV.',
  params: courseParams.extend({ examId: uuid }),
  query,
  reply: fileReply,
})

export const exportFinalSheet = endpoint({
  access: 'trainer',
  method: 'GET',
  kind: 'file',
  path: '/api/courses/:courseId/exports/final-sheet',
  summary: 'Downloads the final sheet as CSV: marks, statuses, exact sum, grade and working.',
  params: courseParams,
  query,
  reply: fileReply,
})
