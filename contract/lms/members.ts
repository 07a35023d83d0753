import { z } from 'zod'
import { count, courseParams, endpoint, int4, text, uuid } from '#contract/endpoint.ts'
import { identified, mostRosterLines, rosterLine } from '#contract/students/roster-import.ts'

export const listLmsContexts = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/lms/contexts',
  summary: 'Lists the courses of learning platforms bound to this one, and what each lets us do.',
  params: courseParams,
  reply: z.object({
    contexts: z.array(
      z.object({
        id: uuid,
        platformName: text,
        title: text,
        /** It tells who is in its course. */
        hasMembers: z.boolean(),
        /** It takes marks. */
        hasMarks: z.boolean(),
      }),
    ),
  }),
})
export type LmsContext = z.output<typeof listLmsContexts.reply>['contexts'][number]

const contextParams = courseParams.extend({ contextId: uuid })
/** Whether what the platform calls a person’s identifier is their student number. */
const how = { takesNumbers: z.boolean().default(false) }

export const previewMembers = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/lms/contexts/:contextId/member-previews',
  summary: 'Reads the class list of a learning platform and says what importing it would do; writes nothing.',
  params: contextParams,
  body: z.strictObject(how),
  reply: z.object({
    fingerprint: text,
    counts: z.object({ new: int4, changed: int4, unchanged: int4, duplicated: int4, unusable: int4 }),
    lines: z.array(rosterLine),
    /** Students of whom the platform gives neither name nor e-mail address: they cannot be imported. */
    nameless: count,
    /** Members who are not students: teachers, guests. */
    others: count,
    /** Students of the class who are not in the list. */
    missing: z.array(identified.extend({ studentId: uuid })),
  }),
  refusals: ['lms_unavailable', 'too_large'],
})

export const importMembers = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/lms/contexts/:contextId/members',
  summary:
    'Imports the class list of a learning platform as it was previewed, and archives the students who are named.',
  params: contextParams,
  body: z.strictObject({
    ...how,
    fingerprint: text.min(1).max(100),
    archiveIds: z.array(uuid).max(mostRosterLines),
  }),
  reply: z.object({
    /** Null: nobody was added or changed. */
    importId: uuid.nullable(),
    added: count,
    changed: count,
    archived: count,
    /** Those the platform and the class now know as the same. */
    linked: count,
  }),
  refusals: ['lms_unavailable', 'preview_outdated', 'too_large'],
})
