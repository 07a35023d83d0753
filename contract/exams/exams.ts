import { z } from 'zod'
import {
  count,
  courseParams,
  done,
  endpoint,
  examParams,
  instant,
  int4,
  revision,
  text,
  uuid,
} from '#contract/endpoint.ts'
import { content } from '#contract/questions/content.ts'
import { keptScale } from '#contract/questions/scale.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { examChores } from '#core/exams/exam-troubles.ts'
import { blueprintLine, examDraft, exception, markRule } from './exam-draft.ts'

export const examRow = z.object({
  id: uuid,
  title: text,
  status: z.enum(examStatuses),
  limitMinutes: int4,
  questionCount: count,
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  timeZone: text,
  joinCode: text,
  /** The exam of which this one is the retake (rattrapage). */
  retakeOfId: uuid.nullable(),
  /** Students of the course, and those whose copy was started. */
  studentCount: count,
  startedCount: count,
})

/**
 * Stored terms, with looser rules than a draft: an exam written by an older version or an archive must still be shown.
 */
export const kept = {
  scale: keptScale,
  exceptions: z.array(exception.extend({ scale: keptScale.nullable() })).default([]),
  markRule: markRule.extend({
    grain: int4 as unknown as typeof markRule.shape.grain,
    floor: int4,
    ceiling: int4.optional(),
  }),
}

/** Another exam of the course. */
const otherExam = z.object({ id: uuid, title: text })

export const examView = examRow.extend({
  ...examDraft.shape,
  ...kept,
  /** The instructions as students read them. */
  shownInstructions: content,
  revision,
  /** True when its answers were imported from a file. */
  isImported: z.boolean(),
  /** Background chores that currently fail for this exam and are being retried. */
  troubles: z.array(z.object({ chore: z.enum(examChores), since: instant })),
  /** The exam of which this one is the retake (rattrapage), and the retakes of this one. */
  retakeOf: otherExam.nullable(),
  retakes: z.array(otherExam),
  createdAt: instant,
  publishedAt: instant.nullable(),
  openedAt: instant.nullable(),
  closedAt: instant.nullable(),
  releasedAt: instant.nullable(),
})

export type ExamView = z.output<typeof examView>

export const listExams = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams',
  scopes: ['read_results'],
  summary: 'Lists the exams of a course, the newest first.',
  params: courseParams,
  reply: z.object({ exams: z.array(examRow) }),
})

export const createExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams',
  summary:
    'Creates a draft: as proposed, or twenty questions spread over the sections in forty minutes; with partial credit.',
  params: courseParams,
  body: z.strictObject({
    title: text.trim().min(1).max(200),
    proposal: z
      .strictObject({
        lines: z.array(blueprintLine).min(1).max(200),
        limitMinutes: examDraft.shape.limitMinutes,
      })
      .optional(),
    /** The exam of which the new one is the retake. */
    retakeOf: uuid.optional(),
  }),
  reply: examView,
  refusals: ['retake_of_retake'],
})

export const duplicateExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/copies',
  summary: 'Makes a draft with the settings and the plan of an exam, without its dates, its copies and its marks.',
  params: examParams,
  body: z.strictObject({
    title: text.trim().min(1).max(200),
    /** The copy is the retake of the exam, or of the exam of which that one is the retake. */
    isRetake: z.boolean().default(false),
  }),
  reply: examView,
})

export const setRetake = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/retake',
  summary: 'Says of which exam of the course this one is the retake, in any state of it; null: of none.',
  params: examParams,
  body: z.strictObject({ of: uuid.nullable() }),
  reply: examView,
  refusals: ['retake_of_retake'],
})

export const getExam = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId',
  summary: 'Reads an exam: its settings, its state, how many started it.',
  params: examParams,
  reply: examView,
})

export const updateExam = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId',
  summary: 'Replaces the settings of a draft.',
  params: examParams,
  body: examDraft.extend({ revision }),
  reply: examView,
  refusals: ['changed_meanwhile', 'exam_not_editable'],
})

export const deleteExam = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId',
  summary: 'Deletes a draft.',
  params: examParams,
  reply: done,
  refusals: ['exam_not_editable'],
})
