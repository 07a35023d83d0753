/** What somebody is in a course of a platform, as far as we tell people apart. */
export type LaunchRole = 'learner' | 'staff'

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership'
const staffRoles = ['Administrator', 'ContentDeveloper', 'Instructor', 'Manager', 'TeachingAssistant']

/**
 * Only roles of the course count: an instructor of the institution may be a learner here, and an administrator of the
 * platform teaches nothing (LTI 1.3, A.2). A role without its address is read as one of the course, as the standard asks;
 * a sub-role (`membership/Instructor#TeachingAssistant`) counts for the role it belongs to. Null: neither.
 */
export function launchRoleOf(roles: readonly string[]): LaunchRole | null {
  const inCourse = roles.flatMap((role) => roleInCourse(role) ?? [])
  if (inCourse.some((role) => staffRoles.includes(role))) return 'staff'
  return inCourse.includes('Learner') ? 'learner' : null
}

function roleInCourse(role: string): string | null {
  if (/^\w+$/.test(role)) return role
  if (role.startsWith(`${membership}#`)) return role.slice(membership.length + 1)
  return new RegExp(`^${membership.replaceAll('.', '\\.')}/(\\w+)#\\w+$`).exec(role)?.[1] ?? null
}
