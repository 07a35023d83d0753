import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { markPending } from '../mark-pending.ts'
import { type Compared, compareCopyFile } from './compare-copy-file.ts'
import { countedMark } from './counted-mark.ts'
import { readCopyFile } from './read-copy-file.ts'

type ImportCopyFileInput = {
  courseId: string
  examId: string
  content: string
  attemptId?: string | undefined
  fingerprint: string
  reason: string
  actor: Actor
}

/**
 * Takes over the answers that were ticked later than the stored ones; audited with the reason, and the copy is marked
 * again.
 */
export async function importCopyFile(
  deps: Deps,
  { courseId, fingerprint, reason, actor, ...asked }: ImportCopyFileInput,
) {
  const file = readCopyFile(deps, asked)
  const whose = { id: file.attemptId, examId: file.examId }
  const before = await countedMark(deps, whose)
  const changedCount = await deps.db.$transaction(async (tx) => {
    // Waits for a save, closing or marking under way, and makes the next one wait.
    await tx.$queryRaw`select 1 from "Attempt" where id = ${file.attemptId}::uuid for update`
    const compared = await compareCopyFile(deps, { tx, courseId, file })
    if (compared.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
    const taken = compared.lines.filter(({ verdict }) => verdict === 'newer')
    if (taken.length === 0) throw new Refusal('nothing_to_import')
    await write(tx, { attemptId: file.attemptId, taken, at: deps.now() })
    const before = answersOf(taken, 'kept')
    const after = answersOf(taken, 'filed')
    await tx.attemptEvent.create({
      data: {
        attemptId: file.attemptId,
        at: deps.now(),
        type: 'import_copy_file',
        actorId: actor.id,
        actorName: actor.name,
        reason,
        detail: { before, after },
      },
    })
    const subject = `attempt:${file.attemptId}`
    await audit(tx, { courseId, actor, action: 'attempt.import_copy_file', subject, before, after, reason })
    return taken.length
  })
  await markPending(deps, file.examId)
  return { attemptId: file.attemptId, changedCount, markBefore: before.mark, ...(await countedMark(deps, whose)) }
}

/**
 * Writes like a save: the journal, then the latest answer to each question. An existing mark is deleted, to be made
 * again.
 */
async function write(
  tx: Prisma.TransactionClient,
  { attemptId, taken, at }: { attemptId: string; taken: readonly Compared[]; at: Date },
) {
  const ticks = taken.flatMap(({ filed }) => (filed ? [{ ...filed, choices: [...filed.choices], attemptId }] : []))
  await tx.answerEvent.createMany({ data: ticks.map((tick) => ({ ...tick, receivedAt: at })), skipDuplicates: true })
  for (const { attemptId, questionId, ...tick } of ticks) {
    const data = { ...tick, savedAt: at }
    await tx.answer.upsert({
      where: { attemptId_questionId: { attemptId, questionId } },
      create: { attemptId, questionId, ...data },
      update: data,
    })
  }
  await tx.attempt.updateMany({ where: { id: attemptId, markedAt: { not: null } }, data: { markedAt: null } })
}

const answersOf = (lines: readonly Compared[], which: 'kept' | 'filed') =>
  Object.fromEntries(lines.map((line) => [line.question.id, [...(line[which]?.choices ?? [])]]))
