import { z } from 'zod'
import { count, courseParams, done, endpoint, text, uuid } from '#contract/endpoint.ts'
import { blueprint } from './exam-draft.ts'

const namedBlueprint = z.object({ id: uuid, name: text, blueprint, questions: count })

export const listBlueprints = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/blueprints',
  summary: 'Lists the plans kept under a name.',
  params: courseParams,
  reply: z.object({ blueprints: z.array(namedBlueprint) }),
})

export const keepBlueprint = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/blueprints',
  summary: 'Keeps a plan under a name; the same name again replaces it.',
  params: courseParams,
  body: z.strictObject({ name: text.trim().min(1).max(120), blueprint }),
  reply: namedBlueprint,
})

export const deleteBlueprint = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/blueprints/:blueprintId',
  summary: 'Forgets a plan; exams that used it keep theirs.',
  params: courseParams.extend({ blueprintId: uuid }),
  reply: done,
})
