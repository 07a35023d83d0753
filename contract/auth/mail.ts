import { z } from 'zod'
import { count, courseParams, done, endpoint, instant, text, uuid } from '#contract/endpoint.ts'
import { letterKinds } from '#core/letters.ts'

/** `unsure`: handed over without an answer; it may have left, so it is not sent again unless a person says so. */
export const mailStates = ['waiting', 'sending', 'sent', 'refused', 'gave_up', 'unsure', 'cancelled'] as const
/** Why a letter did not leave, or not yet. */
export const mailFailures = [
  'no_address',
  'bad_address',
  'refused',
  'later',
  'unreachable',
  'silent',
  'no_tls',
  'not_signed_in',
  'unsure',
  'stopped',
] as const
export type MailFailure = (typeof mailFailures)[number]

/** What became of asking for letters: some may have been sent already, some people have no address. */
export const mailQueued = z.object({ queued: count, already: count, withoutAddress: count })

export const getMail = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/mail',
  summary: 'Tells whether this installation sends letters, and whether this course lets it.',
  params: courseParams,
  reply: z.object({
    /** As recipients see it; null: no mail server is given (`SMTP_URL`). */
    from: text.nullable(),
    isOn: z.boolean(),
    /** Students are told of results that were released without anybody there: at a closing or a date. */
    tellsReleases: z.boolean(),
    /** Students are told when and where they sit an exam once it is published, and again when that changes. */
    announcesExams: z.boolean(),
    /** And reminded the day before. */
    remindsExams: z.boolean(),
  }),
})

export const setMail = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId/mail',
  summary:
    'Lets the platform send the letters of this course, or no longer; those that wait then wait. And whether students are told of their sittings, and of results released at a date.',
  params: courseParams,
  body: z.strictObject({
    isOn: z.boolean(),
    tellsReleases: z.boolean().optional(),
    announcesExams: z.boolean().optional(),
    remindsExams: z.boolean().optional(),
  }),
  reply: done,
  refusals: ['mail_off', 'address_loopback'],
})

export const sendTrialMail = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/mail/trial',
  summary: 'Sends a trial message to the address of the caller.',
  params: courseParams,
  reply: mailQueued,
  refusals: ['mail_off', 'too_many_requests'],
})

const mailing = z.object({
  id: uuid,
  kind: z.enum(letterKinds),
  label: text,
  at: instant,
  byName: text,
  counts: z.record(z.enum(mailStates), count),
})

export const listMailings = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/mailings',
  summary: 'Lists the latest letters of the course, how many left and how many did not.',
  params: courseParams,
  reply: z.object({ mailings: z.array(mailing) }),
})

export const getMailing = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/mailings/:mailingId',
  summary: 'Lists to whom letters were sent, and what became of each.',
  params: courseParams.extend({ mailingId: uuid }),
  reply: mailing.extend({
    messages: z.array(
      z.object({
        id: uuid,
        name: text,
        address: text,
        state: z.enum(mailStates),
        failure: z.enum(mailFailures).nullable(),
        answer: text,
        tries: count,
        nextAt: instant,
        endedAt: instant.nullable(),
        /** Its text is still there: it can be sent again. */
        isKept: z.boolean(),
      }),
    ),
  }),
})

export const resendMail = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/mailings/:mailingId/resend',
  summary: 'Sends again the letters of a mailing that did not leave, those named.',
  params: courseParams.extend({ mailingId: uuid }),
  body: z.strictObject({ messageIds: z.array(uuid).min(1).max(5_000) }),
  reply: z.object({ queued: count }),
  refusals: ['mail_off'],
})

export const cancelMailing = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/mailings/:mailingId',
  summary: 'Cancels the letters of a mailing that still wait.',
  params: courseParams.extend({ mailingId: uuid }),
  reply: z.object({ cancelled: count }),
})
