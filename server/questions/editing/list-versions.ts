import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { differenceOfQuestions } from './question-difference.ts'

/** All versions of a question, each with the exams that asked it. */
export async function listVersions({ db }: Deps, { courseId, questionId }: { courseId: string; questionId: string }) {
  const question = await db.question.findFirst({
    where: { id: questionId, courseId },
    include: { versions: { orderBy: { number: 'asc' } } },
  })
  if (!question) throw new Refusal('not_found')
  const people = await db.person.findMany({
    where: { id: { in: question.versions.flatMap(({ createdById }) => createdById ?? []) } },
    select: { id: true, name: true },
  })
  const asked = await db.examQuestion.findMany({
    where: { versionId: { in: question.versions.map(({ id }) => id) } },
    select: { versionId: true, exam: { select: { id: true, title: true } } },
  })
  const nameOf = new Map(people.map(({ id, name }) => [id, name]))
  const versions = question.versions.map(({ id, number, origin, createdAt, createdById, content }, rank) => {
    const before = question.versions[rank - 1]?.content
    return {
      number,
      origin,
      writtenAt: createdAt.toISOString(),
      byName: nameOf.get(createdById ?? '') ?? '',
      difference: differenceOfQuestions(before ?? null, content),
      exams: asked.filter(({ versionId }) => versionId === id).map(({ exam }) => exam),
    }
  })
  return { versions: versions.reverse() }
}
