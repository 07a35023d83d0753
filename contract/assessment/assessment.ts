import { z } from 'zod'
import { courseParams, done, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { gradeDecisions, mentionIds } from '#core/assessment/decision.ts'
import { effects as effectNames, entryStatuses, type Part } from '#core/assessment/rules.ts'

const hundredths = int4
const key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(40)
/** Exact: `0.5`, `12`, `1/3`. */
const exact = z
  .string()
  .max(40)
  .regex(/^(\d{1,9}([.,]\d{1,9})?|\d{1,9}\/[1-9]\d{0,8})$/)
/** What the writer had read; 0 before the first rules of a course. */
const revision = int4.min(0)

const effect = z.enum(effectNames)
const effects = z.strictObject({ abi: effect, abj: effect, exempt: effect, fraud: effect, not_submitted: effect })

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exam'), examId: uuid }),
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
    id: key,
    name: text.trim().min(1).max(80),
    coefficient: exact,
    role: z.enum(['weighted', 'added']),
    minimum: exact.nullable(),
    effects: effects.partial(),
    content,
  })

// Three levels are enough for a course (a final grade, its modules, their parts), and a body cannot nest for ever.
const lowest = partOf(ofMark)
const middle = partOf(z.discriminatedUnion('kind', [ofMark, ofGroup(lowest)]))
/** core's own type: what is absent and what is undefined are the same once written as JSON. */
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
  rounding: z.strictObject({
    grain: z.literal([1, 10, 25, 50, 100]),
    direction: z.enum(['down', 'nearest', 'up']),
  }),
  passMark: exact,
  session: z.enum(['first', 'final']),
  mentions: z.array(z.strictObject({ id: z.enum(mentionIds), from: exact })).max(mentionIds.length),
})

export type RulesView = z.output<typeof assessmentRules>

const status = z.enum(entryStatuses)
/** Why there is no mark yet: the next thing to do is not the same. */
const waiting = z.enum([
  'exam_not_over',
  'not_marked',
  'absent',
  'voided',
  'no_team',
  'not_graded',
  'names_withheld',
  'no_source',
  'by_hand',
])

const entry = z.object({
  component: text,
  status,
  /** Exact, on 20; kept beside a status that decides instead of it. */
  mark: text.nullable(),
  /** The mark of the second session (rattrapage), on 20; how it counts is a rule. */
  retake: text.nullable(),
  waiting: waiting.nullable(),
  reason: text,
})

/** Points of the jury, in hundredths, added to the rounded grade. */
const jury = z.object({ points: hundredths, reason: text })

/** What core/assessment/assessment.ts says of one student. */
const result = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('graded'),
    grade: hundredths,
    /** Before the one rounding: `14.375` as `115/8`. */
    exact: text,
    decision: z.enum(gradeDecisions),
    mention: z.enum(mentionIds).nullable(),
  }),
  z.object({
    status: z.literal('blocked'),
    because: z.array(z.object({ part: text, status })),
  }),
  z.object({ status: z.literal('missing'), what: z.array(text) }),
])

/** « 0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5 » */
const working = z.object({ fr: text, en: text })

/** How the mark of a project came about: its rubric, its delay, the share of one; only where it is the mark of the line. */
const projectWorking = z.object({ component: text, working })

const sheetLine = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  number: text,
  group: text,
  entries: z.array(entry),
  jury: jury.nullable(),
  result,
  working,
})

/** A sheet as it was decided: who signed it, when, and the hash that a printed record (procès-verbal) carries. */
const seal = z.object({
  number: int4,
  hash: text,
  sealedAt: instant,
  sealedByName: text,
  /** The content still has this hash, and the hash this server's signature. */
  isIntact: z.boolean(),
})

/** What marks have become since the sheet was finalised: shown, never counted. */
const standing = z.object({
  status: z.enum(['graded', 'blocked', 'missing']),
  grade: hundredths.nullable(),
  entries: z.array(z.object({ component: text, status, mark: text.nullable(), retake: text.nullable() })),
})
const difference = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  /** Null for a student who came, or left, after the sheet was finalised. */
  sealed: standing.nullable(),
  now: standing.nullable(),
})

export const finalSheet = z.object({
  title: text,
  rules: assessmentRules,
  revision,
  releasedAt: instant.nullable(),
  /** The lines are those that were finalised, as long as the sheet is. */
  seal: seal.nullable(),
  differences: z.array(difference),
  /** Of what is shown: sent back with the finalisation, so that what was read is what is signed. */
  fingerprint: text,
  lines: z.array(sheetLine),
  projectWorkings: z.array(projectWorking.extend({ studentId: uuid })),
  /** What a component may take its marks from. */
  sources: z.object({
    exams: z.array(z.object({ id: uuid, title: text })),
    projects: z.array(z.object({ id: uuid, title: text })),
  }),
})

export const getFinalSheet = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/assessment',
  summary: 'Reads the final sheet: rules, marks and statuses, each grade with its working.',
  params: courseParams,
  reply: finalSheet,
})

export const setRules = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/assessment',
  summary: 'Sets the components and rules of the final grade; refused when somebody else did in between.',
  params: courseParams,
  body: z.strictObject({ revision, title: text.trim().min(1).max(200), rules: assessmentRules }),
  reply: z.object({ revision }),
  refusals: ['changed_meanwhile', 'sheet_final'],
})

export const setEntry = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/assessment/entries/:studentId/:component',
  summary:
    'Sets what stands beside a mark (present, ABI, ABJ, exempt, fraud, not submitted), and a mark entered by hand.',
  params: courseParams.extend({ studentId: uuid, component: key }),
  body: z.strictObject({
    status,
    /** Hundredths on 20; only where marks are entered by hand. */
    mark: hundredths.min(-10_000).max(10_000).nullable(),
    /** Hundredths on 20, whatever the component takes its first mark from. */
    retake: hundredths.min(-10_000).max(10_000).nullable().default(null),
    reason: text.trim().max(500),
  }),
  reply: done,
  refusals: ['mark_out_of_range', 'sheet_final'],
})

export const setJury = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/assessment/jury/:studentId',
  summary: 'Sets the points a jury adds to a grade (or takes away), with its reason; zero takes them back.',
  params: courseParams.extend({ studentId: uuid }),
  body: z
    .strictObject({ points: hundredths.min(-2_000).max(2_000), reason: text.trim().max(500) })
    .refine(({ points, reason }) => points === 0 || reason !== '', { path: ['reason'] }),
  reply: done,
  refusals: ['sheet_final'],
})

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

const finalisation = seal.extend({
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

export const myStatement = z.object({
  title: text,
  courseTitle: text,
  year: text,
  studentName: text,
  number: text,
  releasedAt: instant,
  /** The finalised sheet this is a line of. */
  sealedAt: instant,
  hash: text,
  components: z.array(
    z.object({
      id: text,
      name: text,
      coefficient: text,
      status,
      mark: text.nullable(),
      retake: text.nullable(),
      reason: text,
    }),
  ),
  rounding: assessmentRules.shape.rounding,
  result,
  working,
  /** Of released projects. */
  projectWorkings: z.array(projectWorking.extend({ projectId: uuid })),
})

export const getMyStatement = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/statement',
  summary: 'Reads the final grade of the student who is signed in, with its working, once released.',
  reply: myStatement,
  refusals: ['not_released'],
})
