import { wholeOutline } from '#core/courses/outline.ts'
import { courseLanguage } from '#core/questions/true-false.ts'
import { Refusal } from '#core/refusal.ts'
import { batched } from '#server/platform/batcher.ts'
import type { StaffCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'

export async function findPersonEmail({ db }: Deps, personId: string) {
  const person = await db.person.findUniqueOrThrow({
    where: { id: personId },
    select: { email: true },
  })
  return person.email ?? ''
}

/** A class opens its pages in the same minute: its students share the statement. */
export const titleOfCourse = batched(async ({ pool }: Deps, courseIds: string[]): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string; title: string }>({
    name: 'course-titles',
    text: 'select id, title from "Course" where id = any($1::uuid[])',
    values: [[...new Set(courseIds)]],
  })
  const found = new Map(rows.map(({ id, title }) => [id, title]))
  return courseIds.map((id) => found.get(id) ?? '')
})

export async function listCourses({ db }: Deps, { personId, token }: Pick<StaffCaller, 'personId' | 'token'>) {
  const rows = await db.membership.findMany({
    where: { personId, ...(token?.courseId ? { courseId: token.courseId } : {}) },
    include: { course: true },
    orderBy: { course: { createdAt: 'asc' } },
  })
  return rows.map(({ course, role }) => ({
    id: course.id,
    title: course.title,
    year: course.year,
    role,
    isArchived: course.archivedAt !== null,
  }))
}

export async function findCourse({ db }: Deps, courseId: string) {
  const course = await db.course.findUnique({ where: { id: courseId } })
  if (!course) throw new Refusal('not_found')
  const sessions = wholeOutline(course.outline).sessions.map(({ labs, sections, ...session }) => ({
    ...session,
    labs: [...labs],
    sections: sections.map(({ id, title, objectives }) => ({ id, title, objectives: [...objectives] })),
  }))
  return { ...course, isArchived: course.archivedAt !== null, language: courseLanguage(course.language), sessions }
}

export async function listMembers({ db, now }: Deps, courseId: string) {
  const members = await db.membership.findMany({
    where: { courseId },
    include: { person: true },
    orderBy: { createdAt: 'asc' },
  })
  const invitations = await db.signInLink.findMany({
    where: {
      courseId,
      purpose: 'invitation',
      usedAt: null,
      expiresAt: { gt: now() },
    },
    orderBy: { createdAt: 'asc' },
  })
  return {
    members: members.map(({ person, role }) => ({
      personId: person.id,
      name: person.name,
      email: person.email ?? '',
      role,
      hasSecondFactor: person.secondFactorAt !== null,
    })),
    invitations: invitations.map(({ id, email, role, expiresAt }) => ({
      id,
      email: email ?? '',
      role: role ?? ('invigilator' as const),
      expiresAt: expiresAt.toISOString(),
    })),
  }
}
