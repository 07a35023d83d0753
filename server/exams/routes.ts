import * as blueprints from '#contract/exams/blueprints.ts'
import * as calendars from '#contract/exams/calendars.ts'
import * as composition from '#contract/exams/composition.ts'
import * as contract from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as notices from '#contract/exams/notices.ts'
import * as rule from '#contract/exams/publish-rule.ts'
import * as scales from '#contract/exams/scales.ts'
import * as who from '#contract/exams/who-sits.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { arrangeDraw } from './arrange-draw.ts'
import { deleteBlueprint, keepBlueprint, listBlueprints } from './blueprints.ts'
import { cancelOpening, closeExam, openExam, reopenExam, withdrawExam } from './change-status.ts'
import { readCourseCalendar, readExamCalendar } from './course-calendar.ts'
import { createExam } from './create-exam.ts'
import { deleteExam } from './delete-exam.ts'
import { countCopies } from './draw-copies.ts'
import { duplicateExam } from './duplicate-exam.ts'
import type { ExamPlace } from './exam.ts'
import { announceExam, listNotices, previewNotice } from './notices/read-notices.ts'
import { previewExam } from './preview-exam.ts'
import { publishExam } from './publish-exam.ts'
import { findPublishRule, setPublishRule } from './publish-rule.ts'
import { findExam, listExams } from './queries.ts'
import { readBooklet } from './read-booklet.ts'
import { readCoverage } from './read-coverage.ts'
import { readDraw } from './read-draw.ts'
import { readExamSupply } from './read-exam-supply.ts'
import { readWhoSits } from './read-who-sits.ts'
import { redrawExam } from './redraw-exam.ts'
import { renewJoinCode } from './renew-join-code.ts'
import { previewAudience, type ReadStandings, setAudience } from './set-audience.ts'
import { moveCandidates, removeOverride, setOverride } from './set-candidate.ts'
import { setEarlyMarks } from './set-early-marks.ts'
import { setRetake } from './set-retake.ts'
import { setSlots } from './set-slots.ts'
import { simulateScales } from './simulate-scales.ts'
import { updateExam } from './update-exam.ts'

/** What follows a closing (collecting and marking copies) belongs to later concepts, so app.ts passes it in. */
type AfterClose = (examId: string) => Promise<void>
/** Likewise after a closing is undone: the collected copies are reopened. */
type AfterReopen = (reopened: { examId: string; courseId: string; actor: Actor; reason: string }) => Promise<void>

type Others = { close: AfterClose; reopen: AfterReopen; readStandings: ReadStandings }

