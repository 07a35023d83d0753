import { anonymousName, anonymousNumber, type Erased, Eraser, type Identity } from '#core/privacy/erasure.ts'
import type { Prisma, Student } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

type Tx = Prisma.TransactionClient
export type Leaving = { courseId: string; students: readonly Student[] }

/**
 * The people to anonymise, with all their former names and their new number, which is random so that its order does not
 * follow the alphabet.
 */
export async function erasedPeople(deps: Deps, tx: Tx, { courseId, students }: Leaving) {
  const course = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { language: true } })
  const all = await tx.student.findMany({ where: { courseId } })
  const first = Math.max(0, ...all.map(({ familyName }) => anonymousNumber(familyName) ?? 0)) + 1
  const imported = await importedIdentities(tx, courseId)
  const people: Erased[] = []
  for (const [index, student] of shuffled(deps, students).entries()) {
    const label = anonymousName(first + index, course.language)
    const merged = all.filter(({ mergedIntoId }) => mergedIntoId === student.id)
    const ids = [student, ...merged].map(({ id }) => id)
    const former = [
      ...(await correctedIdentities(tx, ids)),
      ...imported.filter(({ id }) => ids.includes(id)),
      ...merged,
    ]
    people.push({ ...student, label, former })
    // Texts about the merged entry are about the same person.
    for (const { id } of merged) people.push({ ...student, id, label, former })
  }
  const ids = new Set(people.map(({ id }) => id))
  const staff = await tx.person.findMany({ select: { name: true } })
  const staying = [
    ...all.filter(({ id }) => !ids.has(id)).flatMap(({ familyName, givenName }) => [familyName, givenName]),
    ...staff.flatMap(({ name }) => [name, ...name.split(/\s+/)]),
  ]
  return { people, ids, eraser: new Eraser(people, staying) }
}

/** Names before an import changed them. */
async function importedIdentities(tx: Tx, courseId: string) {
  const imports = await tx.studentImport.findMany({ where: { courseId }, select: { changed: true } })
  return imports.flatMap(({ changed }) => changed)
}

/** Names before a manual correction, from the audit. */
async function correctedIdentities(tx: Tx, ids: readonly string[]): Promise<Identity[]> {
  const lines = await tx.auditLine.findMany({
    where: { subject: { in: ids.map((id) => `student:${id}`) }, action: { in: ['student.add', 'student.update'] } },
    select: { before: true, after: true },
  })
  const said = lines.flatMap(({ before, after }) => [before, after])
  return said.flatMap((fields) => {
    const { familyName, givenName, email, number } = (fields ?? {}) as Partial<Identity>
    if (typeof familyName !== 'string' || familyName === '') return []
    return [{ familyName, givenName: givenName ?? '', email: email ?? null, number: number ?? null }]
  })
}

function shuffled({ randomBytes }: Deps, students: readonly Student[]): Student[] {
  const drawn = students.map((student) => ({ student, rank: randomBytes(8).toString('hex') }))
  return drawn.sort((one, other) => (one.rank < other.rank ? -1 : 1)).map(({ student }) => student)
}
