import * as contract from '#contract/privacy/privacy.ts'
import { actorOf } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { eraseStudents, previewErasure } from './erase-students.ts'
import { forget } from './forget.ts'
import { setRetention, viewRetention } from './retention.ts'

export function privacyRoutes(serve: Serve, deps: Deps) {
  serve(contract.getRetention, ({ params }) => viewRetention(deps, params.courseId))
  serve(contract.setRetention, ({ params, body }, caller) =>
    setRetention(deps, { ...params, retention: body, actor: actorOf(caller) }),
  )
  serve(contract.forget, ({ params, body }, caller) => forget(deps, { ...params, ...body, actor: actorOf(caller) }))
  serve(contract.previewErasure, ({ params, body }) => previewErasure(deps, { ...params, ...body }))
  serve(contract.eraseStudents, ({ params, body }, caller) =>
    eraseStudents(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
}
