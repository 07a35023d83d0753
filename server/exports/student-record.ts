import { isExamOver } from '#core/exams/exam.ts'
import { findSealedIfAny, readFinalSheet } from '#server/assessment/final-sheet.ts'
import { findAssessmentIfAny } from '#server/assessment/live-sheet.ts'
import { listMarks } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { shown } from '#server/projects/grade.ts'
import { listProjectMarks } from '#server/projects/marks.ts'
import { findStudent } from '#server/students/queries.ts'

type Place = { courseId: string; studentId: string }

/** What a student did in the course, for their page: it reads every later concept, so it is here. */
export async function readStudentRecord(deps: Deps, place: Place) {
  await findStudent(deps.db, place)
  const [sittings, teams, grade] = await Promise.all([
    readSittings(deps, place),
    readTeams(deps, place),
    readGrade(deps, place),
  ])
  return { sittings, teams, grade }
}

async function readSittings(deps: Deps, { courseId, studentId }: Place) {
  const exams = await deps.db.exam.findMany({
    where: { courseId, status: { not: 'draft' } },
    orderBy: [{ opensAt: 'desc' }, { id: 'asc' }],
  })
  const sittings = await Promise.all(
    exams.map(async (exam) => {
      const [line] = await listMarks(deps, exam.id, studentId)
      if (!line) return []
      const isAbsent = line.startedAt === null && isExamOver(exam.status)
      return [
        {
          ...{ examId: exam.id, title: exam.title, examStatus: exam.status, timeZone: exam.timeZone },
          opensAt: exam.opensAt?.toISOString() ?? null,
          attemptId: line.attemptId,
          status: isAbsent ? ('absent' as const) : line.status,
          startedAt: line.startedAt?.toISOString() ?? null,
          ...{ mark: line.mark, outOf: exam.markRule.outOf },
        },
      ]
    }),
  )
  return sittings.flat()
}

async function readTeams(deps: Deps, { courseId, studentId }: Place) {
  const [projects, marks] = await Promise.all([
    deps.db.project.findMany({
      where: { courseId },
      include: { teams: { where: { members: { some: { studentId } } }, select: { id: true, name: true } } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
    listProjectMarks(deps, courseId),
  ])
  return projects.map(({ id, title, blindSince, teams: [team] }) => {
    // The graders would know whose team it is.
    const isBlind = blindSince !== null
    const worked = isBlind ? null : (marks.get(id)?.get(studentId)?.worked ?? null)
    return {
      ...{ projectId: id, title, isBlind, teamId: isBlind ? null : (team?.id ?? null) },
      name: isBlind ? null : (team?.name ?? null),
      mark: worked === null ? null : shown(worked.mark),
    }
  })
}

async function readGrade(deps: Deps, { courseId, studentId }: Place) {
  if ((await findAssessmentIfAny(deps, courseId)) === null) return null
  const isSealed = (await findSealedIfAny(deps, courseId)) !== null
  const { lines } = await readFinalSheet(deps, courseId)
  const result = lines.find((line) => line.studentId === studentId)?.result
  return { grade: result?.status === 'graded' ? result.grade : null, isSealed }
}
