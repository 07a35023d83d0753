import { z } from 'zod'
import { courseParams, endpoint, int4, text, uuid } from '#contract/endpoint.ts'
import { choiceName, listedParts, sharedContext } from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { filedVerdicts } from '#core/attempts/copy-file.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'

/** In bytes; the file of a copy of two hundred questions is a tenth of this. */
const bodyLimit = 512 * 1024
const params = courseParams.extend({ examId: uuid })

const file = {
  /** The content of the file, unchanged. */
  content: text.min(1).max(bodyLimit),
  /** Given on the page of one copy, where the file of another student is then refused. */
  attemptId: uuid.optional(),
}
const refusals = [
  'not_a_copy_file',
  'copy_file_altered',
  'copy_of_other_exam',
  'copy_of_other_student',
  'attempt_wrong_state',
] as const

const markOrNone = int4.nullable()

export const previewCopyFile = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/copy-file-previews',
  summary: 'Compares a copy file with what is kept of that copy; writes nothing.',
  params,
  body: z.strictObject(file),
  bodyLimit,
  reply: z.object({
    attemptId: uuid,
    studentName: text,
    status: z.enum(attemptStatuses),
    /** Hundredths, from the current run; null when the copy has no mark yet. */
    mark: markOrNone,
    outOf: int4,
    fingerprint: text,
    questions: z.array(
      z.object({
        id: uuid,
        position: int4,
        /** The id of its document among the `contexts` of the reply. */
        context: text.optional(),
        stem: content,
        verdict: z.enum(filedVerdicts),
        /** The certainty of the answer, from 1; null when none was given. */
        certainty: z.object({ kept: int4.nullable(), inFile: int4.nullable() }),
        choices: z.array(z.object({ ...choiceName, text: content, isKept: z.boolean(), isInFile: z.boolean() })),
        parts: listedParts.optional(),
        /** Of an exact answer: what was typed; null: nothing. */
        typed: z.object({ kept: text.nullable(), inFile: text.nullable() }).optional(),
      }),
    ),
    /** The documents of these questions, each once; absent when they have none. */
    contexts: z.array(sharedContext).optional(),
  }),
  refusals,
})

export const importCopyFile = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/copy-files',
  summary:
    'Takes the answers of a copy file that were ticked after those kept, with a reason, and marks the copy again.',
  params,
  body: z.strictObject({
    ...file,
    fingerprint: text.min(1).max(100),
    reason: text.trim().min(1).max(500),
  }),
  bodyLimit,
  reply: z.object({ attemptId: uuid, changedCount: int4, markBefore: markOrNone, mark: markOrNone, outOf: int4 }),
  refusals: [...refusals, 'nothing_to_import', 'preview_outdated'],
})
