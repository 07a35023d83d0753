import * as mine from '#contract/statistics/my-sections.ts'
import * as contract from '#contract/statistics/statistics.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { readMyCourseSections, readMySections } from './my-sections.ts'
import { readHistory } from './read-history.ts'
import { readStatistics } from './read-statistics.ts'

export function statisticsRoutes(serve: Serve, deps: Deps) {
  serve(contract.getStatistics, ({ params, query }) =>
    readStatistics(deps, { ...params, blanks: query.blanks ?? 'scored' }),
  )
  serve(contract.getQuestionHistory, ({ params }) => readHistory(deps, params))
  serve(mine.getMySections, ({ params }, { studentId, courseId }) =>
    readMySections(deps, { ...params, studentId, courseId }),
  )
  serve(mine.getMyCourseSections, (_input, caller) => readMyCourseSections(deps, caller))
}
