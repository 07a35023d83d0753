import * as browser from '#contract/attempts/locked-browser.ts'
import * as monitor from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as room from '#contract/attempts/room.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import { getImage } from '#contract/questions/images.ts'
import { Refusal } from '#core/refusal.ts'
import { readMyCalendar } from '#server/attempts/entry/my-calendar.ts'
import { chooseMyCourse } from '#server/attempts/entry/my-courses.ts'
import { findMyExam, listMyExams } from '#server/attempts/entry/my-exams.ts'
import { readAccess, setAccess } from '#server/attempts/entry/room-access.ts'
import { tryDevice } from '#server/attempts/entry/try-device.ts'
import { setBrowserPass } from '#server/attempts/locked-browser/passes.ts'
import { serveCopies } from '#server/attempts/locked-browser/serve-copies.ts'
import * as browserSettings from '#server/attempts/locked-browser/settings.ts'
import * as trial from '#server/attempts/locked-browser/try-browser.ts'
import { setAttendance } from '#server/attempts/monitor/attendance.ts'
import { readAttendanceList } from '#server/attempts/monitor/attendance-list.ts'
import { addIncident, setRoom } from '#server/attempts/monitor/incident.ts'
import { intervene } from '#server/attempts/monitor/intervene.ts'
import { listAskedQuestions, listMessages, sendMessage } from '#server/attempts/monitor/messages.ts'
import { readMinutes } from '#server/attempts/monitor/minutes.ts'
import { monitorExam } from '#server/attempts/monitor/monitor.ts'
import { followAttempt } from '#server/attempts/sitting/attempt-events.ts'
import { clockOf, clockOfSave } from '#server/attempts/sitting/clock.ts'
import { readClockOf, sendHeartbeat } from '#server/attempts/sitting/heartbeat.ts'
import { readImageFor } from '#server/attempts/sitting/read-image-for.ts'
import { readMessage } from '#server/attempts/sitting/read-message.ts'
import { checkReceipt, readReceipt } from '#server/attempts/sitting/receipt.ts'
import { saveAnswer } from '#server/attempts/sitting/save.ts'
import { limitSaves } from '#server/attempts/sitting/save-limits.ts'
import { saveAnswers } from '#server/attempts/sitting/save-many.ts'
import { readSitting } from '#server/attempts/sitting/sitting.ts'
import { startAttempt } from '#server/attempts/sitting/start.ts'
import { submitAttempt, takeOver } from '#server/attempts/sitting/submit.ts'
import { writeSitting } from '#server/attempts/sitting/write-sitting.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'

export function attemptRoutes(serve: Serve, deps: Deps) {
  const serveCopy = serveCopies(serve, deps)
  serve(myExams.tryDevice, (_input, _caller, { ip }) => tryDevice(deps, ip))
  serve(getImage, ({ params }, caller, { shown }) => readImageFor(deps, { ...params, caller, shown }))
  serve(myExams.listMyExams, (_input, caller) => listMyExams(deps, caller))
  serve(myExams.chooseMyCourse, ({ body }, caller, http) => chooseMyCourse(deps, caller, { ...body, http }))
  serve(myExams.getMyExam, ({ params }, caller) => findMyExam(deps, caller, params.examId))
  serve(myExams.exportMyCalendar, (_input, caller, { origin }) => readMyCalendar(deps, caller, { origin }))
  serve(myExams.exportMySitting, ({ params }, caller, { origin }) =>
    readMyCalendar(deps, caller, { ...params, origin }),
  )
  serveCopy(sitting.startAttempt, async ({ params, body }, caller, { ip }) =>
    writeSitting(await startAttempt(deps, caller, { ...params, ...body, ip })),
  )
  serveCopy(sitting.getAttempt, async ({ params }, { studentId }) =>
    writeSitting(await readSitting(deps, { ...params, studentId })),
  )
  serveCopy(sitting.getClock, ({ params }, { studentId }) => readClockOf(deps, { ...params, studentId }))
  serveCopy(sitting.sendHeartbeat, ({ params, body }, { studentId }) =>
    sendHeartbeat(deps, { ...params, ...body, studentId }),
  )
  serveCopy(sitting.followAttempt, ({ params }, { studentId }) => followAttempt(deps, { ...params, studentId }))
  serveCopy(sitting.readMessage, ({ params }, { studentId }) => readMessage(deps, { ...params, studentId }))

  serveCopy(sitting.saveAnswer, async ({ params, body }, { studentId }) => {
    await limitSaves(deps, { ...params, studentId, count: 1 })
    const saved = await saveAnswer(deps, { ...params, ...body, studentId })
    return {
      ...params,
      sequence: body.sequence,
      savedAt: saved.savedAt.toISOString(),
      clock: clockOfSave(saved),
    }
  })
  serveCopy(sitting.saveAnswers, async ({ params, body }, { studentId }) => {
    await limitSaves(deps, { ...params, studentId, count: body.ticks.length })
    return {
      ...params,
      ...(await saveAnswers(deps, { ...params, ...body, studentId })),
      clock: await readClockOf(deps, { ...params, studentId }),
    }
  })

  serveCopy(sitting.takeOver, async ({ params, body }, caller) => {
    const taken = await takeOver(deps, caller, { ...params, ...body })
    return clockOf(taken, taken.now)
  })
  serveCopy(sitting.submitAttempt, ({ params }, caller, { origin }) =>
    submitAttempt(deps, caller, { ...params, origin }),
  )
  serve(sitting.getReceipt, ({ params }, { studentId }, { origin }) =>
    readReceipt(deps, { ...params, studentId, origin }),
  )

  serve(monitor.monitorExam, ({ params }, { role }) => monitorExam(deps, { ...params, role }))
  serve(monitor.changeAttempts, ({ params, body, actor }, caller) => {
    // Voiding a copy needs a trainer; an invigilator may do everything else.
    if (body.intervention.type === 'void' && caller.role === 'invigilator') throw new Refusal('not_allowed')
    return intervene(deps, { ...params, ...body, actor, role: caller.role })
  })
  serve(monitor.checkReceipt, ({ params, body }) => checkReceipt(deps, { ...params, ...body }))
  roomRoutes(serve, deps)
  browserRoutes(serve, deps)
}

