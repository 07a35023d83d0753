import { z } from 'zod'
import { done, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { student, studentParams } from './students.ts'

/** Work recorded under one of two entries, which the other would receive. */
const holding = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('copy'),
    title: text,
    isStarted: z.boolean(),
    mark: int4.nullable(),
    outOf: int4,
    contestationCount: int4,
  }),
  z.object({ kind: z.literal('team'), title: text, team: text }),
  z.object({ kind: z.literal('attendance'), title: text, status: text }),
  z.object({ kind: z.literal('candidacy'), title: text }),
  z.object({ kind: z.literal('entry'), component: text, status: text, mark: int4.nullable() }),
  z.object({ kind: z.literal('jury'), points: int4 }),
])

export const mergeConflicts = [
  'two_copies',
  'running_copy',
  'two_teams',
  'two_attendances',
  'two_candidacies',
  'two_entries',
  'two_juries',
  'sheet_final',
] as const

export const previewMerge = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/students/:studentId/merge-previews/:otherId',
  summary: 'Says what making one student of two entries would move, leave out and refuse; writes nothing.',
  params: studentParams.extend({ otherId: uuid }),
  reply: z.object({
    fingerprint: text,
    kept: student,
    other: student,
    /** Empty fields of the entry that stays, filled from the other one. */
    filled: z.array(z.enum(['givenName', 'email', 'number', 'group', 'extraTime', 'code'])),
    moved: z.array(holding),
    /** What both entries have alike, and copies never started: kept only once. */
    dropped: z.array(holding),
    conflicts: z.array(z.object({ kind: z.enum(mergeConflicts), title: text })),
  }),
  refusals: ['student_gone'],
})

export const mergeStudents = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/students/:studentId/merges',
  summary: 'Makes one student of two entries: the work of the other goes to this one. Can be undone.',
  params: studentParams,
  body: z.strictObject({
    otherId: uuid,
    reason: text.trim().min(1).max(500),
    fingerprint: text.min(1).max(100),
  }),
  reply: z.object({ mergeId: uuid }),
  refusals: ['student_gone', 'merge_conflict', 'preview_outdated'],
})

export const listMerges = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/students/:studentId/merges',
  summary: 'Lists the entries that were merged into this student, newest first.',
  params: studentParams,
  reply: z.object({
    merges: z.array(
      z.object({
        id: uuid,
        otherId: uuid,
        otherName: text,
        at: instant,
        byName: text,
        reason: text,
        undoneAt: instant.nullable(),
      }),
    ),
  }),
})

export const undoMerge = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/students/:studentId/merges/:mergeId',
  summary: 'Gives an entry that was merged what it had back.',
  params: studentParams.extend({ mergeId: uuid }),
  reply: done,
  refusals: ['student_gone', 'sheet_final', 'changed_meanwhile'],
})
