import * as contract from '#contract/courses/outline.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { readOutline } from './read-outline.ts'

export function coursesRoutes(serve: Serve, deps: Deps) {
  serve(contract.getOutline, ({ params }) => readOutline(deps, params.courseId))
}
