import type { z } from 'zod'
import type { getCorrectionRecord, getCorrections } from '#contract/grading/corrections.ts'
import type { RuledQuestion } from '#core/grading/marking.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { ExamQuestion, MarkingRun } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handedInList } from '#server/platform/status-lists.ts'
import { sharedContexts } from '#server/questions/contexts.ts'
import { allChoices } from '#server/questions/seen-choices.ts'
import { newestRun } from '../runs.ts'
import { questionOpeningOf, ruledView } from './describe.ts'
import { recordCode } from './record-code.ts'
import { readTallies, type TickTally } from './tallies.ts'

type Scale = z.input<typeof getCorrections.reply>['scale']
type Correction = z.input<typeof getCorrectionRecord.reply>['correction']

/** The data of the correction page: current questions, ticked choices, and the runs so far. */
export async function readCorrections(deps: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const { db } = deps
  const exam = await db.exam.findFirst({
    where: { id: examId, courseId },
    include: { questions: { orderBy: { position: 'asc' } } },
  })
  if (!exam) throw new Refusal('not_found')
  const run = await newestRun(db, examId)
  if (!run) throw new Refusal('marks_missing')
  const [copies, tallies] = await Promise.all([
    listMarkedStudents(deps, { examId, runId: run.id }),
    readTallies(deps, { courseId, examId, questions: exam.questions }),
  ])
  const runs = await db.markingRun.findMany({ where: { examId }, orderBy: { number: 'desc' }, omit: { rules: true } })
  const shared = sharedContexts(deps, exam.questions, ({ asked }) => asked.context)
  return {
    examTitle: exam.title,
    examStatus: exam.status,
    releasedAt: exam.releasedAt?.toISOString() ?? null,
    ...shared.contexts,
    outOf: run.rules.markRule.outOf,
    scale: run.rules.scale as Scale,
    copyCount: copies.length,
    questions: exam.questions.map((question) => {
      const { id, position, questionId } = question
      const { type, stem, parts } = question.asked
      const rule = run.rules.questions[id] as RuledQuestion
      const tally = tallies[id] ?? noTally
      return {
        id,
        position: position + 1,
        bankId: questionId,
        type,
        opening: questionOpeningOf(question),
        ...shared.named(question),
        stem,
        ...(parts ? { parts } : {}),
        ...countedChoices(question, { rule, tally }),
        blanks: tally.blanks,
        ruled: ruledView(rule),
      }
    }),
    students: copies.map(({ attemptId, givenName, familyName, before }) => ({
      attemptId,
      studentName: `${familyName} ${givenName}`,
      mark: before,
    })),
    runs: runs.map(runView),
  }
}

const noTally: TickTally = { counts: {}, others: null, blanks: 0 }

type Answered = { rule: RuledQuestion; tally: TickTally }

/** How often each choice was ticked, or each answer typed. */
function countedChoices({ asked }: Pick<ExamQuestion, 'asked'>, { rule, tally }: Answered) {
  return {
    choices: allChoices(asked, { key: rule }).map((choice) => ({ ...choice, count: tally.counts[choice.id] ?? 0 })),
    ...(tally.others ? { others: [...tally.others] } : {}),
  }
}

type MarkedStudent = { attemptId: string; givenName: string; familyName: string; before: number | null }

async function listMarkedStudents({ pool }: Deps, { examId, runId }: { examId: string; runId: string }) {
  const { rows } = await pool.query<MarkedStudent>(markedQuery, [examId, runId])
  return rows.toSorted(byName)
}

const markedQuery = `
  select a.id as "attemptId", s."familyName", s."givenName", m.mark as before
  from "Attempt" a join "Student" s on s.id = a."studentId"
  left join "Mark" m on m."runId" = $2 and m."attemptId" = a.id
  where a."examId" = $1 and a.status in ${handedInList.sql} and a."markedAt" is not null
  order by a.id`

type RunRow = Omit<MarkingRun, 'rules'>

const runView = ({ number, createdAt, createdByName, reason, correction }: RunRow) => ({
  number,
  createdAt: createdAt.toISOString(),
  byName: createdByName,
  reason: correction === null ? '' : reason,
  correction: correction,
})

/** The record of one correction: every mark in the previous run and in the new one. */
export async function readCorrectionRecord(
  deps: Deps,
  { courseId, examId, number }: { courseId: string; examId: string; number: number },
) {
  const { db, pool } = deps
  const exam = await db.exam.findFirst({
    where: { id: examId, courseId },
    select: { title: true, timeZone: true, markRule: true, course: { select: { title: true } } },
  })
  const run = exam && (await db.markingRun.findUnique({ where: { examId_number: { examId, number } } }))
  if (!run || run.correction === null) throw new Refusal('not_found')
  const later = await db.markingRun.count({ where: { examId, number: { gt: number } } })
  const { rows } = await pool.query<RecordRow>(recordQuery, [examId, number])
  const view = runView(run)
  return {
    ...view,
    correction: run.correction as Correction,
    examTitle: exam.title,
    courseTitle: exam.course.title,
    outOf: exam.markRule.outOf,
    timeZone: exam.timeZone,
    isCurrent: later === 0,
    code: recordCode(deps, { runId: run.id, view, rows }),
    // Sorted here like the class list, since the database would sort by byte.
    rows: rows.toSorted(byName),
  }
}

type RecordRow = {
  attemptId: string
  studentId: string
  familyName: string
  givenName: string
  number: string
  before: number | null
  after: number | null
}

// A copy closed after the correction is in the new run only: it was not corrected, so it is not on the record.
const recordQuery = `
  select a.id as "attemptId", s.id as "studentId", s."familyName", s."givenName", coalesce(s.number, '') as number,
    old.mark as before, new.mark as after
  from "MarkingRun" before
  join "MarkingRun" after on after."examId" = before."examId" and after.number = before.number + 1
  join "Attempt" a on a."examId" = before."examId"
  join "Student" s on s.id = a."studentId"
  left join "Mark" old on old."runId" = before.id and old."attemptId" = a.id
  left join "Mark" new on new."runId" = after.id and new."attemptId" = a.id
  where before."examId" = $1 and before.number = $2 - 1
    and (old.mark is not null or (new.mark is not null and new."createdAt" = after."createdAt"))
  order by a.id`
