import * as contract from '#contract/exams/exams.ts'
import { type Actor, actorOf } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { deleteBlueprint, keepBlueprint, listBlueprints } from './blueprints.ts'
import { closeExam, openExam, reopenExam, withdrawExam } from './change-status.ts'
import { createExam } from './create-exam.ts'
import { deleteExam } from './delete-exam.ts'
import { countCopies } from './draw-copies.ts'
import { previewExam } from './preview-exam.ts'
import { publishExam } from './publish-exam.ts'
import { findExam, listExams } from './queries.ts'
import { readBooklet } from './read-booklet.ts'
import { readCoverage } from './read-coverage.ts'
import { readDraw } from './read-draw.ts'
import { redrawExam } from './redraw-exam.ts'
import { renewJoinCode } from './renew-join-code.ts'
import { simulateScales } from './simulate-scales.ts'
import { updateExam } from './update-exam.ts'

/** What must follow a closing (copies collected, marked) belongs to later concepts: app.ts passes it. */
type AfterClose = (examId: string) => Promise<void>
/** Likewise after a closing is undone: the copies it took are given back. */
type AfterReopen = (reopened: { examId: string; courseId: string; actor: Actor; reason: string }) => Promise<void>

export function examsRoutes(serve: Serve, deps: Deps, after: { close: AfterClose; reopen: AfterReopen }) {
  serve(contract.listExams, async ({ params }) => ({ exams: await listExams(deps, params.courseId) }))
  serve(contract.createExam, async ({ params, body }, caller) =>
    findExam(deps, await createExam(deps, { ...params, ...body, actor: actorOf(caller) })),
  )
  serve(contract.getBooklet, async ({ params, query }) => readBooklet(deps, { ...params, ...query }))
  serve(contract.listBlueprints, async ({ params }) => listBlueprints(deps, params.courseId))
  serve(contract.keepBlueprint, async ({ params, body }, caller) =>
    keepBlueprint(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.deleteBlueprint, async ({ params }, caller) =>
    deleteBlueprint(deps, { ...params, actor: actorOf(caller) }),
  )
  serve(contract.getExam, async ({ params }) => findExam(deps, params))
  serve(contract.updateExam, async ({ params, body: { revision, ...draft } }, caller) =>
    findExam(deps, await updateExam(deps, { ...params, draft, revision, actor: actorOf(caller) })),
  )
  serve(contract.deleteExam, async ({ params }, caller) => deleteExam(deps, { ...params, actor: actorOf(caller) }))

  serve(contract.redrawExam, async ({ params, body }, caller) =>
    findExam(deps, await redrawExam(deps, { ...params, ...body, actor: actorOf(caller) })),
  )
  serve(contract.simulateScales, ({ params, body }) => simulateScales(deps, { ...params, ...body }))
  serve(contract.getDraw, async ({ params }) => readDraw(deps, params))
  serve(contract.getCoverage, async ({ params, query }) =>
    readCoverage(deps, { ...params, examId: query.exam, planId: query.plan }),
  )
  serve(contract.previewExam, async ({ params, query }) => previewExam(deps, { ...params, ...query }))

  serve(contract.publishExam, async ({ params, body }, caller) =>
    findExam(deps, await publishExam(deps, { ...params, ...body, actor: actorOf(caller) })),
  )
  serve(contract.countCopies, async ({ params }) => countCopies(deps, params))
  serve(contract.withdrawExam, async ({ params }, caller) =>
    findExam(deps, await withdrawExam(deps, { ...params, actor: actorOf(caller) })),
  )
  serve(contract.openExam, async ({ params }, caller) =>
    findExam(deps, await openExam(deps, { ...params, actor: actorOf(caller) })),
  )
  serve(contract.closeExam, async ({ params }, caller) => {
    const place = await closeExam(deps, { ...params, actor: actorOf(caller) })
    await after.close(params.examId)
    return findExam(deps, place)
  })
  serve(contract.reopenExam, async ({ params, body }, caller) => {
    const step = { ...params, ...body, actor: actorOf(caller) }
    const place = await reopenExam(deps, step)
    await after.reopen(step)
    return findExam(deps, place)
  })
  serve(contract.renewJoinCode, async ({ params }, caller) =>
    findExam(deps, await renewJoinCode(deps, { ...params, actor: actorOf(caller) })),
  )
}
