import { z } from 'zod'
import { count, courseParams, done, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'

/** Why an assistant gave no drafts. */
export const assistantFailures = [
  'no_passage',
  'busy',
  'unreachable',
  'redirected',
  'key_refused',
  'limited',
  'error',
  'not_a_stream',
  'unreadable',
  'too_large',
  'too_slow',
  'silent',
  'cut',
  'no_question',
  'restarted',
] as const
export type AssistantFailure = (typeof assistantFailures)[number]

export const mostDrafts = 10
/** How many questions are asked for at once. */
export const draftCount = int4.min(1).max(mostDrafts)

/** Where a course is sent, and to whom. */
export const assistantName = z.object({ host: text, model: text })

/** A request to the assistant, and the title of the section it is about. */
const drafting = { batchId: uuid, title: text, byName: text }

export const getAssistant = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/assistant',
  summary: 'Reads whether an assistant may be asked for drafts in this course, how far it is, and what came of it.',
  params: courseParams,
  reply: z.object({
    /** The one of the settings; null when there is none. */
    assistant: assistantName.nullable(),
    /** An owner allowed this host in this course. */
    isOn: z.boolean(),
    /** What is being answered now: the questions begun so far, of those asked for. */
    drafting: z.object({ ...drafting, characters: count, questions: count, count }).nullable(),
    /** Why the last request gave no drafts, until another is made or somebody has read it. */
    failed: z.object({ ...drafting, at: instant, reason: z.enum(assistantFailures) }).nullable(),
    /** Drafts that nobody has decided about, the latest first. */
    waiting: z.array(z.object({ ...drafting, at: instant, drafts: count })),
  }),
})

export const setAssistant = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId/assistant',
  summary: 'Allows the assistant of the settings in this course, by its host, or no longer.',
  params: courseParams,
  /** `host`: the one that was shown; null: none. */
  body: z.strictObject({ host: text.min(1).max(300).nullable() }),
  reply: done,
  refusals: ['assistant_off'],
})

export const draftQuestions = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/sections/:section/drafts',
  summary:
    'Begins to send the previewed text to the assistant; its drafts wait as an import, and nothing is written in the bank.',
  params: courseParams.extend({ section: text.max(64) }),
  /** `fingerprint`: of the text that was shown. */
  body: z.strictObject({ count: draftCount, fingerprint: text.min(1).max(64) }),
  reply: z.object({ batchId: uuid }),
  refusals: ['assistant_off', 'assistant_failed', 'preview_outdated'],
})

export const forgetDrafts = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/assistant/drafts/:batchId',
  summary: 'Stops a request to the assistant, or forgets what came of it; what was accepted before stays.',
  params: courseParams.extend({ batchId: uuid }),
  reply: done,
})
