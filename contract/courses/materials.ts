import { z } from 'zod'
import { courseParams, done, endpoint, fileBytes, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { content } from '#contract/questions/content.ts'
import { materialFormats, materialRemarkCodes } from '#core/courses/material.ts'
import { partRoles } from '#core/courses/plan-proposal.ts'
import { assistantName, mostDrafts } from './assistant.ts'

/** In bytes; a deck is mostly pictures, of which only those of the bank's size are kept. */
export const largestMaterialBytes = 64 * 1024 * 1024
const bodyLimit = Math.ceil((largestMaterialBytes * 4) / 3) + 64 * 1024

const count = int4.min(0)
export const materialParams = courseParams.extend({ materialId: uuid })

const materialRow = z.object({
  id: uuid,
  fileName: text,
  title: text,
  format: z.enum(materialFormats),
  /** The course.md of the files of the bank: it changes with them, not here. */
  isFromFile: z.boolean(),
  version: int4.min(1),
  pages: count,
  /** The session of its first parts; empty: the course as a whole. */
  session: text,
  /** Passages with a heading that are part of the course text. */
  passages: count,
  at: instant,
  byName: text,
})

export const listMaterials = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/materials',
  summary: 'Lists the decks and documents of a course, in the order of its text.',
  params: courseParams,
  reply: z.object({ materials: z.array(materialRow) }),
})

export const stageMaterial = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/materials',
  summary: 'Reads a deck or a document and keeps what was understood of it; the course is not changed.',
  params: courseParams,
  body: z.strictObject({ name: text.min(1).max(200), base64: fileBytes(bodyLimit) }),
  bodyLimit,
  reply: z.object({ id: uuid }),
  refusals: ['too_large', 'file_too_heavy', 'material_unreadable', 'too_many_images'],
})

const part = z.object({
  page: int4,
  level: int4,
  heading: text,
  text,
  role: z.enum(partRoles),
  content,
  notes: content,
})
const outlinedSession = z.object({
  id: text,
  title: text,
  sections: z.array(z.object({ id: text, title: text, headings: z.array(text), objectives: z.array(text) })),
})

export const getMaterial = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/materials/:materialId',
  summary: 'Reads what was understood of a material, part by part, and the outline it would complete.',
  params: materialParams,
  reply: materialRow.extend({
    state: z.enum(['staged', 'current', 'replaced']),
    parts: z.array(part),
    remarks: z.array(
      z.object({
        ...{ code: z.enum(materialRemarkCodes), page: int4.nullable(), detail: text },
        /** In a file of text; `file` is empty when there is only one. */
        place: z.object({ file: text, line: int4 }).optional(),
      }),
    ),
    sessions: z.array(outlinedSession),
    /** Changes with the outline: a confirmation says which one was shown. */
    outline: text,
    /** Materials it could be a new version of; `isLikely`: same file name or same title. */
    earlier: z.array(
      z.object({ id: uuid, title: text, fileName: text, version: int4, session: text, isLikely: z.boolean() }),
    ),
    /** How many questions rest on each passage of the course, by heading. */
    questions: z.array(z.object({ heading: text, count })),
  }),
})

export const confirmMaterial = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/materials/:materialId/confirmation',
  summary: 'Puts a material that was read into the course: its passages, and what it adds to the outline.',
  params: materialParams,
  body: z.strictObject({
    title: text.trim().min(1).max(200),
    /** By part, in order. */
    roles: z.array(z.enum(partRoles)).max(5_000),
    first: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('existing'), id: text.max(64) }),
      z.strictObject({ kind: z.literal('new'), title: text.trim().min(1).max(200) }),
    ]),
    /** The material of which this is a new version. */
    replaces: uuid.nullable(),
    outline: text.max(64),
  }),
  reply: z.object({ id: uuid, sessions: count, sections: count, passages: count }),
  refusals: ['preview_outdated', 'nothing_to_import', 'changed_meanwhile', 'outline_too_large'],
})

export const withdrawMaterial = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/materials/:materialId',
  summary:
    'Takes a material out of the course with what it added to the outline, or forgets one that was only read; the version before it comes back.',
  params: materialParams,
  reply: done,
  refusals: ['changed_meanwhile'],
})

const passage = z.object({
  /** Its place in the text, for a link. */
  id: text,
  heading: text,
  text,
  content,
  notes: content,
  material: z.object({ id: uuid, title: text, page: int4, isFromFile: z.boolean() }),
  /** Active questions that rest on it. */
  questions: count,
})

export const getCourseText = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/text',
  summary: 'Reads the text of the course by session and section, with the number of questions on each passage.',
  params: courseParams,
  reply: z.object({
    sessions: z.array(
      z.object({
        id: text,
        title: text,
        sections: z.array(z.object({ id: text, title: text, objectives: z.array(text), passages: z.array(passage) })),
      }),
    ),
    /** Passages whose heading is in no section. */
    unplaced: z.array(passage),
  }),
})

export const getDraftingPrompt = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/drafting-prompt',
  summary: 'Reads what to give to an assistant to draft questions on sections: course text and questions, no student.',
  params: courseParams,
  query: z.strictObject({
    /** Identifiers of sections, separated by commas. */
    sections: text.min(1).max(8_000),
    /** On all these sections together. */
    count: z.coerce.number().pipe(int4.min(1).max(200)).default(mostDrafts),
  }),
  reply: z.object({
    /** In the order of the course, each with its passages. */
    sections: z.array(z.object({ id: text, title: text, passages: count })),
    prompt: text,
    /** SHA-256 of it, to send this text and no other. */
    fingerprint: text,
    /** Whom it can be sent to; null: it is only copied. */
    assistant: assistantName.nullable(),
    /** Questions of the bank that serve as models, and how many of them are kept for exams. */
    models: count,
    examModels: count,
  }),
})
