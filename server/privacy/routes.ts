import * as end from '#contract/privacy/course-end.ts'
import * as contract from '#contract/privacy/privacy.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { archiveCourse, reopenCourse } from './archive-course.ts'
import { deleteCourse, previewCourseDeletion } from './delete-course.ts'
import { eraseStudents, previewErasure } from './erase-students.ts'
import { purgeRecords } from './purge.ts'
import { setRetention, viewRetention } from './retention.ts'

export function privacyRoutes(serve: Serve, deps: Deps) {
  serve(end.archiveCourse, ({ params, actor }) => archiveCourse(deps, { ...params, actor }))
  serve(end.reopenCourse, ({ params, actor }) => reopenCourse(deps, { ...params, actor }))
  serve(end.previewCourseDeletion, ({ params }) => previewCourseDeletion(deps, params.courseId))
  serve(end.deleteCourse, ({ params, body, actor }) => deleteCourse(deps, { ...params, ...body, actor }))
  serve(contract.getRetention, ({ params }) => viewRetention(deps, params.courseId))
  serve(contract.setRetention, ({ params, body, actor }) => setRetention(deps, { ...params, retention: body, actor }))
  serve(contract.purgeRecords, ({ params, body, actor }) => purgeRecords(deps, { ...params, ...body, actor }))
  serve(contract.previewErasure, ({ params, body }) => previewErasure(deps, { ...params, ...body }))
  serve(contract.eraseStudents, ({ params, body, actor }) => eraseStudents(deps, { ...params, ...body, actor }))
}
