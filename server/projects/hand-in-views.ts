import { daysLate } from '#core/projects/late.ts'
import { linkHost } from '#core/projects/repository-link.ts'
import type { HandIn, Prisma, Team } from '#prisma/client/client.ts'
import type { Project } from './project.ts'

export const withAuthor = {
  student: { select: { givenName: true, familyName: true } },
  _count: { select: { parts: true } },
} satisfies Prisma.HandInInclude

/** The last first. */
export const handInsOf = { handIns: { include: withAuthor, orderBy: { number: 'desc' } } } satisfies Prisma.TeamInclude

type Dated = Pick<Project, 'deadline' | 'course'>
type Authored = HandIn & {
  student: { givenName: string; familyName: string } | null
  _count: { parts: number }
}

export function viewHandIn(project: Dated, { student, _count, ...handIn }: Authored) {
  const { id, number, at, url, reference, fileName, fileType, fileSize } = handIn
  const file = { name: fileName, type: fileType, size: fileSize, isKept: _count.parts > 0 }
  return {
    ...{ id, number, url, reference, host: linkHost(url), at: at.toISOString() },
    by: student === null ? '' : `${student.givenName} ${student.familyName}`.trim(),
    daysLate: lateBy(project, at),
    file: fileName === '' ? null : file,
  }
}

/** Started days after the deadline of today; 0 in time, or without a deadline. */
export function lateBy({ deadline, course }: Dated, submittedAt: Date | null): number {
  return deadline === null || submittedAt === null ? 0 : daysLate({ deadline, submittedAt, ...course })
}

/** When a team delivered: what a trainer said counts instead of its last hand-in. */
export const deliveredAt = ({ submittedAt, handedInAt }: Pick<Team, 'submittedAt' | 'handedInAt'>) =>
  submittedAt ?? handedInAt