export function examsRoutes(serve: Serve, deps: Deps, { readStandings, ...after }: Others) {
  serve(rule.getPublishRule, async ({ params }) => ({ rule: await findPublishRule(deps.db, params.courseId) }))
  serve(rule.setPublishRule, ({ params, body, actor }) => setPublishRule(deps, { ...params, ...body, actor }))
  serve(contract.listExams, async ({ params }) => ({ exams: await listExams(deps, params.courseId) }))
  serve(contract.createExam, async ({ params, body, actor }) =>
    findExam(deps, await createExam(deps, { ...params, ...body, actor })),
  )
  serve(composition.getBooklet, ({ params, query }) => readBooklet(deps, { ...params, ...query }))
  serve(blueprints.listBlueprints, ({ params }) => listBlueprints(deps, params.courseId))
  serve(blueprints.keepBlueprint, ({ params, body, actor }) => keepBlueprint(deps, { ...params, ...body, actor }))
  serve(blueprints.deleteBlueprint, ({ params, actor }) => deleteBlueprint(deps, { ...params, actor }))
  serve(contract.duplicateExam, async ({ params, body, actor }) =>
    findExam(deps, await duplicateExam(deps, { ...params, ...body, actor })),
  )
  serve(contract.setRetake, async ({ params, body, actor }) =>
    findExam(deps, await setRetake(deps, { ...params, ...body, actor })),
  )
  serve(contract.getExam, ({ params }) => findExam(deps, params))
  serve(contract.updateExam, async ({ params, body: { revision, ...draft }, actor }) =>
    findExam(deps, await updateExam(deps, { ...params, draft, revision, actor })),
  )
  serve(contract.deleteExam, ({ params, actor }) => deleteExam(deps, { ...params, actor }))

  serve(composition.redrawExam, async ({ params, body, actor }) =>
    findExam(deps, await redrawExam(deps, { ...params, ...body, actor })),
  )
  serve(composition.arrangeDraw, async ({ params, body, actor }) =>
    findExam(deps, await arrangeDraw(deps, { ...params, ...body, actor })),
  )
  serve(scales.simulateScales, ({ params, body }) => simulateScales(deps, { ...params, ...body }))
  serve(composition.getDraw, ({ params }) => readDraw(deps, params))
  serve(composition.getCoverage, ({ params, query }) =>
    readCoverage(deps, { ...params, examId: query.exam, planId: query.plan }),
  )
  serve(composition.getExamSupply, ({ params }) => readExamSupply(deps, params.courseId))
  serve(composition.previewExam, ({ params, query }) => previewExam(deps, { ...params, ...query }))

  serve(life.publishExam, async ({ params, body, actor }) =>
    findExam(deps, await publishExam(deps, { ...params, ...body, actor })),
  )
  serve(life.countCopies, ({ params }) => countCopies(deps, params))
  serve(life.withdrawExam, async ({ params, actor }) => findExam(deps, await withdrawExam(deps, { ...params, actor })))
  serve(life.openExam, async ({ params, actor }) => findExam(deps, await openExam(deps, { ...params, actor })))
  serve(life.cancelOpening, async ({ params, actor }) =>
    findExam(deps, await cancelOpening(deps, { ...params, actor })),
  )
  serve(life.closeExam, async ({ params, actor }) => {
    const place = await closeExam(deps, { ...params, actor })
    await after.close(params.examId)
    return findExam(deps, place)
  })
  serve(life.reopenExam, async ({ params, body, actor }) => {
    const step = { ...params, ...body, actor }
    const place = await reopenExam(deps, step)
    await after.reopen(step)
    return findExam(deps, place)
  })
  serve(notices.listNotices, ({ params }) => listNotices(deps, params.courseId))
  serve(notices.announceExam, ({ params, actor }, _caller, { origin }) =>
    announceExam(deps, { ...params, origin, actor }),
  )
  serve(notices.previewNotice, ({ params, query }, _caller, { origin }) =>
    previewNotice(deps, { ...params, ...query, origin }),
  )
  serve(calendars.exportExamCalendar, ({ params }) => readExamCalendar(deps, params))
  serve(calendars.exportCourseCalendar, ({ params }) => readCourseCalendar(deps, params))
  const shown = (place: ExamPlace) => readWhoSits(deps, place)
  serve(who.getWhoSits, ({ params }) => shown(params))
  serve(who.previewAudience, ({ params, body }) => previewAudience(deps, { ...params, ...body, readStandings }))
  serve(who.setAudience, async ({ params, body, actor }) =>
    shown(await setAudience(deps, { ...params, ...body, actor, readStandings })),
  )
  serve(who.setSlots, async ({ params, body, actor }) => shown(await setSlots(deps, { ...params, ...body, actor })))
  serve(who.moveCandidates, async ({ params, body, actor }) =>
    shown(await moveCandidates(deps, { ...params, ...body, actor })),
  )
  serve(who.setOverride, async ({ params, body: own, actor }) =>
    shown(await setOverride(deps, { ...params, own, actor })),
  )
  serve(who.removeOverride, async ({ params, actor }) => shown(await removeOverride(deps, { ...params, actor })))
  serve(who.setEarlyMarks, async ({ params, body, actor }) =>
    shown(await setEarlyMarks(deps, { ...params, ...body, actor })),
  )
  serve(life.renewJoinCode, async ({ params, actor }) =>
    findExam(deps, await renewJoinCode(deps, { ...params, actor })),
  )
}
