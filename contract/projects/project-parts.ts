/** Shapes shared by the endpoints of projects, teams and grading. */
import { z } from 'zod'
import { courseParams, hundredths, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { lateUnits } from '#core/projects/late.ts'

export const rubricKey = text.min(1).max(64)
export const projectParams = courseParams.extend({ projectId: uuid })
export const teamParams = projectParams.extend({ teamId: uuid })
export const comment = text.max(2_000)
export const reason = text.trim().max(500)

/** In characters, of Markdown. */
export const longestBrief = 12_000
export const mostCriteria = 30

/** Exact: `0.5`, `3`, `1/3`; negative only in a bonus, which then takes points away. */
const exact = z
  .string()
  .max(40)
  .regex(/^(-?\d{1,4}([.,]\d{1,6})?|\d{1,6}\/[1-9]\d{0,5})$/)
/** Zero or more, exact. */
export const penalty = z
  .string()
  .max(20)
  .regex(/^\d{1,3}([.,]\d{1,4})?$/)

const level = z.strictObject({
  id: rubricKey,
  label: text.trim().min(1).max(40),
  description: text.trim().min(1).max(300),
  points: exact,
})
export const criterion = z.strictObject({
  id: rubricKey,
  title: text.trim().min(1).max(80),
  description: text.trim().max(200),
  /** Above zero; null for a bonus. */
  weight: exact.nullable(),
  levels: z.array(level).min(2).max(9),
})
export const rubric = z.strictObject({ criteria: z.array(criterion).max(mostCriteria) })
export type RubricView = z.output<typeof rubric>

/** Criterion id → level id. */
export const levels = z.record(rubricKey, rubricKey)
export const comments = z.record(rubricKey, comment)

/** While names are withheld, `studentId` and the names are codes, and there is no group. */
export const projectStudent = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  group: text,
})
/**
 * A mark on 20 in hundredths, rounded for display (the exact one is what counts), or the criteria that still have no
 * level.
 */
export const mark = z.object({ mark: hundredths.nullable(), missing: z.array(rubricKey) })
/** The working of a mark in both languages, such as « 0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5 ». */
export const working = z.object({ fr: text, en: text })
export const member = projectStudent.extend({
  /** Exact factor by which the team's mark is multiplied. */
  factor: text,
  /** Hundredths, added after the factor. */
  adjustment: hundredths,
  reason: text,
  mark: hundredths.nullable(),
  working: working.nullable(),
})

export const lateRule = z.strictObject({
  unit: z.enum(lateUnits),
  /** Per started day. */
  amount: penalty,
  /** At most this many points on 20; null: no limit. */
  most: penalty.nullable(),
  floor: penalty,
})

/** The terms of a project, besides its rubric. */
export const projectTerms = z.strictObject({
  deadline: instant.nullable(),
  late: lateRule.nullable(),
  /** True when two graders work independently: neither sees the other's levels before both are complete. */
  isDouble: z.boolean(),
  /** Hundredths on 20: two gradings that differ by more are flagged. */
  mostGap: int4.min(0).max(2_000),
  /** A repository may be at an address without encryption. */
  takesHttp: z.boolean().default(false),
})
export type ProjectTerms = z.output<typeof projectTerms>
