import { readAccessCode, showCode } from '#core/access-code.ts'
import { writeLetter } from '#core/letters.ts'
import { Refusal } from '#core/refusal.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { languageOf, requireMail } from '#server/auth/mailings.ts'
import { originForOthers } from '#server/auth/student-address.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { keyOfCode } from '#server/platform/mail/letter-keys.ts'
import { type Addressed, queueMail } from '#server/platform/mail/queue-mail.ts'

type Sent = { courseId: string; codes: readonly { id: string; code: string }[]; origin: string; actor: Actor }

/**
 * Sends students the codes that were just shown: they are compared with their hashes, so that nothing else is sent. The
 * same code is sent once.
 */
export async function sendAccessCodes(deps: Deps, { courseId, codes, origin, actor }: Sent) {
  await requireMail(deps, courseId)
  const address = await originForOthers(deps, { courseId, origin })
  return deps.db.$transaction(
    async (tx) => {
      const { title, language } = await languageOf({ db: tx }, courseId)
      const students = await tx.student.findMany({
        where: { courseId, archivedAt: null, id: { in: codes.map(({ id }) => id) } },
      })
      const letters: Addressed[] = []
      let withoutAddress = 0
      for (const { id, code: typed } of codes) {
        const student = students.find((one) => one.id === id)
        const code = readAccessCode(typed)
        if (!student?.codeHash || code === null) throw new Refusal('wrong_code')
        const codeHash = hashAccessCode(deps, { courseId, code })
        if (!Buffer.from(codeHash).equals(Buffer.from(student.codeHash))) throw new Refusal('wrong_code')
        if (!student.email) {
          withoutAddress += 1
          continue
        }
        const name = `${student.givenName} ${student.familyName}`
        const letter = writeLetter({ kind: 'code', course: title, name, code: showCode(code), address }, language)
        letters.push({ key: keyOfCode({ studentId: id, codeHash }), address: student.email, studentId: id, letter })
      }
      const { queued, already } = await queueMail(
        { ...deps, db: tx },
        { courseId, kind: 'code', label: '', actor, letters },
      )
      const after = { queued, already, withoutAddress }
      if (queued > 0) await audit(tx, { courseId, actor, action: 'mail.codes', subject: `course:${courseId}`, after })
      return after
    },
    { timeout: 30_000 },
  )
}
