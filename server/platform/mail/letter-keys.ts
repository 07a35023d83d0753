import { createHash } from 'node:crypto'

/** A link is told once. */
export const keyOfLink = (linkId: string) => `link:${linkId}`

type StudentCode = { studentId: string; codeHash: Uint8Array }

/** The same code is sent to a student once. */
export const keyOfCode = ({ studentId, codeHash }: StudentCode) =>
  `code:${studentId}:${createHash('sha256').update(codeHash).digest('hex').slice(0, 32)}`

/**
 * SQL: whether the letter `m` of the mailing `g` tells what is over at $1: a link cancelled, replaced, used or expired,
 * the code of somebody who has another or left the class. By the keys above.
 */
export const tellsWhatIsOver = `case g.kind
  when 'code' then not exists (
    select from "Student" s where s.id = m."studentId" and s."archivedAt" is null
      and m.key = 'code:' || s.id || ':' || left(encode(sha256(s."codeHash"), 'hex'), 32))
  when 'released' then false
  when 'trial' then false
  else not exists (
    select from "SignInLink" k where m.key = 'link:' || k.id and k."usedAt" is null and k."expiresAt" > $1)
  end`
