import { z } from 'zod'
import { courseParams, endpoint, int4, text, uuid } from '#contract/endpoint.ts'
import { mentionIds } from '#core/assessment/decision.ts'
import { effects as effectNames, type Part, severalRules } from '#core/assessment/rules.ts'

export const componentKey = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(40)

/** Exact: `0.5`, `12`, `1/3`. */
const exact = z
  .string()
  .max(40)
  .regex(/^(\d{1,9}([.,]\d{1,9})?|\d{1,9}\/[1-9]\d{0,8})$/)

/** The revision the client loaded; 0 before the course has rules. */
export const rulesRevision = int4.min(0)

const effect = z.enum(effectNames)

const effects = z.strictObject({ abi: effect, abj: effect, exempt: effect, fraud: effect, not_submitted: effect })

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exam'), examId: uuid }),
  z.strictObject({
    kind: z.literal('exams'),
    examIds: z.array(uuid).min(1).max(20),
    several: z.enum(severalRules),
  }),
  z.strictObject({ kind: z.literal('project'), projectId: uuid }),
  z.strictObject({ kind: z.literal('hand') }),
])

const keep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('best'), count: int4.min(1).max(50) }),
  z.strictObject({ kind: z.literal('drop_lowest'), count: int4.min(1).max(50) }),
])

export const mostParts = 50

const ofMark = z.strictObject({ kind: z.literal('mark'), source })

const ofGroup = <P extends z.ZodType>(part: P) =>
  z.strictObject({ kind: z.literal('group'), parts: z.array(part).max(mostParts), keep, compensation })

const compensation = z.enum(['full', 'none'])

const partOf = <C extends z.ZodType>(content: C) =>
  z.strictObject({
    id: componentKey,
    name: text.trim().min(1).max(80),
    coefficient: exact,
    role: z.enum(['weighted', 'added']),
    minimum: exact.nullable(),
    floor: exact.nullable().optional(),
    ceiling: exact.nullable().optional(),
    effects: effects.partial(),
    content,
  })

// Three levels are enough for a course (final grade, modules, parts), and a fixed depth bounds the nesting of a body.
const lowest = partOf(ofMark)

const middle = partOf(z.discriminatedUnion('kind', [ofMark, ofGroup(lowest)]))

/** Cast to core's own type: absent and undefined fields are the same in JSON. */
const part = partOf(z.discriminatedUnion('kind', [ofMark, ofGroup(middle)])) as unknown as z.ZodType<Part, Part>

const group = { parts: z.array(part).max(mostParts), keep, compensation }

export const assessmentRules = z.strictObject({
  ...group,
  effects,
  retake: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('best') }),
    z.strictObject({ kind: z.literal('last') }),
    z.strictObject({ kind: z.literal('capped'), cap: exact }),
  ]),
  /** No result from the marks of a team alone; rules written before it was asked do not have it. */
  individualRequired: z.boolean().default(false),
  rounding: z.strictObject({
    grain: z.literal([1, 10, 25, 50, 100]),
    direction: z.enum(['down', 'nearest', 'up']),
  }),
  passMark: exact,
  session: z.enum(['first', 'final']),
  mentions: z.array(z.strictObject({ id: z.enum(mentionIds), from: exact })).max(mentionIds.length),
})

export type RulesView = z.output<typeof assessmentRules>

export const setRules = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/assessment',
  summary: 'Sets the components and rules of the final grade; refused when somebody else did in between.',
  params: courseParams,
  body: z.strictObject({ revision: rulesRevision, title: text.trim().min(1).max(200), rules: assessmentRules }),
  reply: z.object({ revision: rulesRevision }),
  refusals: ['changed_meanwhile', 'sheet_final'],
})
