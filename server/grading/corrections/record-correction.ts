import { type Change, type Consequences, outlookOf, requireUseful } from '#core/grading/correction.ts'
import type { Rules } from '#core/grading/marking.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { carryMarks, writeMarks } from '../write-marks.ts'
import { describeQuestion } from './describe.ts'
import { type LoadedCopy, loadMarked, type MarkedExam, marksFingerprintOf } from './load-copies.ts'
import { type CorrectionDecision, passOf, settle } from './preview-correction.ts'

type RecordCorrectionInput = Omit<CorrectionDecision, 'byName'> & {
  courseId: string
  examId: string
  actor: Actor
  fingerprint: string
}

/**
 * Records a correction as a new run; the former one is kept. Corrections of one exam wait for each other on its row,
 * and the second is refused because its preview is out of date. The lock does not block foreign keys, so students can
 * go on saving.
 */
export async function recordCorrection(
  deps: Deps,
  { courseId, examId, actor, fingerprint, ...asked }: RecordCorrectionInput,
) {
  return deps.db.$transaction(
    async (tx) => {
      const locked = await tx.$queryRaw<unknown[]>`
        select 1 from "Exam" where id = ${examId}::uuid and "courseId" = ${courseId}::uuid for no key update`
      if (locked.length === 0) throw new Refusal('not_found')
      const marked = await loadMarked(tx, examId)
      if (marksFingerprintOf(marked) !== fingerprint) throw new Refusal('changed_meanwhile')
      const decision = { ...asked, byName: actor.name }
      const consequences = await settle(tx, { examId, marked, decision })
      requireUseful(consequences, marked.run.rules)
      const number = await makeRun(deps, { tx, examId, actor, marked, decision, consequences })
      await audit(tx, {
        courseId,
        actor,
        action: 'exam.correct',
        subject: `exam:${examId}`,
        before: { run: marked.run.number },
        after: { run: number, change: asked.change, policy: asked.policy },
        reason: asked.reason,
      })
      return { number }
    },
    { timeout: 60_000, maxWait: 20_000 },
  )
}

type MakeRunInput = {
  tx: Prisma.TransactionClient
  examId: string
  actor: Actor
  marked: MarkedExam
  decision: CorrectionDecision
  consequences: Consequences
}

async function makeRun({ now }: Deps, { tx, examId, actor, marked, decision, consequences }: MakeRunInput) {
  const { change, policy, reason, byName } = decision
  const former = marked.run.rules
  const run = await tx.markingRun.create({
    data: {
      examId,
      number: marked.run.number + 1,
      createdAt: now(),
      createdById: actor.id,
      createdByName: byName,
      reason,
      rules: consequences.rules,
      correction: {
        change,
        policy,
        outlook: outlookOf(consequences.rows, passOf(former)),
        question: await describeQuestion(tx, { change, before: former, after: consequences.rules }),
        studentName: nameOf(change, marked),
        scales: change.kind === 'scale' ? { before: former.scale.kind, after: change.scale.kind } : null,
      },
    },
  })
  await writeRun(tx, { runId: run.id, marked, consequences, at: now() })
  return run.number
}

/** Writes only the copies whose question or mark changed; the others are copied within the database. */
async function writeRun(
  tx: Prisma.TransactionClient,
  { runId, marked, consequences, at }: { runId: string; marked: MarkedExam; consequences: Consequences; at: Date },
) {
  const touches = touchedBy(marked.run.rules, consequences.rules)
  const fresh = new Set(
    marked.copies.filter((copy) => touches(copy) || copy.before === null).map(({ attemptId }) => attemptId),
  )
  const marks = [...consequences.marks].map(([attemptId, mark]) => ({ attemptId, ...mark }))
  await writeMarks(tx, { runId, at, marks: marks.filter(({ attemptId }) => fresh.has(attemptId)) })
  const same = marks.map(({ attemptId }) => attemptId).filter((attemptId) => !fresh.has(attemptId))
  await carryMarks(tx, { from: marked.run.id, to: runId, attemptIds: same, at })
}

/** Whether the working of a copy may differ between two rules. */
function touchedBy(before: Rules, after: Rules) {
  // A restored run consists of other objects, so every copy is written.
  const changed = Object.keys(after.questions).filter((id) => before.questions[id] !== after.questions[id])
  const questions = new Set(before.scale === after.scale ? changed : Object.keys(after.questions))
  const touched = new Set(
    [before, after].flatMap(({ kept, adjustments, voided }) => Object.keys({ ...kept, ...adjustments, ...voided })),
  )
  return ({ attemptId, questionIds }: Pick<LoadedCopy, 'attemptId' | 'questionIds'>) =>
    touched.has(attemptId) || questionIds.some((id) => questions.has(id))
}

function nameOf(change: Change, { copies }: MarkedExam) {
  const copy = 'attemptId' in change ? copies.find(({ attemptId }) => attemptId === change.attemptId) : undefined
  return copy ? `${copy.givenName} ${copy.familyName}` : null
}
