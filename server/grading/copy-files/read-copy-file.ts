import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { uuid } from '#contract/endpoint.ts'
import { answerIds } from '#contract/questions/asked-question.ts'
import { type CopyFileBody, copyFileFormat } from '#core/attempts/copy-file.ts'
import { Refusal } from '#core/refusal.ts'
import { copyFileKey } from '#server/attempts/sitting/copy-file-key.ts'
import type { Deps } from '#server/platform/deps.ts'

const envelope = z.object({ format: z.literal(copyFileFormat), signature: z.string().max(200), body: z.string() })
const signedBody = z.object({
  attemptId: uuid,
  examId: uuid,
  examTitle: z.string(),
  studentName: z.string(),
  answers: z
    .array(
      z.object({
        questionId: uuid,
        choices: answerIds,
        flagged: z.boolean(),
        device: z.string().min(8).max(80),
        epoch: z.int().min(1).max(100_000),
        sequence: z.int().min(1).max(1_000_000),
      }),
    )
    .max(1_000),
})

type ReadCopyFileInput = { examId: string; content: string; attemptId?: string | undefined }

/** Parses a copy file and checks its signature; refuses it with the reason otherwise. */
export function readCopyFile(deps: Deps, { examId, content, attemptId }: ReadCopyFileInput): CopyFileBody {
  const { body: text, signature } = parsed(envelope, content)
  const body = parsed(signedBody, text)
  const real = createHmac('sha256', copyFileKey(deps, body.attemptId)).update(text).digest()
  const given = Buffer.from(signature, 'hex')
  if (given.length !== real.length || !timingSafeEqual(given, real)) throw new Refusal('copy_file_altered')
  if (body.examId !== examId) throw new Refusal('copy_of_other_exam', { examTitle: body.examTitle })
  if (attemptId !== undefined && body.attemptId !== attemptId)
    throw new Refusal('copy_of_other_student', { studentName: body.studentName })
  return body
}

function parsed<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Refusal('not_a_copy_file')
  }
}
