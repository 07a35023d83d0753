import { Refusal } from '#core/refusal.ts'
import { byName, groupsOf } from '#core/students/name-order.ts'
import { isFoundBy } from '#core/students/person-name.ts'
import type { KnownStudent } from '#core/students/roster.ts'
import type { Prisma, Student } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

type Filter = {
  courseId: string
  search?: string | undefined
  group?: string | undefined
  archived: 'without' | 'only' | 'with'
}

/** Reads the whole class, a few hundred students at most, because the search ignores accents and SQL would not. */
export async function listStudents({ db }: Deps, { courseId, search = '', group, archived }: Filter) {
  const all = (await db.student.findMany({ where: { courseId, mergedIntoId: null } })).sort(byName)
  const active = all.filter((student) => student.archivedAt === null)
  const wanted = { without: active, only: all.filter((student) => student.archivedAt !== null), with: all }[archived]
  return {
    students: wanted
      .filter((student) => group === undefined || student.group === group)
      .filter((student) => isFoundBy(search, searchedTexts(student))),
    groups: groupsOf(all),
    counts: {
      active: active.length,
      archived: all.length - active.length,
      withoutCode: active.filter((student) => student.codeHash === null).length,
    },
  }
}

export async function findStudent(db: Prisma.TransactionClient, where: { courseId: string; studentId: string }) {
  const student = await db.student.findFirst({ where: { id: where.studentId, courseId: where.courseId } })
  if (!student) throw new Refusal('not_found')
  return student
}

/** Students that can be changed: neither merged into another entry nor anonymised. */
export async function findLiving(db: Prisma.TransactionClient, where: { courseId: string; studentId: string }) {
  const student = await findStudent(db, where)
  if (student.anonymisedAt !== null || student.mergedIntoId !== null) throw new Refusal('student_gone')
  return student
}

export async function listImports({ db }: Deps, courseId: string) {
  const rows = await db.studentImport.findMany({ where: { courseId }, orderBy: { at: 'desc' }, take: 5 })
  return rows.map(({ added, changed, ...row }) => ({
    ...row,
    added: (added as unknown[]).length,
    changed: (changed as unknown[]).length,
  }))
}

export async function listMerges({ db }: Deps, { courseId, studentId }: { courseId: string; studentId: string }) {
  await findStudent(db, { courseId, studentId })
  const rows = await db.studentMerge.findMany({ where: { courseId, keptId: studentId }, orderBy: { at: 'desc' } })
  const others = await db.student.findMany({ where: { courseId, id: { in: rows.map(({ otherId }) => otherId) } } })
  const nameOf = new Map(others.map(({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`.trim()]))
  return rows.map(({ at, undoneAt, otherId, ...row }) => ({
    ...{ ...row, otherId, otherName: nameOf.get(otherId) ?? '' },
    ...{ at: at.toISOString(), undoneAt: undoneAt?.toISOString() ?? null },
  }))
}

/** What an import compares with: includes students who left, so that they are not added again. */
export async function listKnown(db: Prisma.TransactionClient, courseId: string): Promise<KnownStudent[]> {
  const students = await db.student.findMany({ where: { courseId, anonymisedAt: null }, orderBy: { id: 'asc' } })
  return students.map((student) => {
    const { id, mergedIntoId } = student
    return { id, ...fieldsOf(student), ...(mergedIntoId === null ? {} : { mergedIntoId }) }
  })
}

export function fieldsOf(student: Student) {
  const { familyName, givenName, email, number, group } = student
  // Written under the contract or the import rules, which allow only these kinds.
  return { familyName, givenName, email, number, group, extraTime: student.extraTime }
}

function searchedTexts({ familyName, givenName, email, number }: Student) {
  return [givenName, familyName, givenName, email ?? '', number ?? '']
}
