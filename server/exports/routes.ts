import * as overview from '#contract/overview.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { readOverview } from './overview.ts'

export function exportRoutes(serve: Serve, deps: Deps) {
  serve(overview.getOverview, ({ params }, { role }) => readOverview(deps, { ...params, role }))
}
