import type { Prisma } from '#prisma/client/client.ts'
import { passagesOfParts } from './passages.ts'

/** The text of the course: its files, then its materials in the order of their first version. */
export const currentMaterials = (tx: Pick<Prisma.TransactionClient, 'courseMaterial'>, courseId: string) =>
  tx.courseMaterial.findMany({
    where: { courseId, state: 'current' },
    orderBy: [{ isFromFile: 'desc' }, { since: 'asc' }, { id: 'asc' }],
  })

/** Computes the passages of the course again from all its text: by heading name, the hash of what is under it. */
export async function refreshPassages(tx: Prisma.TransactionClient, courseId: string): Promise<Record<string, string>> {
  const parts = (await currentMaterials(tx, courseId)).flatMap((material) => material.parts)
  const today = passagesOfParts(parts.filter(({ role }) => role !== 'ignored'))
  const passages = Object.fromEntries([...today].map(([heading, { hash }]) => [heading, hash]))
  await tx.course.update({ where: { id: courseId }, data: { passages } })
  await tx.passage.createMany({ data: [...today.values()], skipDuplicates: true })
  return passages
}
