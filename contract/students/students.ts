import { z } from 'zod'
import { courseParams, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'

/**
 * A sitting must start within these dates to have the extra time: `from` included, `until` excluded; absent: no limit.
 */
const dates = { from: instant.optional(), until: instant.optional() }

const inOrder = ({ from, until }: { from?: string | undefined; until?: string | undefined }) =>
  from === undefined || until === undefined || Date.parse(from) < Date.parse(until)

/** Extra time on every exam: none, a ratio of the duration, or minutes. */
export const extraTime = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z
    .strictObject({
      kind: z.literal('ratio'),
      numerator: int4.min(1).max(5_000_000),
      denominator: int4.min(1).max(1_000_000),
      ...dates,
    })
    .refine(({ numerator, denominator }) => numerator > denominator && numerator <= 5 * denominator)
    .refine(inOrder),
  z.strictObject({ kind: z.literal('minutes'), minutes: int4.min(1).max(600), ...dates }).refine(inOrder),
])

export const student = z.object({
  id: uuid,
  familyName: text,
  givenName: text,
  email: text.nullable(),
  /** A text, because leading zeros count. */
  number: text.nullable(),
  group: text,
  extraTime,
  /** When the access code was last issued; null when never. */
  codeSetAt: instant.nullable(),
  archivedAt: instant.nullable(),
  /** When the student was anonymised: the family name is then a number, and nothing identifies them. */
  anonymisedAt: instant.nullable(),
  /** The entry this one was merged into, which received their work. */
  mergedIntoId: uuid.nullable(),
})

const cellText = (most: number) => text.trim().max(most)

const studentFields = z.strictObject({
  familyName: cellText(200).min(1),
  givenName: cellText(200).default(''),
  email: z.email().max(200).nullable().default(null),
  number: cellText(200).min(1).nullable().default(null),
  group: cellText(200).default(''),
  extraTime: extraTime.default({ kind: 'none' }),
})

export const studentParams = courseParams.extend({ studentId: uuid })

export const listStudents = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/students',
  scopes: ['import_class'],
  summary: 'Lists the students of a course by name, those who left only when asked for.',
  params: courseParams,
  query: z.object({
    /** Words of a name, an e-mail address or a student number. */
    search: text.max(200).optional(),
    group: text.max(200).optional(),
    archived: z.enum(['without', 'only', 'with']).default('without'),
  }),
  reply: z.object({
    students: z.array(student),
    /** Every group of the course, whatever the filters. */
    groups: z.array(text),
    counts: z.object({ active: int4, archived: int4, withoutCode: int4 }),
  }),
})

export const getStudent = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/students/:studentId',
  summary: 'Reads one student.',
  params: studentParams,
  reply: student,
})

export const addStudent = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/students',
  summary: 'Adds one student by hand.',
  params: courseParams,
  body: studentFields,
  reply: student,
  refusals: ['student_exists', 'too_large'],
})

export const updateStudent = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/students/:studentId',
  summary: 'Changes names, e-mail, number, group or extra time of a student.',
  params: studentParams,
  body: studentFields,
  reply: student,
  refusals: ['student_exists', 'student_gone'],
})

export const archiveStudent = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/students/:studentId/archive',
  summary: 'Puts a student who left aside: their work stays, their code stops working.',
  params: studentParams,
  reply: student,
  refusals: ['student_gone'],
})

export const restoreStudent = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/students/:studentId/archive',
  summary: 'Takes a student back into the class.',
  params: studentParams,
  reply: student,
  refusals: ['student_gone'],
})

/** One change of several students. `each` gives back to each what they had: the undo of another. */
const studentsChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), group: cellText(200) }),
  z.strictObject({ kind: z.literal('extraTime'), extraTime }),
  z.strictObject({ kind: z.literal('archive') }),
  z.strictObject({ kind: z.literal('restore') }),
])

const studentState = z.strictObject({ id: uuid, group: cellText(200), extraTime, isArchived: z.boolean() })
const beforeAndAfter = { before: studentState, after: studentState }
export const mostStudentsAtOnce = 1_000

export const changeStudents = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/students/changes',
  summary: 'Changes the group or the extra time of several students, archives them or takes them back, all or none.',
  params: courseParams,
  body: z.strictObject({
    studentIds: z.array(uuid).min(1).max(mostStudentsAtOnce),
    change: studentsChange,
  }),
  reply: z.object({
    /** Of those who changed, to be given back. */
    states: z.array(z.object(beforeAndAfter)),
  }),
  refusals: ['student_gone'],
})

export const restoreStudents = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/students/states',
  summary:
    'Gives several students back what a change took from them; who was changed again since is left as they are now.',
  params: courseParams,
  body: z.strictObject({ states: z.array(z.strictObject(beforeAndAfter)).min(1).max(mostStudentsAtOnce) }),
  reply: z.object({
    changed: int4,
    left: z.array(z.object({ id: uuid, familyName: text, givenName: text })),
  }),
  refusals: ['student_gone'],
})

export type StudentsChange = z.output<typeof studentsChange>
export type StudentState = z.output<typeof studentState>
export type StudentStates = { before: StudentState; after: StudentState }

export const listHomonyms = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/homonyms',
  summary: 'Lists the students who share their name with another of the course, with what tells them apart.',
  params: courseParams,
  /** `words`: what tells homonyms apart: the number, else the e-mail address, else the group. */
  reply: z.object({ homonyms: z.array(z.object({ studentId: uuid, words: text })) }),
})
