import type { PaperQuestion } from '#core/exams/draw.ts'
import { markCopy } from '#core/grading/marking.ts'
import { Prisma } from '#prisma/client/client.ts'
import { rehearsalMark } from '#server/attempts/rehearsal/stage.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handedInList } from '#server/platform/status-lists.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { firstRun, newestRun } from './runs.ts'
import { writeMarks } from './write-marks.ts'

const atOnce = 100

/** Marks every exam with unmarked copies; an exam that fails does not block the others. */
export async function markAllPending(deps: Deps) {
  const exams = await deps.db.$queryRaw<{ examId: string }[]>(unmarkedQuery(null))
  const troubles = troublesOf(deps)
  troubles.forget('mark', new Set(exams.map(({ examId }) => examId)))
  for (const { examId } of exams) await troubles.apart(deps, { examId, chore: 'mark' }, () => markPending(deps, examId))
}

/**
 * Marks every closed copy of an exam that has no mark, by the rules of the current run. Closing and marking are
 * separate: after a crash in between, the next round marks the copy. Marking twice gives the same mark.
 */
export async function markPending(deps: Deps, examId: string): Promise<number> {
  if ((await deps.db.$queryRaw<unknown[]>(unmarkedQuery(examId))).length === 0) return 0
  await firstRun(deps, examId)
  let marked = 0
  for (let batch = atOnce; batch === atOnce; marked += batch) batch = await markBatch(deps, examId)
  return marked
}

/**
 * The exams with unmarked copies, rehearsals excepted. The statuses are constants, so that the index of the unmarked
 * copies alone serves: asked every few seconds, however many copies there are.
 */
export const unmarkedQuery = (examId: string | null) => Prisma.sql`
  select e.id as "examId" from "Exam" e join "Course" c on c.id = e."courseId"
  where (${examId}::uuid is null or e.id = ${examId}::uuid) and not starts_with(c.slug, ${rehearsalMark})
    and exists (select 1 from "Attempt" a
      where a."examId" = e.id and a."markedAt" is null and a.status in ${handedInList})`

type Pending = { id: string; paper: PaperQuestion[] }
type Answered = { attemptId: string; answers: [questionId: string, choices: string[]][] }

/**
 * Copies are taken with `skip locked`: two servers marking together share the work. The exam is locked first, in share
 * mode, so that no correction creates another run meanwhile: a copy would be marked in an outdated run.
 */
async function markBatch(deps: Deps, examId: string) {
  const { db, now } = deps
  return db.$transaction(
    async (tx) => {
      await tx.$queryRaw`select 1 from "Exam" where id = ${examId}::uuid for share`
      const run = await newestRun(tx, examId)
      const copies = await tx.$queryRaw<Pending[]>`
        select id, paper from "Attempt"
        where "examId" = ${examId}::uuid and status in ${handedInList} and "markedAt" is null
        order by id limit ${atOnce} for update skip locked`
      if (copies.length === 0 || !run) return 0
      const ids = copies.map(({ id }) => id)
      // One line per copy: a row per answer through Prisma took longer than the marking.
      const answered = await tx.$queryRaw<Answered[]>`
        select "attemptId", json_agg(json_build_array("questionId", choices)) as answers
        from "Answer" where "attemptId" = any(${ids}::uuid[]) group by "attemptId"`
      const answersOf = new Map(answered.map(({ attemptId, answers }) => [attemptId, new Map(answers)]))
      const marks = copies
        .filter(({ id }) => run.rules.voided?.[id] === undefined)
        .map(({ id, paper }) => {
          const questionIds = paper.map(({ questionId }) => questionId)
          const answers = answersOf.get(id) ?? new Map<string, string[]>()
          return { attemptId: id, ...markCopy(run.rules, { attemptId: id, questionIds, answers }) }
        })
      // A copy that was reopened and closed again has other answers, so its mark is replaced.
      await tx.mark.deleteMany({ where: { runId: run.id, attemptId: { in: ids } } })
      await writeMarks(tx, { runId: run.id, marks, at: now() })
      await tx.attempt.updateMany({ where: { id: { in: ids } }, data: { markedAt: now() } })
      return copies.length
    },
    { timeout: 30_000 },
  )
}
