import { Refusal } from '#core/refusal.ts'
import { findStudentsOf } from '#server/auth/external-identity.ts'
import { titleOfCourse } from '#server/auth/queries.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http } from '#server/platform/serve.ts'

type MyCourse = { title: string; caller: StudentCaller }

/**
 * The courses of a student who signed in with the account of their school, this one first; their own alone with a code,
 * which is of one course.
 */
export async function findMyCourses(deps: Deps, caller: StudentCaller): Promise<MyCourse[]> {
  const own = { title: await titleOfCourse(deps, caller.courseId), caller }
  if (!caller.elsewhere) return [own]
  const rows = await findStudentsOf(deps, caller.elsewhere)
  const others = rows.filter(({ courseId }) => courseId !== caller.courseId)
  return [
    own,
    ...others.map(({ id, courseId, course, givenName, familyName }) => ({
      title: course.title,
      caller: { ...caller, studentId: id, courseId, name: `${givenName} ${familyName}` },
    })),
  ]
}

/** A new session, of their entry in that course. Not while a copy runs, whose answers this browser sends. */
export async function chooseMyCourse(
  deps: Deps,
  caller: StudentCaller,
  { courseId, http }: { courseId: string; http: Http },
) {
  const courses = await findMyCourses(deps, caller)
  const chosen = courses.find((one) => one.caller.courseId === courseId)
  if (!chosen) throw new Refusal('not_found')
  const { studentId, name } = chosen.caller
  if (studentId !== caller.studentId) {
    const running = { studentId: caller.studentId, status: { in: ['in_progress' as const, 'paused' as const] } }
    if ((await deps.db.attempt.count({ where: running })) > 0) throw new Refusal('other_copy_running')
    const { source, subject, sourceSession } = await deps.db.session.findUniqueOrThrow({
      where: { id: caller.sessionId },
    })
    await http.signIn({ studentId }, { source, subject, sourceSession })
  }
  return { session: { kind: 'student' as const, studentId, name, courseTitle: chosen.title } }
}
