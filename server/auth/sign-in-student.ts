import { readAccessCode, readJoinCode } from '#core/access-code.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { hashAccessCode } from './access-code-hash.ts'
import { countFailure, refuseWhenTooMany } from './throttle.ts'

type Codes = { joinCode: string; personalCode: string; ip: string }
const nowhere = '00000000-0000-0000-0000-000000000000'

/**
 * The student behind these codes and the exam they join. A draft has no door yet. One refusal for a wrong join code, a
 * wrong personal code or a code of another course, after the same two look-ups.
 */
export async function signInStudent(deps: Deps, { joinCode, personalCode, ip }: Codes) {
  const counted = [['room', ip]] as const
  await refuseWhenTooMany(counted)
  const exam = await deps.db.exam.findFirst({
    where: { joinCode: readJoinCode(joinCode) ?? '', status: { not: 'draft' } },
    select: { id: true, courseId: true },
  })
  const courseId = exam?.courseId ?? nowhere
  const codeHash = hashAccessCode(deps, {
    courseId,
    code: readAccessCode(personalCode) ?? '',
  })
  const student = await deps.db.student.findFirst({
    where: { courseId, codeHash, archivedAt: null },
  })
  if (exam && student) return { student, examId: exam.id }
  await countFailure(counted)
  throw new Refusal('wrong_code')
}
