import { z } from 'zod'
import { filedVerdicts } from '#core/copy-file.ts'
import { attemptStatuses } from '#core/sitting.ts'
import { content } from './content.ts'
import { courseParams, endpoint, uuid } from './endpoint.ts'

/** A copy of two hundred questions is a tenth of this. */
const bodyLimit = 512 * 1024
const params = courseParams.extend({ examId: uuid })

const file = {
  /** The file as it is, as text. */
  content: z.string().min(1).max(bodyLimit),
  /** From the page of one copy: another student's file is then refused. */
  attemptId: uuid.optional(),
}
const refusals = [
  'not_a_copy_file',
  'copy_file_altered',
  'copy_of_other_exam',
  'copy_of_other_student',
  'attempt_wrong_state',
] as const

const hundredths = z.int().nullable()

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
    studentName: z.string(),
    status: z.enum(attemptStatuses),
    /** Hundredths, of the run that counts; null when the copy has no mark yet. */
    mark: hundredths,
    outOf: z.int(),
    fingerprint: z.string(),
    questions: z.array(
      z.object({
        id: uuid,
        position: z.int(),
        stem: content,
        verdict: z.enum(filedVerdicts),
        /** How sure the student said to be, from 1; null when nothing was said. */
        certainty: z.object({ kept: z.int().nullable(), inFile: z.int().nullable() }),
        choices: z.array(z.object({ id: z.string(), text: content, isKept: z.boolean(), isInFile: z.boolean() })),
      }),
    ),
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
    fingerprint: z.string().min(1).max(100),
    reason: z.string().trim().min(1).max(500),
  }),
  bodyLimit,
  reply: z.object({ attemptId: uuid, changedCount: z.int(), markBefore: hundredths, mark: hundredths, outOf: z.int() }),
  refusals: [...refusals, 'nothing_to_import', 'preview_outdated'],
})
