import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as finalisation from '#contract/assessment/finalisation.ts'
import * as myStatement from '#contract/assessment/my-statement.ts'
import * as rules from '#contract/assessment/rules.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { readFinalSheet } from './final-sheet.ts'
import { findFinalisation, listFinalisations } from './finalisations.ts'
import { finalise } from './finalise.ts'
import { readMyStatement } from './my-statement.ts'
import { listProjectWorkings } from './project-workings.ts'
import { releaseAssessment } from './release-assessment.ts'
import { reopenSheet } from './reopen-sheet.ts'
import { setEntries, setEntry } from './set-entry.ts'
import { setJury } from './set-jury.ts'
import { setRules } from './set-rules.ts'

export function assessmentRoutes(serve: Serve, deps: Deps) {
  serve(finalSheet.getFinalSheet, async ({ params: { courseId } }) => {
    const sheet = await readFinalSheet(deps, courseId)
    return { ...sheet, projectWorkings: await listProjectWorkings(deps, { courseId, ...sheet }) }
  })
  serve(rules.setRules, ({ params, body, actor }) => setRules(deps, { ...params, ...body, actor }))
  serve(finalSheet.setEntry, ({ params, body, actor }) => setEntry(deps, { ...params, ...body, actor }))
  serve(finalSheet.setEntries, ({ params, body, actor }) => setEntries(deps, { ...params, ...body, actor }))
  serve(finalSheet.setJury, ({ params, body, actor }) => setJury(deps, { ...params, ...body, actor }))
  serve(finalisation.finalise, ({ params, body, actor }) => finalise(deps, { ...params, ...body, actor }))
  serve(finalisation.listFinalisations, async ({ params }) => ({
    finalisations: await listFinalisations(deps, params.courseId),
  }))
  serve(finalisation.getFinalisation, ({ params }) => findFinalisation(deps, params))
  serve(finalisation.reopenSheet, ({ params, body, actor }) => reopenSheet(deps, { ...params, ...body, actor }))
  serve(finalisation.releaseAssessment, ({ params, body, actor }) =>
    releaseAssessment(deps, { ...params, ...body, actor }),
  )
  serve(myStatement.getMyStatement, (_input, caller) => readMyStatement(deps, caller))
}
