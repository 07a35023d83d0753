import * as assistant from '#contract/courses/assistant.ts'
import { setCourseLanguage as ofLanguage } from '#contract/courses/course-language.ts'
import * as materials from '#contract/courses/materials.ts'
import * as contract from '#contract/courses/outline.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { changeOutline, undoOutlineChange } from './change-outline.ts'
import { confirmMaterial, withdrawMaterial } from './confirm-material.ts'
import { readAssistant, setAssistant } from './course-assistant.ts'
import { draftQuestions, forgetDrafts } from './draft-questions.ts'
import { exportCourseFiles } from './export-course-files.ts'
import { previewOutlineChange } from './preview-outline-change.ts'
import { readCourseText } from './read-course-text.ts'
import { readDraftingPrompt } from './read-drafting-prompt.ts'
import { listMaterials, readMaterialPreview } from './read-material-preview.ts'
import { readOutline } from './read-outline.ts'
import { resolveCourseFile } from './resolve-course-file.ts'
import { setCourseLanguage } from './set-course-language.ts'
import { stageMaterial } from './stage-material.ts'

export function coursesRoutes(serve: Serve, deps: Deps) {
  serve(contract.getOutline, ({ params }) => readOutline(deps, params.courseId))
  serve(materials.listMaterials, ({ params }) => listMaterials(deps, params.courseId))
  serve(materials.stageMaterial, ({ params, body, actor }) => stageMaterial(deps, { ...params, ...body, actor }))
  serve(materials.getMaterial, ({ params }) => readMaterialPreview(deps, params))
  serve(materials.confirmMaterial, ({ params, body, actor }) => confirmMaterial(deps, { ...params, ...body, actor }))
  serve(materials.withdrawMaterial, ({ params, actor }) => withdrawMaterial(deps, { ...params, actor }))
  serve(materials.getDraftingPrompt, ({ params, query }) => readDraftingPrompt(deps, { ...params, ...query }))
  serve(assistant.getAssistant, ({ params }) => readAssistant(deps, params.courseId))
  serve(assistant.setAssistant, ({ params, body, actor }) => setAssistant(deps, { ...params, ...body, actor }))
  serve(assistant.draftQuestions, ({ params, body, actor }) => draftQuestions(deps, { ...params, ...body, actor }))
  serve(assistant.forgetDrafts, ({ params }) => forgetDrafts(deps, params))
  serve(materials.getCourseText, ({ params }) => readCourseText(deps, params.courseId))
  serve(ofLanguage, ({ params, body, actor }) => setCourseLanguage(deps, { ...params, ...body, actor }))
  serve(contract.previewOutlineChange, ({ params, body }) => previewOutlineChange(deps, { ...params, ...body }))
  serve(contract.changeOutline, ({ params, body, actor }) => changeOutline(deps, { ...params, ...body, actor }))
  serve(contract.undoOutlineChange, ({ params, actor }) => undoOutlineChange(deps, { ...params, actor }))
  serve(contract.resolveCourseFile, ({ params, body, actor }) => resolveCourseFile(deps, { ...params, ...body, actor }))
  serve(contract.exportCourseFiles, ({ params }) => exportCourseFiles(deps, params.courseId))
}
