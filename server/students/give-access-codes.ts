import { accessCodeFrom, showCode } from '#core/access-code.ts'
import { Refusal } from '#core/refusal.ts'
import { byName, byText } from '#core/students/name-order.ts'
import type { Prisma, Student } from '#prisma/client/client.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { lockClass } from './class-lock.ts'

type GiveAccessCodesInput = { courseId: string; studentIds: readonly string[] | undefined; actor: Actor }
type Code = { student: Student; code: string; hash: string }

/**
 * Issues access codes, shown once: only their keyed hash is stored. A code that replaces another ends the sessions
 * opened with it, since the former one may have been disclosed.
 */
export async function giveAccessCodes(deps: Deps, { courseId, studentIds, actor }: GiveAccessCodesInput) {
  const codes = await deps.db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const students = await studentsToServe(tx, { courseId, studentIds })
      const drawn = await drawCodes(deps, tx, { courseId, students })
      await write(tx, drawn, deps.now())
      const renewed = students.filter((student) => student.codeHash !== null).map(({ id }) => id)
      await tx.session.deleteMany({ where: { studentId: { in: renewed } } })
      if (students.length > 0) {
        const after = { given: students.map(({ id }) => id), renewed }
        await audit(tx, { courseId, actor, action: 'students.codes', subject: `course:${courseId}`, after })
      }
      return drawn
    },
    { timeout: 30_000 },
  )
  await clearSessionCaches(deps)
  return codes.map(({ student, code }) => ({ ...student, code: showCode(code) }))
}

type StudentsToServeInput = Pick<GiveAccessCodesInput, 'courseId' | 'studentIds'>

async function studentsToServe(tx: Prisma.TransactionClient, { courseId, studentIds }: StudentsToServeInput) {
  const chosen = studentIds ? { id: { in: [...studentIds] } } : { codeHash: null }
  const students = await tx.student.findMany({ where: { courseId, archivedAt: null, ...chosen } })
  if (studentIds && students.length < new Set(studentIds).size) throw new Refusal('not_found')
  return students.sort((one, other) => byText(one.group, other.group) || byName(one, other))
}

type Draw = { courseId: string; students: readonly Student[] }

/** One code each, unused in the course; among 2^40 a duplicate is rare, and is drawn again. */
async function drawCodes(deps: Deps, tx: Prisma.TransactionClient, { courseId, students }: Draw): Promise<Code[]> {
  const withCode = await tx.student.findMany({
    where: { courseId, codeHash: { not: null } },
    select: { codeHash: true },
  })
  const taken = new Set(withCode.map(({ codeHash }) => hexOf(codeHash ?? new Uint8Array())))
  return students.map((student) => {
    for (;;) {
      const code = accessCodeFrom(deps.randomBytes(8))
      const hash = hexOf(hashAccessCode(deps, { courseId, code }))
      if (taken.has(hash)) continue
      taken.add(hash)
      return { student, code, hash }
    }
  })
}

/** One statement for the whole class. `updatedAt` is not changed, because it dates the terms of a sitting. */
async function write(tx: Prisma.TransactionClient, codes: readonly Code[], at: Date) {
  const ids = codes.map(({ student }) => student.id)
  const hashes = codes.map(({ hash }) => hash)
  await tx.$executeRaw`
    update "Student" s set "codeHash" = decode(given.hash, 'hex'), "codeSetAt" = ${at}
    from unnest(${ids}::uuid[], ${hashes}::text[]) as given(id, hash)
    where s.id = given.id`
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
