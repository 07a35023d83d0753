import { joinCodeFrom, showCode } from '#core/access-code.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type Place = { courseId: string }

/** The code with which students of a course come to practise when no exam brings them. */
export async function readPracticeCode({ db }: Deps, { courseId }: Place) {
  const { practiceCode } = await db.course.findUniqueOrThrow({
    where: { id: courseId },
    select: { practiceCode: true },
  })
  return { code: practiceCode === null ? null : showCode(practiceCode) }
}

export async function openPractice(deps: Deps, { courseId, actor }: Place & { actor: Actor }) {
  await deps.db.$transaction(async (tx) => {
    const before = await lockCode(tx, courseId)
    if (before.practiceCode !== null) return
    const after = { practiceCode: await freeCode(deps, tx) }
    await tx.course.update({ where: { id: courseId }, data: after })
    await audit(tx, { courseId, actor, action: 'course.open_practice', subject: `course:${courseId}`, after })
  })
  return readPracticeCode(deps, { courseId })
}

export async function closePractice(deps: Deps, { courseId, actor }: Place & { actor: Actor }) {
  await deps.db.$transaction(async (tx) => {
    const before = await lockCode(tx, courseId)
    if (before.practiceCode === null) return
    await tx.course.update({ where: { id: courseId }, data: { practiceCode: null } })
    await audit(tx, { courseId, actor, action: 'course.close_practice', subject: `course:${courseId}`, before })
  })
  return readPracticeCode(deps, { courseId })
}

async function lockCode(tx: Prisma.TransactionClient, courseId: string) {
  await tx.$queryRaw`select id from "Course" where id = ${courseId}::uuid for update`
  return tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { practiceCode: true } })
}

/** No exam, slot or other course has it: a code leads to one place. */
async function freeCode({ randomBytes }: Pick<Deps, 'randomBytes'>, tx: Prisma.TransactionClient) {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const code = joinCodeFrom(randomBytes(6))
    const where = { joinCode: code }
    const taken = await Promise.all([
      ...[tx.exam.count({ where }), tx.examSlot.count({ where })],
      tx.course.count({ where: { practiceCode: code } }),
    ])
    if (taken.every((count) => count === 0)) return code
  }
  throw new Error('no free code for practice')
}
