import { wasHandedIn } from '#core/attempts/sitting.ts'
import { readFinalSheet } from '#server/assessment/final-sheet.ts'
import { findAssessmentIfAny } from '#server/assessment/live-sheet.ts'
import { readCopyCounts } from '#server/exams/copy-counts.ts'
import type { Deps } from '#server/platform/deps.ts'

/** The available exports: results of exams that are no longer drafts, and the final sheet once it has rules. */
export async function listFiles(deps: Deps, courseId: string) {
  const { db } = deps
  const exams = await db.exam.findMany({
    where: { courseId, status: { not: 'draft' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: { id: true, title: true, status: true, closedAt: true, timeZone: true },
  })
  const copies = (await readCopyCounts(deps, courseId)).filter(({ status }) => wasHandedIn(status))
  const marksOf = (id: string) => copies.reduce((sum, { examId, marked }) => sum + (examId === id ? marked : 0), 0)
  const projects = await db.project.findMany({
    where: { courseId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, title: true, _count: { select: { teams: true } } },
  })
  return {
    projects: projects.map(({ _count, ...project }) => ({ ...project, teamCount: _count.teams })),
    exams: exams.map(({ closedAt, ...exam }) => ({
      ...exam,
      closedAt: closedAt?.toISOString() ?? null,
      markCount: marksOf(exam.id),
    })),
    finalSheet: await viewFinalSheet(deps, courseId),
  }
}

async function viewFinalSheet(deps: Deps, courseId: string) {
  if ((await findAssessmentIfAny(deps, courseId)) === null) return null
  const { title, lines, seal } = await readFinalSheet(deps, courseId)
  const withoutGradeCount = lines.filter(({ result }) => result.status !== 'graded').length
  return { title, studentCount: lines.length, withoutGradeCount, isFinal: seal !== null }
}
