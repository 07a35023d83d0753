import { createHash } from 'node:crypto'
import { inAudience, whoSitsJoins } from '#server/platform/who-sits.ts'

/** A link is told once. */
export const keyOfLink = (linkId: string) => `link:${linkId}`

type StudentCode = { studentId: string; codeHash: Uint8Array }

/** The same code is sent to a student once. */
export const keyOfCode = ({ studentId, codeHash }: StudentCode) =>
  `code:${studentId}:${createHash('sha256').update(codeHash).digest('hex').slice(0, 32)}`

/** An announcement counts until the next one of the same sitting. */
export const keyOfAnnouncement = (examId: string, studentId: string, times: number) =>
  `announced:${examId}:${studentId}:${times}`

/** A reminder is of one opening. */
export const keyOfReminder = (examId: string, studentId: string, opensAt: Date) =>
  `reminder:${examId}:${studentId}:${opensAt.getTime()}`

/**
 * SQL: whether the sitting of the letter `m` is still to come for its student at $1, and what is said of it here: the
 * exam `e`, the student `s`, and their opening.
 */
const sittingToCome = (said: string) => `
  select from "Exam" e join "Course" c on c.id = e."courseId" join "Student" s on s.id = m."studentId" ${whoSitsJoins}
  where e.id = split_part(m.key, ':', 2)::uuid and e.status in ('published', 'open') and c."archivedAt" is null
    and s."archivedAt" is null and ${inAudience}
    and not exists (select from "Attempt" a where a."examId" = e.id and a."studentId" = s.id and a."startedAt" is not null)
    and ${said}`
const announcedNow = `exists (
  select from "SittingNotice" n where n."examId" = e.id and n."studentId" = s.id
    and split_part(m.key, ':', 4) = n.times::text)`
const opening = `coalesce(cand."opensAt", case when slot.number is null then e."opensAt" else slot."opensAt" end)`

/**
 * SQL: whether the letter `m` of the mailing `g` tells what is over at $1: a link cancelled, replaced, used or expired,
 * the code of somebody who has another or left the class, a sitting that is another by now or has begun. By the keys
 * above.
 */
export const tellsWhatIsOver = `case g.kind
  when 'code' then not exists (
    select from "Student" s where s.id = m."studentId" and s."archivedAt" is null
      and m.key = 'code:' || s.id || ':' || left(encode(sha256(s."codeHash"), 'hex'), 32))
  when 'announced' then not exists (${sittingToCome(announcedNow)})
  when 'moved' then not exists (${sittingToCome(announcedNow)})
  when 'reminder' then not exists (${sittingToCome(`${opening} > $1
      and split_part(m.key, ':', 4) = (extract(epoch from ${opening}) * 1000)::bigint::text`)})
  when 'released' then false
  when 'trial' then false
  else not exists (
    select from "SignInLink" k where m.key = 'link:' || k.id and k."usedAt" is null and k."expiresAt" > $1)
  end`
