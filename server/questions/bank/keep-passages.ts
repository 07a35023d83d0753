import { isSameText } from '#core/courses/same-text.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { KeptImage } from '#server/questions/images/read-image.ts'
import type { BankQuestion } from './bank-question.ts'
import { partsOfFile, renderedPart } from './course-parts.ts'
import { refreshPassages } from './course-passages.ts'
import type { Passage } from './passages.ts'

/** The current text of the course, and the passages its questions were stamped with (passages.json). */
export type CourseText = {
  readonly today: string
  readonly stamped: Readonly<Record<string, string>>
  /** The images that the text shows. */
  readonly images?: readonly KeptImage[]
}
type KeepPassagesInput = { courseId: string; text: CourseText; questions: readonly BankQuestion[]; at: Date }

/**
 * Stores the text of the files and the passages that questions are based on, so that a change of the course can be
 * shown. A question keeps the stamp of its last review; the one of its file is used when there is no other, or when it
 * matches the current text.
 */
export async function keepPassages(
  tx: Prisma.TransactionClient,
  { courseId, text, questions, at }: KeepPassagesInput,
): Promise<void> {
  await keepFileText(tx, { courseId, today: text.today, at })
  const current = new Set(Object.values(await refreshPassages(tx, courseId)))
  const stamped = Object.entries(text.stamped).map(([hash, words]): Passage => ({ hash, text: words }))
  await tx.passage.createMany({ data: stamped, skipDuplicates: true })
  const stamps = questions.flatMap(({ question: { id, source } }) => (source.hash ? [{ id, hash: source.hash }] : []))
  await tx.$executeRaw`
    update "Question" q set stamp = given.hash
    from unnest(${stamps.map(({ id }) => id)}::text[], ${stamps.map(({ hash }) => hash)}::text[],
      ${stamps.map(({ hash }) => current.has(hash))}::boolean[]) as given(key, hash, is_current)
    where q."courseId" = ${courseId}::uuid and q.key = given.key
      and (q.stamp is null or given.is_current) and q.stamp is distinct from given.hash`
}

/** The course.md beside the bank is one material of the course, replaced in place. */
async function keepFileText(
  tx: Prisma.TransactionClient,
  { courseId, today, at }: { courseId: string; today: string; at: Date },
) {
  const stored = await tx.courseMaterial.findFirst({ where: { courseId, isFromFile: true } })
  const read = partsOfFile(today)
  // Rendered only when it changed: a whole course takes a while, at each start.
  if (stored && isSameText(stored.parts, read)) return
  const parts = read.map(renderedPart)
  if (stored) {
    await tx.courseMaterial.update({ where: { id: stored.id }, data: { parts, at, version: stored.version + 1 } })
    return
  }
  const row = { fileName: 'course.md', title: 'course.md', format: 'markdown', pages: 1, byName: '' }
  await tx.courseMaterial.create({
    data: { courseId, ...row, isFromFile: true, state: 'current', parts, at, since: at },
  })
}
