import * as contract from '#contract/attempts.ts'
import { getImage } from '#contract/images.ts'
import * as room from '#contract/room.ts'
import { Refusal } from '#core/refusal.ts'
import { actorOf } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { setAttendance } from './attendance.ts'
import { readAttendanceList } from './attendance-list.ts'
import { clockOf, clockOfSave } from './clock.ts'
import { addIncident, setRoom } from './incident.ts'
import { intervene } from './intervene.ts'
import { listMessages, sendMessage } from './messages.ts'
import { readMinutes } from './minutes.ts'
import { monitorExam } from './monitor.ts'
import { findMyExam, listMyExams } from './my-exams.ts'
import { followAttempt } from './news.ts'
import { readClockOf, tellPulse } from './pulse.ts'
import { readImageFor } from './read-image-for.ts'
import { readMessage } from './read-message.ts'
import { checkReceipt, readReceipt } from './receipt.ts'
import { readAccess, setAccess } from './room-access.ts'
import { saveAnswer } from './save.ts'
import { limitSaves } from './save-limits.ts'
import { saveAnswers } from './save-many.ts'
import { readSitting } from './sitting.ts'
import { startAttempt } from './start.ts'
import { submitAttempt, takeOver } from './submit.ts'
import { tryDevice } from './try-device.ts'
import { writeSitting } from './write-sitting.ts'

export function attemptRoutes(serve: Serve, deps: Deps) {
  serve(contract.tryDevice, (_input, _caller, { ip }) => tryDevice(deps, ip))
  serve(getImage, ({ params }, caller) => readImageFor(deps, { ...params, caller }))
  serve(contract.listMyExams, (_input, caller) => listMyExams(deps, caller))
  serve(contract.getMyExam, ({ params }, caller) => findMyExam(deps, caller, params.examId))
  serve(contract.startAttempt, async ({ params, body }, caller, { ip }) =>
    writeSitting(await startAttempt(deps, caller, { ...params, ...body, ip })),
  )
  serve(contract.getAttempt, async ({ params }, { studentId }) =>
    writeSitting(await readSitting(deps, { ...params, studentId })),
  )
  serve(contract.getClock, ({ params }, { studentId }) => readClockOf(deps, { ...params, studentId }))
  serve(contract.tellPulse, ({ params, body }, { studentId }) => tellPulse(deps, { ...params, ...body, studentId }))
  serve(contract.followAttempt, ({ params }, { studentId }) => followAttempt(deps, { ...params, studentId }))
  serve(contract.readMessage, ({ params }, { studentId }) => readMessage(deps, { ...params, studentId }))

  serve(contract.saveAnswer, async ({ params, body }, { studentId }) => {
    await limitSaves(deps, { ...params, studentId, count: 1 })
    const saved = await saveAnswer(deps, { ...params, ...body, studentId })
    return {
      ...params,
      sequence: body.sequence,
      savedAt: saved.savedAt.toISOString(),
      clock: clockOfSave(saved),
    }
  })
  serve(contract.saveAnswers, async ({ params, body }, { studentId }) => {
    await limitSaves(deps, { ...params, studentId, count: body.ticks.length })
    return {
      ...params,
      ...(await saveAnswers(deps, { ...params, ...body, studentId })),
      clock: await readClockOf(deps, { ...params, studentId }),
    }
  })

  serve(contract.takeOver, async ({ params, body }, caller) => {
    const taken = await takeOver(deps, caller, { ...params, ...body })
    return clockOf(taken, taken.now)
  })
  serve(contract.submitAttempt, ({ params }, caller) => submitAttempt(deps, caller, params.attemptId))
  serve(contract.getReceipt, ({ params }, { studentId }) => readReceipt(deps, { ...params, studentId }))

  serve(contract.monitorExam, ({ params }, { role }) => monitorExam(deps, { ...params, role }))
  serve(contract.changeAttempts, ({ params, body }, caller) => {
    // Taking a copy away is a trainer's decision; the rest is what an invigilator does in the room.
    if (body.intervention.type === 'void' && caller.role === 'invigilator') throw new Refusal('not_allowed')
    return intervene(deps, { ...params, ...body, actor: actorOf(caller), role: caller.role })
  })
  serve(contract.checkReceipt, ({ params, body }) => checkReceipt(deps, { ...params, ...body }))
  roomRoutes(serve, deps)
}

/** What the room says, notes and asks for. */
function roomRoutes(serve: Serve, deps: Deps) {
  serve(room.sendMessage, ({ params, body }, caller) =>
    sendMessage(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(room.listMessages, ({ params }) => listMessages(deps, params))
  serve(room.setAttendance, ({ params, body }, caller) =>
    setAttendance(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(room.getAttendanceList, ({ params }) => readAttendanceList(deps, params))
  serve(room.addIncident, ({ params, body }, caller) =>
    addIncident(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(room.setRoom, ({ params, body }, caller) => setRoom(deps, { ...params, ...body, actor: actorOf(caller) }))
  serve(room.getMinutes, ({ params }) => readMinutes(deps, params))
  serve(room.getAccess, ({ params }, _caller, { ip }) => readAccess(deps, { ...params, ip }))
  serve(room.setAccess, ({ params, body }, caller) => setAccess(deps, { ...params, ...body, actor: actorOf(caller) }))
}
