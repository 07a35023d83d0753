import { readFinalSheet } from '#server/assessment/final-sheet.ts'
import { findAssessmentIfAny } from '#server/assessment/live-sheet.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handedInList } from '#server/platform/status-lists.ts'

/** The available exports: results of exams that are no longer drafts, and the final sheet once it has rules. */
export async function listFiles(deps: Deps, courseId: string) {
  const { db, pool } = deps
  const exams = await db.exam.findMany({
    where: { courseId, status: { not: 'draft' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: { id: true, title: true, status: true, closedAt: true, timeZone: true },
  })
  const counts = await pool.query<{ examId: string; marks: number }>(
    `select a."examId", count(*)::int as marks from "Attempt" a
     where a."examId" = any($1::uuid[]) and a."markedAt" is not null and a.status in ${handedInList.sql}
     group by a."examId"`,
    [exams.map(({ id }) => id)],
  )
  const markCount = new Map(counts.rows.map(({ examId, marks }) => [examId, marks]))
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
      markCount: markCount.get(exam.id) ?? 0,
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
