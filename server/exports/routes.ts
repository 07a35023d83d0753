import * as contract from '#contract/exports.ts'
import * as overview from '#contract/overview.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { exportFinalSheet } from './final-sheet-csv.ts'
import { listFiles } from './list-files.ts'
import { readOverview } from './overview.ts'
import { exportResults } from './results-csv.ts'

export function exportRoutes(serve: Serve, deps: Deps) {
  serve(overview.getOverview, ({ params }, { role }) => readOverview(deps, { ...params, role }))
  serve(contract.listFiles, ({ params }) => listFiles(deps, params.courseId))
  serve(contract.exportResults, ({ params, query }) => exportResults(deps, { ...params, ...query }))
  serve(contract.exportFinalSheet, ({ params, query }) => exportFinalSheet(deps, { ...params, ...query }))
}
