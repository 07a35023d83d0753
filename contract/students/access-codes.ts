import { z } from 'zod'
import { mailQueued } from '#contract/auth/mail.ts'
import { courseParams, endpoint, text, uuid } from '#contract/endpoint.ts'
import { mostRosterLines } from './roster-import.ts'
import { student } from './students.ts'

export const accessCode = student
  .pick({ id: true, familyName: true, givenName: true, number: true, group: true, email: true })
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

export const sendAccessCodes = endpoint({
  access: 'trainer',
  isHarmless: true,
  method: 'POST',
  path: '/api/courses/:courseId/students/access-codes/letters',
  summary: 'Sends each student the personal code that was just made; a code that is not theirs is refused.',
  params: courseParams,
  body: z.strictObject({
    codes: z
      .array(z.strictObject({ id: uuid, code: text.min(1).max(40) }))
      .min(1)
      .max(mostRosterLines),
  }),
  reply: mailQueued,
  refusals: ['mail_off', 'wrong_code'],
})
