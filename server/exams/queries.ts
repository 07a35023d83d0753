import { Refusal } from '#core/refusal.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { type CountedCopies, readCopyCounts, startedOf } from './copy-counts.ts'
import { askedCount, type FrozenStratum } from './draw-copy.ts'
import { type ExamPlace, wantedOf } from './exam.ts'
import { renderInstructions } from './render-instructions.ts'

const candidates = { where: { isListed: true, student: { archivedAt: null } } }
const ofClass = {
  questions: { select: { stratum: true, take: true } },
  course: { select: { _count: { select: { students: { where: { archivedAt: null } } } } } },
} satisfies Prisma.ExamInclude
const inList = { ...ofClass, _count: { select: { candidates } } } satisfies Prisma.ExamInclude
const counts = {
  ...ofClass,
  _count: { select: { candidates, attempts: { where: { startedAt: { not: null } } } } },
} satisfies Prisma.ExamInclude

const named = { select: { id: true, title: true } } as const
const linked = {
  retakeOf: named,
  retakes: { ...named, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.ExamInclude

export async function listExams(deps: Deps, courseId: string, copies?: readonly CountedCopies[]) {
  const [rows, counted] = await Promise.all([
    deps.db.exam.findMany({
      where: { courseId },
      include: inList,
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    }),
    copies ?? readCopyCounts(deps, courseId),
  ])
  return rows.map((row) => rowView(row, { ...row, _count: { ...row._count, attempts: startedOf(counted, row.id) } }))
}

export async function findExam(deps: Deps, { courseId, examId }: ExamPlace) {
  const row = await deps.db.exam.findFirst({ where: { id: examId, courseId }, include: { ...counts, ...linked } })
  if (!row) throw new Refusal('not_found')
  const exam = row
  const { createdAt, publishedAt, openedAt, closedAt, releasedAt } = exam
  const { outOf, grain, rounding, floor = 0, ceiling } = exam.markRule
  return {
    ...exam,
    ...rowView(exam, row),
    shownInstructions: await renderInstructions(exam.instructions),
    blueprint: { questionIds: [...exam.blueprint.questionIds], lines: [...exam.blueprint.lines] },
    markRule: { outOf, grain, rounding, floor: Math.max(0, floor), ...(ceiling === undefined ? {} : { ceiling }) },
    isImported: exam.imported !== null,
    troubles: troublesOf(deps).ofExam(examId),
    createdAt: createdAt.toISOString(),
    publishedAt: text(publishedAt),
    openedAt: text(openedAt),
    closedAt: text(closedAt),
    releasedAt: text(releasedAt),
  }
}

export async function findExamRow({ db }: Deps, { courseId, examId }: ExamPlace): Promise<Exam> {
  const row = await db.exam.findFirst({ where: { id: examId, courseId } })
  if (!row) throw new Refusal('not_found')
  return row
}

type RowViewInput = {
  questions: FrozenStratum[]
  _count: { attempts: number; candidates: number }
  course: { _count: { students: number } }
}

function rowView(exam: Exam, { questions, _count, course }: RowViewInput) {
  const { id, title, status, limitMinutes, opensAt, closesAt, timeZone, joinCode, retakeOfId } = exam
  return {
    id,
    title,
    status,
    limitMinutes,
    timeZone,
    joinCode,
    retakeOfId,
    questionCount: status === 'draft' ? wantedOf(exam.blueprint) : askedCount(questions),
    opensAt: text(opensAt),
    closesAt: text(closesAt),
    studentCount: exam.audience.kind === 'class' ? course._count.students : _count.candidates,
    startedCount: _count.attempts,
  }
}

const text = (instant: Date | null) => instant?.toISOString() ?? null
