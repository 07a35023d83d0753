import { z } from 'zod'
import { courseParams, endpoint, text, uuid } from '#contract/endpoint.ts'
import { mostRosterLines } from './roster-import.ts'
import { student } from './students.ts'

export const accessCode = student
  .pick({ id: true, familyName: true, givenName: true, number: true, group: true })
  .extend({ code: text })

export const giveAccessCodes = endpoint({
  access: 'trainer',
  isHarmless: true,
  method: 'POST',
  path: '/api/courses/:courseId/students/access-codes',
  summary: 'Gives personal codes, shown this once; a former code stops working and its sessions end.',
  params: courseParams,
  body: z.strictObject({
    /** Absent: every student of the class who never had a code. */
    studentIds: z.array(uuid).min(1).max(mostRosterLines).optional(),
  }),
  reply: z.object({ codes: z.array(accessCode) }),
})
