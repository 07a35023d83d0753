import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type Update = {
  courseId: string
  title: string
  year: string
  timeZone: string
  summary?: string | undefined
  actor: Actor
}

export async function updateCourse({ db }: Deps, { courseId, title, year, timeZone, summary, actor }: Update) {
  if (!isTimeZone(timeZone)) throw new Refusal('invalid_request', [{ path: 'timeZone', code: 'unknown_time_zone' }])
  await db.$transaction(async (tx) => {
    const before = await tx.course.findUniqueOrThrow({
      where: { id: courseId },
      select: { title: true, year: true, timeZone: true, summary: true },
    })
    const after = { title, year, timeZone, summary: summary ?? before.summary }
    await tx.course.update({ where: { id: courseId }, data: after })
    await audit(tx, {
      courseId,
      actor,
      action: 'course.update',
      subject: `course:${courseId}`,
      before,
      after,
    })
  })
  return { done: true as const }
}

/** Whether this runtime knows the time zone (IANA name). */
export function isTimeZone(name: string) {
  try {
    new Intl.DateTimeFormat('fr', { timeZone: name })
    return true
  } catch {
    return false
  }
}
