import type { Language } from '#core/language.ts'
import { Refusal } from '#core/refusal.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { isTimeZone } from './update-course.ts'

type NewCourse = {
  title: string
  year: string
  language: Language
  timeZone: string
  actor: Actor & { id: string | null }
}

/** Creates an empty course owned by the caller. */
export async function createCourse({ db, randomBytes }: Deps, { title, year, language, timeZone, actor }: NewCourse) {
  if (!isTimeZone(timeZone)) throw new Refusal('invalid_request', [{ path: 'timeZone', code: 'unknown_time_zone' }])
  return db.$transaction(async (tx) => {
    const course = await tx.course.create({
      data: {
        title,
        year,
        language,
        timeZone,
        slug: newSlug({ randomBytes }, title),
        memberships: { create: { personId: actor.id ?? '', role: 'owner' } },
      },
    })
    await audit(tx, {
      courseId: course.id,
      actor,
      action: 'course.create',
      subject: `course:${course.id}`,
      after: { title, year, language, timeZone },
    })
    return { id: course.id, title, year, role: 'owner' as const, isArchived: false }
  })
}

/** The readable part of a course's file names, with a part drawn at random that makes it unique. */
export const newSlug = ({ randomBytes }: Pick<Deps, 'randomBytes'>, title: string) =>
  `${slugOf(title)}-${randomBytes(3).toString('hex')}`

const slugOf = (title: string) =>
  title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50) || 'cours'
