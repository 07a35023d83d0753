/** What the endpoints of projects, of teams and of grading have in common. */
import { z } from 'zod'
import { lateUnits } from '#core/late.ts'
import { courseParams, instant, uuid } from './endpoint.ts'

export const count = z.int().min(0)
export const hundredths = z.int()
export const key = z.string().min(1).max(64)
export const projectParams = courseParams.extend({ projectId: uuid })
export const teamParams = projectParams.extend({ teamId: uuid })
/** What the grader had read: another grader's work in between is not overwritten. */
export const revision = z.int().min(1)
export const comment = z.string().max(2_000)
export const reason = z.string().trim().max(500)

export const mostCriteria = 30

/** Exact: `0.5`, `3`, `1/3`; below zero only in a bonus, where it takes points away. */
const exact = z
  .string()
  .max(40)
  .regex(/^(-?\d{1,4}([.,]\d{1,6})?|\d{1,6}\/[1-9]\d{0,5})$/)
/** Zero or more, exact. */
export const share = z
  .string()
  .max(20)
  .regex(/^\d{1,3}([.,]\d{1,4})?$/)

const level = z.strictObject({
  id: key,
  label: z.string().trim().min(1).max(40),
  description: z.string().trim().min(1).max(300),
  points: exact,
})
export const criterion = z.strictObject({
  id: key,
  title: z.string().trim().min(1).max(80),
  description: z.string().trim().max(200),
  /** Above zero; null for a bonus. */
  weight: exact.nullable(),
  levels: z.array(level).min(2).max(9),
})
export const rubric = z.strictObject({ criteria: z.array(criterion).max(mostCriteria) })
export type RubricView = z.output<typeof rubric>

/** criterion id → … */
export const levels = z.record(key, key)
export const comments = z.record(key, comment)

/** While names are withheld, `studentId` and the names are codes, and there is no group. */
export const student = z.object({
  studentId: uuid,
  familyName: z.string(),
  givenName: z.string(),
  group: z.string(),
})
/** A mark on 20 to the hundredth, for the eye: what counts stays exact. Else the criteria that still have no level. */
export const mark = z.object({ mark: hundredths.nullable(), missing: z.array(key) })
/** How a mark came about, one line per step, in both languages. */
export const working = z.object({ fr: z.string(), en: z.string() })
export const member = student.extend({
  /** Exact; the team's mark is multiplied by it. */
  factor: z.string(),
  /** Hundredths, added then. */
  adjustment: hundredths,
  reason: z.string(),
  mark: hundredths.nullable(),
  working: working.nullable(),
})

export const lateRule = z.strictObject({
  unit: z.enum(lateUnits),
  /** For each day begun. */
  amount: share,
  /** Points on 20. */
  most: share.nullable(),
  floor: share,
})

/** What a course asks of a project, beside its rubric. */
export const projectTerms = z.strictObject({
  deadline: instant.nullable(),
  late: lateRule.nullable(),
  /** Two graders, neither seeing the other before both are done. */
  isDouble: z.boolean(),
  /** Hundredths on 20: two gradings further apart are pointed out. */
  mostGap: z.int().min(0).max(2_000),
})
export type ProjectTerms = z.output<typeof projectTerms>
