import { z } from 'zod'
import { courseParams, endpoint, fileBytes, fileReply, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { matchKinds } from '#core/exports/archive-people.ts'

/** In bytes; larger archives are restored by the command line, which reads them from the disk. */
export const largestArchiveBytes = 48 * 1024 * 1024
const bodyLimit = 65 * 1024 * 1024

const base64 = fileBytes(bodyLimit)

const refusals = ['not_an_archive', 'archive_altered', 'archive_other_version', 'archive_already_here'] as const

export const exportArchive = endpoint({
  access: 'trainer',
  method: 'GET',
  kind: 'file',
  isLong: true,
  path: '/api/courses/:courseId/exports/archives/:examId',
  summary: 'Downloads an exam that is over, whole: questions as frozen, copies, journal, marks, statistics (zip).',
  params: courseParams.extend({ examId: uuid }),
  reply: fileReply,
  refusals: ['exam_wrong_state', 'marks_missing', 'copies_under_way'],
})

export const previewArchive = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/exams/archive-previews',
  summary: 'Says what an archived exam holds and what restoring it in this course would make; writes nothing.',
  params: courseParams,
  body: z.strictObject({ base64 }),
  bodyLimit,
  reply: z.object({
    /** Hash of the plan that was shown; sent back with the restoration, so that exactly this plan is applied. */
    fingerprint: text,
    examTitle: text,
    examStatus: z.enum(examStatuses),
    courseTitle: text,
    closedAt: instant.nullable(),
    takenAt: instant,
    timeZone: text,
    /** `foreign`: signed by another installation; only that one can verify it. */
    signature: z.enum(['ours', 'foreign']),
    /**
     * True when ids of the archive are already in use: all rows get new ones, and receipts given before no longer
     * match.
     */
    isRenumbered: z.boolean(),
    counts: z.object({
      questions: int4,
      questionsInBank: int4,
      copies: int4,
      journal: int4,
      runs: int4,
      marks: int4,
      audit: int4,
    }),
    people: z.array(
      z.object({
        familyName: text,
        givenName: text,
        /** Null: no match in this class, a new student. */
        by: z.enum(matchKinds).nullable(),
        knownAs: text.nullable(),
      }),
    ),
  }),
  refusals,
})

export const restoreArchive = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/exams/restorations',
  summary: 'Restores an archived exam, compared with the archive row by row before it is kept, or nothing of it.',
  params: courseParams,
  body: z.strictObject({
    base64,
    fingerprint: text.min(1).max(100),
    /** The trainer read that another installation signed it. */
    acceptsForeign: z.boolean(),
  }),
  bodyLimit,
  reply: z.object({ examId: uuid, copies: int4, added: int4, rows: int4 }),
  refusals: [...refusals, 'preview_outdated', 'archive_not_trusted'],
})
