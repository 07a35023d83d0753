import { z } from 'zod'
import { count, endpoint, examParams, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { audienceRules } from '#core/exams/audience.ts'
import { ownTerms } from './own-terms.ts'
import { examSlot, mostSlots } from './slot.ts'

const groupName = text.max(200)
const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('component'), component: text.min(1).max(64) }),
  z.strictObject({ kind: z.literal('exam'), examId: uuid }),
])

/** core/exams/audience.ts Audience. */
export const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('class') }),
  z.strictObject({ kind: z.literal('groups'), groups: z.array(groupName).min(1).max(100) }),
  z.strictObject({ kind: z.literal('list') }),
  z.strictObject({ kind: z.literal('rule'), rule: z.enum(audienceRules), of: source }),
])

/** core/exams/audience.ts AudienceReason. */
export const audienceReason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), group: text }),
  z.strictObject({ kind: z.literal('chosen') }),
  z.strictObject({ kind: z.literal('absent'), status: z.enum(['abi', 'abj']) }),
  z.strictObject({ kind: z.literal('below_pass_mark'), mark: text, passMark: text }),
  z.strictObject({ kind: z.literal('no_mark') }),
])

const person = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  number: text,
  group: text,
  /** null for the whole class. */
  why: audienceReason.nullable(),
})

export const whoSits = z.object({
  audience,
  slots: z.array(examSlot.extend({ peopleCount: count, startedCount: count })),
  /** Whether somebody sits at another time than the others: marks and reviews wait for the last. */
  hasSeveralWindows: z.boolean(),
  /** The mark alone is shown before the last has ended. */
  isEarly: z.boolean(),
  people: z.array(
    person.extend({
      slot: int4,
      /** Their slot was chosen for them; otherwise it is that of their group, or the first. */
      isSlotChosen: z.boolean(),
      override: ownTerms.nullable(),
      /** Their own window, later by the time they have more. */
      opensAt: instant.nullable(),
      closesAt: instant.nullable(),
      allowedMinutes: count,
      isStarted: z.boolean(),
    }),
  ),
})

export const getWhoSits = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/who-sits',
  summary:
    'Reads whom an exam is for, its slots, and each student with their slot, their window and what differs for them.',
  params: examParams,
  reply: whoSits,
})

const chosen = z.array(uuid).max(10_000)

export const previewAudience = endpoint({
  access: 'trainer',
  isHarmless: true,
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/audience-preview',
  summary: 'Works out whom an audience stands for today, why each is in it, and what would change; writes nothing.',
  params: examParams,
  body: z.strictObject({
    audience,
    /** For a list. */
    studentIds: chosen.default([]),
  }),
  reply: z.object({
    people: z.array(person),
    added: z.array(uuid),
    removed: z.array(person),
    /** Not in it any more, but their copy is started: they stay. */
    staying: z.array(person),
  }),
})

export const setAudience = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/audience',
  summary:
    'Says whom an exam is for, until its marks are released; copies are drawn for newcomers of a published exam.',
  params: examParams,
  body: z.strictObject({
    audience,
    /** The people it stands for, as they were previewed: refused when they are others by now. Empty for the class. */
    studentIds: chosen,
  }),
  reply: whoSits,
  refusals: ['audience_changed', 'exam_closed'],
})

export const slotDraft = z.strictObject({
  /** null: a new one. */
  number: int4.min(0).nullable(),
  name: text.trim().max(100),
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  room: text.trim().max(200),
  invigilators: text.trim().max(500),
  groups: z.array(groupName).max(100),
})

export const setSlots = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/slots',
  summary: 'Replaces the slots of an exam, until it is over; each new one gets a join code of its own.',
  params: examParams,
  body: z.strictObject({
    slots: z.array(slotDraft).min(1).max(mostSlots),
    /** Those it replaces, as they were shown: refused when they are others by now. */
    shown: z.array(slotDraft).max(mostSlots).optional(),
  }),
  reply: whoSits,
  refusals: ['changed_meanwhile', 'exam_closed', 'exam_dates_inconsistent', 'slot_under_way', 'slots_overlap'],
})

export const moveCandidates = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/slot-choices',
  summary: 'Chooses the slot of some students who have not started.',
  params: examParams,
  body: z.strictObject({
    studentIds: z.array(uuid).min(1).max(2_000),
    /** null: that of their group again. */
    slot: int4.min(0).nullable(),
  }),
  reply: whoSits,
  refusals: ['candidate_started', 'exam_closed'],
})

const candidateParams = examParams.extend({ studentId: uuid })

export const setOverride = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/overrides/:studentId',
  summary: 'Says what differs for one student in this exam: their window, more time, their room; with the reason.',
  params: candidateParams,
  body: z
    .strictObject({
      opensAt: instant.nullable(),
      closesAt: instant.nullable(),
      minutes: int4.min(0).max(600),
      room: text.trim().max(200),
      reason: text.trim().min(1).max(500),
    })
    .refine(
      ({ opensAt, closesAt, minutes, room }) => opensAt !== null || closesAt !== null || minutes > 0 || room !== '',
      'nothing_differs',
    ),
  reply: whoSits,
  refusals: ['exam_closed', 'exam_dates_inconsistent'],
})

export const removeOverride = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/overrides/:studentId',
  summary: 'Takes back what differs for one student in this exam.',
  params: candidateParams,
  reply: whoSits,
  refusals: ['exam_closed', 'exam_dates_inconsistent'],
})

export const setEarlyMarks = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/early-marks',
  summary: 'Shows the mark alone to those who have one before the last has sat the exam, or no longer.',
  params: examParams,
  body: z.strictObject({ isEarly: z.boolean() }),
  reply: whoSits,
  refusals: ['exam_closed'],
})
