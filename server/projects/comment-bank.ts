import { mostBankComments } from '#contract/projects/comment-bank.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'

type InCourse = { courseId: string }
type Place = InCourse & { commentId: string }

/** By number of uses, then the latest first. */
export async function listBankComments({ db }: Deps, { courseId }: InCourse) {
  const comments = await db.bankComment.findMany({
    where: { courseId },
    orderBy: [{ uses: 'desc' }, { usedAt: 'desc' }, { id: 'asc' }],
    select: { id: true, text: true, uses: true },
  })
  return { comments }
}

/** Stores a comment; repeating it has no effect. */
export async function keepBankComment({ db, now }: Deps, { courseId, text }: InCourse & { text: string }) {
  const there = await db.bankComment.count({ where: { courseId, text: { not: text } } })
  if (there >= mostBankComments) throw new Refusal('too_large', { comments: mostBankComments })
  const usedAt = now()
  await db.bankComment.createMany({ data: [{ courseId, text, usedAt }], skipDuplicates: true })
  return db.bankComment.findUniqueOrThrow({ where: { courseId_text: { courseId, text } }, select: { id: true } })
}

export async function changeBankComment({ db }: Deps, { courseId, commentId, text }: Place & { text: string }) {
  const twin = await db.bankComment.findUnique({ where: { courseId_text: { courseId, text } } })
  if (twin && twin.id !== commentId) throw new Refusal('name_taken')
  requireOne(await db.bankComment.updateMany({ where: { id: commentId, courseId }, data: { text } }))
  return { done: true as const }
}

export async function useBankComment({ db, now }: Deps, { courseId, commentId }: Place) {
  const data = { uses: { increment: 1 }, usedAt: now() }
  requireOne(await db.bankComment.updateMany({ where: { id: commentId, courseId }, data }))
  return { done: true as const }
}

/** Deleting a missing comment has no effect. */
export async function deleteBankComment({ db }: Deps, { courseId, commentId }: Place) {
  await db.bankComment.deleteMany({ where: { id: commentId, courseId } })
  return { done: true as const }
}

function requireOne({ count }: { count: number }) {
  if (count === 0) throw new Refusal('not_found')
}
