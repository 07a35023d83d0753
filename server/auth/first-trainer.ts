import type { Deps } from '#server/platform/deps.ts'
import { createLink } from './links.ts'

const hours = 24

/**
 * The sign-in link printed at start-up while nobody has an account. A new one each time: what was printed before stays
 * valid until it expires or one of them is used.
 */
export async function firstTrainerLink(deps: Deps, origin: string) {
  const accounts = await deps.db.person.count({
    where: { passwordHash: { not: null } },
  })
  if (accounts > 0) return null
  const person = (await deps.db.person.findFirst({ where: { email: null } })) ?? (await newPerson(deps))
  const { link } = await createLink(deps, {
    purpose: 'first_trainer',
    origin,
    hours,
    personId: person.id,
  })
  return link
}

/** Owns the courses that have nobody yet: the shipped course waits for its first trainer. */
async function newPerson({ db }: Deps) {
  const orphans = await db.course.findMany({
    where: { memberships: { none: {} } },
    select: { id: true },
  })
  return db.person.create({
    data: {
      name: '',
      memberships: {
        create: orphans.map(({ id }) => ({
          courseId: id,
          role: 'owner' as const,
        })),
      },
    },
  })
}

/** A new link for somebody who lost their password; made from the command line on the server itself. */
export async function signInLinkFor(deps: Deps, { email, origin }: { email: string; origin: string }) {
  const person = await deps.db.person.findUnique({
    where: { email: email.toLowerCase() },
  })
  if (!person) return null
  return (
    await createLink(deps, {
      purpose: 'sign_in',
      origin,
      hours,
      personId: person.id,
    })
  ).link
}
