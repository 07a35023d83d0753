import * as contract from '#contract/attempts.ts'
import { Refusal } from '#core/refusal.ts'
import { actorOf } from '#server/platform/audit.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { readClock } from './change.ts'
import { clockOf, clockOfSave } from './clock.ts'
import { intervene } from './intervene.ts'
import { loadAttempt } from './load.ts'
import { monitorExam } from './monitor.ts'
import { findMyExam, listMyExams } from './my-exams.ts'
import { checkReceipt, readReceipt } from './receipt.ts'
import { saveAnswer } from './save.ts'
import { saveAnswers } from './save-many.ts'
import { readSitting } from './sitting.ts'
import { startAttempt } from './start.ts'
import { submitAttempt, takeOver } from './submit.ts'
import { writeSitting } from './write-sitting.ts'

export function attemptRoutes(serve: Serve, deps: Deps) {
  serve(contract.listMyExams, (_input, caller) => listMyExams(deps, caller))
  serve(contract.getMyExam, ({ params }, caller) => findMyExam(deps, caller, params.examId))
  serve(contract.startAttempt, async ({ params, body }, caller) =>
    writeSitting(await startAttempt(deps, caller, { ...params, ...body })),
  )
  serve(contract.getAttempt, async ({ params }, { studentId }) =>
    writeSitting(await readSitting(deps, { ...params, studentId })),
  )
  serve(contract.getClock, ({ params }, caller) => clockNow(deps, caller, params.attemptId))

  serve(contract.saveAnswer, async ({ params, body }, { studentId }) => {
    const saved = await saveAnswer(deps, { ...params, ...body, studentId })
    return {
      questionId: params.questionId,
      sequence: body.sequence,
      savedAt: saved.savedAt.toISOString(),
      clock: clockOfSave(saved),
    }
  })
  serve(contract.saveAnswers, async ({ params, body }, caller) => ({
    ...(await saveAnswers(deps, { ...params, ...body, studentId: caller.studentId })),
    clock: await clockNow(deps, caller, params.attemptId),
  }))

  serve(contract.takeOver, async ({ params, body }, caller) => {
    const { attempt, now } = await takeOver(deps, caller, { ...params, ...body })
    return clockOf(attempt, now)
  })
  serve(contract.submitAttempt, ({ params }, caller) => submitAttempt(deps, caller, params.attemptId))
  serve(contract.getReceipt, ({ params }, { studentId }) => readReceipt(deps, { ...params, studentId }))

  serve(contract.monitorExam, ({ params }) => monitorExam(deps, params))
  serve(contract.changeAttempts, ({ params, body }, caller) => {
    // Taking a copy away is a trainer's decision; the rest is what an invigilator does in the room.
    if (body.intervention.type === 'void' && caller.role === 'invigilator') throw new Refusal('not_allowed')
    return intervene(deps, { ...params, ...body, actor: actorOf(caller) })
  })
  serve(contract.checkReceipt, ({ params, body }) => checkReceipt(deps, { ...params, ...body }))
}

async function clockNow(deps: Deps, { studentId }: StudentCaller, attemptId: string) {
  const { attempt } = await loadAttempt(deps.pool, { attemptId, reach: { studentId } })
  return clockOf(attempt, await readClock(deps.pool, deps))
}
