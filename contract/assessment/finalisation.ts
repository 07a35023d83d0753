import { z } from 'zod'
import { courseParams, done, endpoint, instant, int4, text } from '#contract/endpoint.ts'
import { sealView, sheetLine } from './final-sheet.ts'
import { assessmentRules } from './rules.ts'

export const finalise = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/assessment/finalisations',
  summary:
    'Finalises the sheet: a signed snapshot, which later regrades do not change; refused while a mark is missing.',
  params: courseParams,
  body: z.strictObject({
    fingerprint: text.min(1).max(100),
    /** Shows each student their statement at once. */
    released: z.boolean(),
  }),
  reply: z.object({ number: int4 }),
  refusals: ['marks_missing', 'changed_meanwhile', 'sheet_final'],
})

const finalisation = sealView.extend({
  reopened: z.object({ at: instant, byName: text, reason: text }).nullable(),
})

export const listFinalisations = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/assessment/finalisations',
  summary: 'Lists the finalised sheets of a course, newest first, those reopened too.',
  params: courseParams,
  reply: z.object({ finalisations: z.array(finalisation) }),
})

const finalisationParams = courseParams.extend({ number: z.coerce.number().int().min(1).max(1_000_000) })

export const getFinalisation = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/assessment/finalisations/:number',
  summary: 'Reads a finalised sheet as it was signed: what its printed record (procès-verbal) holds.',
  params: finalisationParams,
  reply: finalisation.extend({
    courseTitle: text,
    year: text,
    title: text,
    rules: assessmentRules,
    lines: z.array(sheetLine),
  }),
})

export const reopenSheet = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/assessment/finalisations/:number/reopening',
  summary: 'Reopens a finalised sheet, with a reason; the sheet is kept, and statements are taken back.',
  params: finalisationParams,
  body: z.strictObject({ reason: text.trim().min(3).max(500) }),
  reply: done,
  refusals: ['sheet_not_final'],
})

export const releaseAssessment = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/assessment/release',
  summary: 'Shows each student their own statement, from the finalised sheet, or takes them back.',
  params: courseParams,
  body: z.strictObject({ released: z.boolean() }),
  reply: done,
  refusals: ['sheet_not_final'],
})
