import { z } from 'zod'
import { done, endpoint, examParams, fileBytes, fileReply, instant, text, uuid } from '#contract/endpoint.ts'
import { browserFaults, lockedBrowserUses } from '#core/exams/locked-browser.ts'
import { sebFileFaults } from '#core/exams/seb-file.ts'
import { myExamParams } from './attempt-parts.ts'

const use = z.enum(lockedBrowserUses)
const key = text.regex(/^[0-9a-f]{64}$/)

const settings = z.object({
  use,
  /** Whether a copy was started, or the exam is over: only what keeps nobody out may still change. */
  isHeld: z.boolean(),
  isOver: z.boolean(),
  /** The site as the file we make names it, and the page where students open it. */
  origin: text,
  checkPage: text,
  /** The Config Key of that file; the school's own are accepted instead of it, once there are some. */
  key,
  quitPassword: text,
  files: z.array(
    z.object({
      key,
      name: text,
      /** False: only its key was typed; students get the file elsewhere. */
      hasFile: z.boolean(),
      at: instant,
      byName: text,
    }),
  ),
})

export const getLockedBrowser = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/locked-browser',
  summary: 'Reads whether copies of the exam ask for Safe Exam Browser, and which of its settings are accepted.',
  params: examParams,
  reply: settings,
})

export const setLockedBrowser = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/locked-browser',
  summary:
    'Asks for Safe Exam Browser, recommends it, or does not; once a copy was started, only what keeps nobody out.',
  params: examParams,
  body: z.strictObject({
    use,
    /** Absent: as before. */
    quitPassword: text.trim().min(6).max(60).optional(),
  }),
  reply: settings,
  refusals: ['exam_wrong_state'],
})

const largestFile = 1024 * 1024

export const addBrowserFile = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/locked-browser/files',
  summary: 'Accepts a settings file of the school, or its Config Key alone, instead of the file made here.',
  params: examParams,
  body: z.union([
    z.strictObject({ name: text.trim().min(1).max(200), base64: fileBytes(largestFile * 2) }),
    z.strictObject({ name: text.trim().min(1).max(200), key: text.max(200) }),
  ]),
  bodyLimit: largestFile * 2 + 1024,
  reply: z.object({
    /** Why nothing was kept. `not_a_key`: what was typed is none; `too_many`: the exam has as many as it may. */
    fault: z.enum([...sebFileFaults, 'not_a_key', 'too_many']).nullable(),
    key: key.nullable(),
    /** False: the file does not have its keys sent with requests; only the JavaScript interface shows them. */
    sendsKeys: z.boolean(),
  }),
  refusals: ['exam_wrong_state', 'file_too_heavy'],
})

export const removeBrowserFile = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/locked-browser/files/:key',
  summary: 'Accepts a settings file of the school no longer; without any, the file made here again.',
  params: examParams.extend({ key: text.max(100) }),
  reply: settings,
  refusals: ['exam_wrong_state'],
})

export const getBrowserFile = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/locked-browser/file',
  summary: 'Downloads the settings file of Safe Exam Browser that is made for the exam.',
  params: examParams,
  kind: 'file',
  reply: fileReply,
})

export const setBrowserPass = endpoint({
  access: 'invigilator',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/locked-browser/passes/:studentId',
  summary: 'Lets one student sit the exam in another browser, with a reason, or takes that back; both are logged.',
  params: examParams.extend({ studentId: uuid }),
  body: z.strictObject({ isExcused: z.boolean(), reason: text.trim().min(1).max(500) }),
  reply: done,
  refusals: ['exam_wrong_state'],
})

/** Without a session: Safe Exam Browser itself fetches the file before anybody has signed in. */
export const getBrowserSettings = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/locked-browser/:examId/settings',
  summary: 'Downloads what Safe Exam Browser opens to sit an exam: the file made here, or one of the school.',
  params: myExamParams,
  query: z.object({ key: key.optional() }),
  kind: 'file',
  reply: fileReply,
  refusals: ['too_many_requests'],
})

/** What the JavaScript interface of Safe Exam Browser gave, and the addresses it may have hashed with its key. */
const shown = {
  pages: z.array(text.max(2_000)).min(1).max(3),
  hash: key.nullable(),
}

export const tryBrowser = endpoint({
  access: 'anyone',
  method: 'POST',
  path: '/api/locked-browser/:examId/check',
  summary: 'Says whether this browser is the one an exam asks for, and what is not as it should be.',
  params: myExamParams,
  body: z.strictObject(shown),
  reply: z.object({
    use,
    fault: z.enum(browserFaults).nullable(),
    /** By what the right key came: a header of the request, or the page. */
    way: z.enum(['header', 'script']).nullable(),
    /** The public address, and the one this request seems to have. */
    expected: text,
    seen: text,
    /** What students open: `key` null is the file made here. */
    files: z.array(z.object({ key: key.nullable(), name: text })),
  }),
  refusals: ['too_many_requests'],
})

export const proveBrowser = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/my/exams/:examId/locked-browser',
  summary:
    'Shows the key that the page has from Safe Exam Browser, where requests have no header; holds for the session.',
  params: myExamParams,
  body: z.strictObject(shown),
  reply: z.object({ fault: z.enum(browserFaults).nullable() }),
})
