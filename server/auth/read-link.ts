import type { Deps } from '#server/platform/deps.ts'
import { findUsableLink } from './links.ts'

/** The purpose of a one-time link, without using it. */
export async function readLink(deps: Deps, { token, ip }: { token: string; ip: string }) {
  const { purpose, email, person, course, role } = await findUsableLink(deps, {
    token,
    ip,
  })
  const invited = email ? await deps.db.person.findUnique({ where: { email } }) : null
  const holder = person ?? invited
  return {
    purpose,
    email: email ?? holder?.email ?? null,
    name: holder?.email ? holder.name : null,
    courseTitle: course?.title ?? null,
    role,
    hasPassword: purpose === 'invitation' && Boolean(holder?.passwordHash),
  }
}
