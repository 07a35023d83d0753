import { compareWithFile } from '#core/courses/course-file.ts'
import { wholeOutline } from '#core/courses/outline.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { courseSaid } from '#server/questions/bank/course-said.ts'
import { takenFields } from '#server/questions/bank/follow-course-file.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { applyCommand } from './change-outline.ts'

type ResolveInput = { courseId: string; revision: number; keep: 'course' | 'file'; actor: Actor }

/**
 * The course and its file both changed: keeps one of them for all that waits. The same file does not ask again; an
 * outline that was taken can be undone like any other change.
 */
export async function resolveCourseFile(deps: Deps, { courseId, revision, keep, actor }: ResolveInput) {
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const course = await tx.course.findUniqueOrThrow({ where: { id: courseId } })
    const file = course.fileProposal
    if (!file || course.outlineRevision !== revision) {
      throw new Refusal('outline_changed', { revision: course.outlineRevision })
    }
    const stored = courseSaid(course)
    const { decide } = compareWithFile({ file, base: course.fileCourse, stored })
    const taken = keep === 'file' ? takenFields(file, decide) : {}
    await tx.course.update({
      where: { id: courseId },
      data: { ...taken, fileCourse: file, fileProposal: Prisma.DbNull },
    })
    const before = Object.fromEntries(decide.map((field) => [field, field === 'sessions' ? null : stored[field]]))
    const after = { keep, fields: decide }
    await audit(tx, { courseId, actor, action: 'course.resolve', subject: `course:${courseId}`, before, after })
    if (keep === 'course' || !decide.includes('sessions')) return { revision, changeId: null }
    const command = { kind: 'replace' as const, sessions: wholeOutline(file).sessions }
    const about = { kind: 'take_file' as const, label: 'course.yaml' }
    const change = await applyCommand(tx, { courseId, command, ...about, actor, at: deps.now() })
    return { revision: change.revision, changeId: change.changeId }
  }, bankWriting)
}
