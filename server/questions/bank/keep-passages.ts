import type { Prisma } from '#prisma/client/client.ts'
import type { BankQuestion } from './bank-question.ts'
import { type Passage, passagesOf } from './passages.ts'

/** The current text of the course, and the passages its questions were stamped with (passages.json). */
export type CourseText = { readonly today: string; readonly stamped: Readonly<Record<string, string>> }
type KeepPassagesInput = { courseId: string; text: CourseText; questions: readonly BankQuestion[] }

/**
 * Stores the passages that questions are based on, so that a change of the course can be shown. A question keeps the
 * stamp of its last review; the one of its file is used when there is no other, or when it matches the current text.
 */
export async function keepPassages(tx: Prisma.TransactionClient, { courseId, text, questions }: KeepPassagesInput) {
  const today = passagesOf(text.today)
  const passages = Object.fromEntries([...today].map(([heading, { hash }]) => [heading, hash]))
  await tx.course.update({ where: { id: courseId }, data: { passages } })
  const stamped = Object.entries(text.stamped).map(([hash, words]): Passage => ({ hash, text: words }))
  await tx.passage.createMany({ data: [...stamped, ...today.values()], skipDuplicates: true })
  const current = new Set(Object.values(passages))
  const stamps = questions.flatMap(({ question: { id, source } }) => (source.hash ? [{ id, hash: source.hash }] : []))
  await tx.$executeRaw`
    update "Question" q set stamp = given.hash
    from unnest(${stamps.map(({ id }) => id)}::text[], ${stamps.map(({ hash }) => hash)}::text[],
      ${stamps.map(({ hash }) => current.has(hash))}::boolean[]) as given(key, hash, is_current)
    where q."courseId" = ${courseId}::uuid and q.key = given.key
      and (q.stamp is null or given.is_current) and q.stamp is distinct from given.hash`
}
