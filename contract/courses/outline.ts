import { z } from 'zod'
import { courseParams, endpoint, fileReply, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { day } from '#contract/questions/question-file.ts'
import { difference } from '#contract/questions/question-writing.ts'
import { questionCounts } from '#contract/questions/questions.ts'
import { outlineLimits } from '#core/courses/outline.ts'

const count = int4.min(0)
const id = text.min(1).max(64)
const title = text.trim().min(1).max(200)
const place = int4.min(0).max(100)
const headings = z.array(title).max(outlineLimits.headings)
const objectives = z.array(text.trim().min(1).max(300)).max(outlineLimits.objectives)
const labs = z.array(title).max(outlineLimits.labs)

const proposedSection = {
  title,
  headings: headings.optional(),
  objectives: objectives.optional(),
}
/** core/courses/outline-change.ts SessionToAdd. */
export const proposedSessions = z
  .array(
    z.strictObject({
      id: id.optional(),
      title,
      date: day.optional(),
      labs: labs.optional(),
      sections: z.array(z.strictObject({ id: id.optional(), ...proposedSection })).max(outlineLimits.sections),
    }),
  )
  .max(outlineLimits.sessions)

/** core/courses/outline-change.ts OutlineCommand, and `empty`: everything goes, and every question waits. */
export const outlineCommand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add_session'), title, date: day.optional(), at: place.optional() }),
  z.strictObject({ kind: z.literal('edit_session'), session: id, title, date: day.optional(), labs }),
  z.strictObject({ kind: z.literal('move_session'), session: id, to: place }),
  z.strictObject({
    kind: z.literal('delete_session'),
    session: id,
    sectionsTo: id.optional(),
    questionsTo: id.optional(),
  }),
  z.strictObject({ kind: z.literal('add_section'), session: id, at: place.optional(), ...proposedSection }),
  z.strictObject({ kind: z.literal('edit_section'), section: id, title, headings, objectives }),
  z.strictObject({ kind: z.literal('move_section'), section: id, session: id, to: place }),
  z.strictObject({ kind: z.literal('merge_sections'), section: id, into: id }),
  z.strictObject({
    kind: z.literal('split_section'),
    section: id,
    title,
    headings,
    objectives,
    questions: z.array(id).max(5_000),
  }),
  z.strictObject({ kind: z.literal('delete_section'), section: id, questionsTo: id }),
  z.strictObject({ kind: z.literal('add_outline'), sessions: proposedSessions }),
  z.strictObject({ kind: z.literal('empty') }),
])
export type OutlineCommandSent = z.output<typeof outlineCommand>

/** What a change was; the last two are not commands: a file that was taken, a material that was confirmed. */
export const outlineChangeKinds = [
  'add_session',
  'edit_session',
  'move_session',
  'delete_session',
  'add_section',
  'edit_section',
  'move_section',
  'merge_sections',
  'split_section',
  'delete_section',
  'add_outline',
  'empty',
  'take_file',
  'take_material',
] as const

const counted = {
  /** Active questions for exams, active questions kept for practice. */
  exam: count,
  practice: count,
}

const section = z.object({
  id: text,
  title: text,
  /** Headings of the course text it covers. */
  headings: z.array(text),
  objectives: z.array(text),
  counts: questionCounts,
  ...counted,
})

const session = z.object({
  id: text,
  title: text,
  date: day.nullable(),
  labs: z.array(text),
  sections: z.array(section),
})

const change = z.object({
  id: uuid,
  at: instant,
  byName: text,
  kind: z.enum(outlineChangeKinds),
  /** The session or the section it was about, or the file. */
  label: text,
  /** Questions it moved, and how many of them it left without a section. */
  questions: count,
  waiting: count,
  /** True for the latest one, as long as the outline is as it left it. */
  canUndo: z.boolean(),
})

export const getOutline = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/outline',
  summary: 'Reads the outline of a course: its sessions, their sections, how many questions each has, what changed.',
  params: courseParams,
  reply: z.object({
    /** Sent back with a change, so that a trainer never overwrites what another did meanwhile. */
    revision: count,
    sessions: z.array(session),
    /** Questions without a section: they wait, and are never drawn. */
    waiting: z.object(counted),
    /** The latest changes, the newest first. */
    changes: z.array(change),
    /** What course.yaml says when it and the course both changed; null when there is nothing to decide. */
    file: z
      .object({
        outline: difference.nullable(),
        /** Lines that differ in title, summary, language, time zone or year. */
        course: z.array(
          z.object({ field: z.enum(['title', 'summary', 'language', 'timeZone', 'year']), here: text, file: text }),
        ),
      })
      .nullable(),
  }),
})

export const previewOutlineChange = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/outline/preview',
  summary: 'Says what a change of the outline would do to questions and exams; writes nothing.',
  params: courseParams,
  body: z.strictObject({ command: outlineCommand }),
  reply: z.object({
    /** Questions that would move, by kind; archived ones are counted apart. */
    questions: z.object({ ...counted, archived: count }),
    /** Of them, how many would wait without a section. */
    waiting: count,
    /** Sections that would no longer exist. */
    sections: z.array(text),
    /** Drafts and kept plans that ask for a section that would go: `follows` when another takes its place. */
    drafts: z.array(z.object({ title: text, follows: z.boolean() })),
    plans: z.array(z.object({ name: text, follows: z.boolean() })),
    /** Exams already published that hold such questions; nothing changes for them. */
    published: count,
  }),
  refusals: ['not_found', 'outline_title_taken', 'outline_too_large'],
})

export const changeOutline = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/outline/changes',
  summary: 'Changes the outline; the questions of sections that go are moved, and all of it can be undone.',
  params: courseParams,
  body: z.strictObject({ revision: count, command: outlineCommand }),
  reply: z.object({
    revision: count,
    /** Null when there was nothing to change. */
    changeId: uuid.nullable(),
    /** Ids of what the change added. */
    added: z.object({ sessions: z.array(text), sections: z.array(text) }),
    /** Questions it moved, and how many of them it left without a section. */
    questions: count,
    waiting: count,
  }),
  refusals: ['not_found', 'outline_changed', 'outline_title_taken', 'outline_too_large'],
})

export const undoOutlineChange = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/outline/changes/:changeId',
  summary: 'Takes the latest change of the outline back: the outline, its questions and the plans of draft exams.',
  params: courseParams.extend({ changeId: uuid }),
  reply: z.object({ revision: count }),
  refusals: ['outline_changed', 'outline_in_use', 'changed_meanwhile'],
})

export const resolveCourseFile = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/outline/file',
  summary: 'Decides between the course and its file when both changed: keeps one, and remembers the choice.',
  params: courseParams,
  body: z.strictObject({ revision: count, keep: z.enum(['course', 'file']) }),
  reply: z.object({ revision: count, changeId: uuid.nullable() }),
  refusals: ['outline_changed', 'outline_too_large'],
})

export const exportCourseFiles = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/outline/files',
  summary: 'Downloads course.yaml and course.md, which make the same course again.',
  params: courseParams,
  kind: 'file',
  reply: fileReply,
})
