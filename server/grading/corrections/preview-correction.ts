import type { z } from 'zod'
import type { previewCorrection as previewContract } from '#contract/grading/corrections.ts'
import { ticksOf } from '#core/exams/certainty.ts'
import type { Consequences, CorrectionFault, Policy } from '#core/grading/correction.ts'
import { consequencesOf, outlookOf, requireUseful } from '#core/grading/correction.ts'
import type { Rules } from '#core/grading/marking.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { loadMarked, type MarkedExam, marksFingerprintOf } from './load-copies.ts'

type Change = z.output<typeof previewContract.body>['change']
export type CorrectionDecision = { change: Change; policy: Policy; reason: string; byName: string }
type PreviewCorrectionInput = { courseId: string; examId: string; byName: string; change: Change; policy: Policy }

/** Half of the scale: 10 out of 20. */
export const passOf = ({ markRule }: Rules) => markRule.outOf / 2

export async function previewCorrection({ db }: Deps, { courseId, examId, ...asked }: PreviewCorrectionInput) {
  const exam = await db.exam.findFirst({ where: { id: examId, courseId }, select: { id: true } })
  if (!exam) throw new Refusal('not_found')
  const marked = await loadMarked(db, examId)
  const decision = { ...asked, reason: '' }
  const consequences = await settle(db, { examId, marked, decision })
  const pass = passOf(marked.run.rules)
  const { change, policy } = asked
  const policies = await Promise.all(
    policiesFor(change, policy).map(async (other) => {
      const { rows } =
        other.kind === policy.kind
          ? consequences
          : await settle(db, { examId, marked, decision: { ...decision, policy: other } })
      return { policy: other, outlook: outlookOf(rows, pass) }
    }),
  )
  return {
    fingerprint: marksFingerprintOf(marked),
    outOf: marked.run.rules.markRule.outOf,
    pass,
    outlook: outlookOf(consequences.rows, pass),
    policies,
    fault: faultOf(consequences, marked.run.rules),
    rows: consequences.rows.map((row, index) => {
      const { familyName, givenName, answers, questionIds } = marked.copies[index] as MarkedExam['copies'][number]
      const isAsked = 'questionId' in change && questionIds.includes(change.questionId)
      const ticked = isAsked ? [...ticksOf(answers.get(change.questionId) ?? [])] : null
      return { ...row, familyName, givenName, ticked }
    }),
  }
}

type SettleInput = { examId: string; marked: MarkedExam; decision: CorrectionDecision }

/** Used for the preview and for recording, so that exactly what was shown is done. */
export async function settle(tx: Prisma.TransactionClient, { examId, marked, decision }: SettleInput) {
  const { change, policy, byName, reason } = decision
  const restored = change.kind === 'restore' ? await rulesOfRun(tx, examId, change.runNumber) : undefined
  return consequencesOf(
    { rules: marked.run.rules, change, policy, copies: marked.copies },
    { by: { name: byName, reason }, restored },
  )
}

async function rulesOfRun(tx: Prisma.TransactionClient, examId: string, number: number) {
  const run = await tx.markingRun.findUnique({ where: { examId_number: { examId, number } }, select: { rules: true } })
  return run ? run.rules : undefined
}

/** Voiding or adjusting one copy always applies fully, whatever the policy. */
function policiesFor(change: Change, asked: Policy): Policy[] {
  if (change.kind === 'void' || change.kind === 'adjust') return [asked]
  const both: Policy[] = [{ kind: 'full' }, { kind: 'never_lower' }]
  return asked.kind === 'only_ticked' ? [...both, asked] : both
}

function faultOf(consequences: Consequences, former: Rules) {
  try {
    requireUseful(consequences, former)
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return (error.details as { reason: Extract<CorrectionFault, 'nothing_changes' | 'nothing_left'> }).reason
  }
}