/** Routes for messages, notes and settings of the room. */
function roomRoutes(serve: Serve, deps: Deps) {
  serve(room.sendMessage, ({ params, body, actor }) => sendMessage(deps, { ...params, ...body, actor }))
  serve(room.listAskedQuestions, ({ params }) => listAskedQuestions(deps, params))
  serve(room.listMessages, ({ params }) => listMessages(deps, params))
  serve(room.setAttendance, ({ params, body, actor }) => setAttendance(deps, { ...params, ...body, actor }))
  serve(room.getAttendanceList, ({ params }) => readAttendanceList(deps, params))
  serve(room.addIncident, ({ params, body, actor }) => addIncident(deps, { ...params, ...body, actor }))
  serve(room.setRoom, ({ params, body, actor }) => setRoom(deps, { ...params, ...body, actor }))
  serve(room.getMinutes, ({ params, query }) => readMinutes(deps, { ...params, ...query }))
  serve(room.getAccess, ({ params }, _caller, { ip }) => readAccess(deps, { ...params, ip }))
  serve(room.setAccess, ({ params, body, actor }) => setAccess(deps, { ...params, ...body, actor }))
}

/** Routes for the locked browser: what the trainer asks for, who is excused, and what a browser may try. */
function browserRoutes(serve: Serve, deps: Deps) {
  serve(browser.getLockedBrowser, ({ params }, _caller, { origin }) =>
    browserSettings.readLockedBrowser(deps, { ...params, origin }),
  )
  serve(browser.setLockedBrowser, ({ params, body, actor }, _caller, { origin }) =>
    browserSettings.setLockedBrowser(deps, { ...params, ...body, actor, origin }),
  )
  serve(browser.addBrowserFile, ({ params, body, actor }, _caller, { origin }) =>
    browserSettings.addBrowserFile(deps, { ...params, given: body, actor, origin }),
  )
  serve(browser.removeBrowserFile, ({ params, actor }, _caller, { origin }) =>
    browserSettings.removeBrowserFile(deps, { ...params, actor, origin }),
  )
  serve(browser.getBrowserFile, ({ params }, _caller, { origin }) =>
    browserSettings.readBrowserFile(deps, { ...params, origin }),
  )
  serve(browser.setBrowserPass, ({ params, body, actor }) => setBrowserPass(deps, { ...params, ...body, actor }))
  serve(browser.getBrowserSettings, ({ params, query }, _caller, { ip, origin }) =>
    trial.readBrowserSettings(deps, { ...params, ...query, ip, origin }),
  )
  serve(browser.tryBrowser, ({ params, body }, _caller, { ip, shown }) =>
    trial.tryBrowser(deps, { ...params, ...body, ip, shown }),
  )
  serve(browser.proveBrowser, ({ params, body }, caller, { origin }) =>
    trial.proveBrowser(deps, caller, { ...params, ...body, origin }),
  )
}
