import { z } from 'zod'
import {
  count,
  courseParams,
  done,
  endpoint,
  fileBytes,
  fileReply,
  instant,
  int4,
  type Reply,
  type Sent,
  text,
  uuid,
} from '#contract/endpoint.ts'
import { readEncodings } from '#contract/students/roster-import.ts'
import { lintCodes } from '#core/questions/lint/codes.ts'
import { bloomLevels, difficulties, questionTypes } from '#core/questions/question.ts'
import { listedParts } from './asked-question.ts'
import { content } from './content.ts'
import { difference, questionDraft } from './question-writing.ts'
import { questionFilters } from './questions.ts'

/** The only list of formats; server/questions/formats reads and writes each of them. */
export const importFormats = [
  'gift',
  'aiken',
  'moodle-xml',
  'amc-txt',
  'qti12',
  'qti21',
  'qti22',
  'qti30',
  'blackboard',
  'yaml',
] as const
export const exportFormats = ['yaml', 'gift', 'moodle-xml', 'qti22', 'qti30', 'amc-txt'] as const

/** Why a question of a file cannot be imported. */
export const unusableReasons = [
  'no_key',
  'several_keys',
  'too_few_choices',
  'duplicate_choice',
  'true_false_choices',
  'importance_misplaced',
  'gaps_misplaced',
  'answer_unreadable',
  'unsupported_kind',
  'unreadable_question',
  'unclear_scoring',
  'no_stem',
  'empty_choice',
  'too_long',
  'too_many_choices',
  'too_many_questions',
  'bad_weight',
  // gaps, orders, pairs and typed answers
  'answer_pattern',
  'several_tolerances',
  'several_answers_per_item',
  'too_few_parts',
  'too_many_parts',
  'too_complex',
  // text formats
  'unclosed_answers',
  'nested_braces',
  'several_answer_blocks',
  'unknown_answers',
  'no_answer_line',
  'answer_not_among_choices',
  'choice_outside_question',
  'external_reference',
  // XML
  'xml_malformed',
  'xml_doctype',
  'xml_too_deep',
  'xml_too_large',
  'bad_file',
  'unreadable_math',
  // packages
  'zip_damaged',
  'zip_unsafe_name',
  'zip_link',
  'zip_encrypted',
  'zip_too_large',
  'zip_too_many_files',
  'zip_bomb',
  'missing_file',
  'no_question',
  // any file
  'file_too_large',
  'not_text',
  'unknown_format',
  // our own YAML, whose problems have codes of their own
  'bank_problem',
  // drafts of an assistant
  'other_section',
  'id_taken',
  'lint',
] as const

/** What was imported with a change, or only in part. */
export const noticeCodes = [
  'windows_1252',
  'several_keys_made_multiple',
  'partial_weights',
  'unescaped_sign',
  'combined_feedback',
  'hints',
  'scoring',
  'heading',
  'external_image',
  'missing_image',
  'image_too_large',
  'image_too_wide',
  'image_svg',
  'image_damaged',
  'not_an_image',
  'media',
  'attached_file',
  'latex',
  'underline',
  'rubric',
  'hidden',
  'hidden_text',
  'too_deep',
  'long_document',
  'section_instructions',
  'any_answer',
  'wrong_pattern',
  'other_tolerance',
  'units',
  'part_weights',
  'part_of_items',
  'ordering_credit',
  'used_once',
] as const

/** Features of a question that a format may lack. */
export const features = [
  'source',
  'reference',
  'verified',
  'objective',
  'enemies',
  'context_apart',
  'keep_last',
  'partial_weights',
  'even_weights',
  'importance',
  'feedback',
  'statement_feedback',
  'explanation',
  'title',
  'category',
  'files',
  'layout',
  'code_language',
  'strikethrough',
  'task_list',
  'footnotes',
  'list_start',
  'table_alignment',
  'formulas',
  'control_characters',
  // questions of these types are left out
  'cloze',
  'ordering',
  'matching',
  'exact_answer',
  // of those that go
  'plain_lists',
  'part_feedback',
  'ordering_credit',
  'letter_case',
  'unit',
] as const

export const largestImportBytes = 64 * 1024 * 1024
const bodyLimit = Math.ceil((largestImportBytes * 4) / 3) + 64 * 1024

const batchParams = courseParams.extend({ batchId: uuid })

export const batchKinds = [
  'import',
  'assistant',
  'archive',
  'unarchive',
  'move',
  'tag',
  'untag',
  'enemy',
  'no_enemy',
] as const

const batch = z.object({
  id: uuid,
  kind: z.enum(batchKinds),
  /** The file, the section, the tag, the model or the other question it was about. */
  label: text,
  at: instant,
  byName: text,
  state: z.enum(['staged', 'written']),
  /** Progress of a long operation: `done` out of `total`. */
  done: count,
  total: count,
  added: count,
  changed: count,
})

const loss = z.object({ feature: z.enum(features), questions: count })
/** `kind` names the kind of question, or the remark of the linter, when that is the reason. */
const reason = { reason: z.enum(unusableReasons), kind: text }

/** A question as it will be read, with its key, what it rests on, and what the linter says. */
const wholeQuestion = z.object({
  context: content.nullable(),
  stem: content,
  choices: z.array(
    z.object({ id: text, part: text.optional(), option: text.optional(), text: content, correct: z.boolean() }),
  ),
  type: z.enum(questionTypes),
  parts: listedParts.optional(),
  explanation: content,
  source: z.object({ heading: text, quote: text }),
  remarks: z.array(z.enum(lintCodes)),
})

const importPreview = z.object({
  batchId: uuid,
  format: z.enum(importFormats).nullable(),
  encoding: z.enum(readEncodings).nullable(),
  counts: z.object({ added: count, changed: count, unchanged: count, unusable: count }),
  /** Lists stop at three hundred entries; the counts are complete. */
  added: z.array(
    z.object({
      key: text,
      section: text,
      opening: text,
      type: z.enum(questionTypes),
      choices: count,
      keys: count,
      /** Of a draft of an assistant: all that a person judges. */
      draft: wholeQuestion.optional(),
      /** The same, of a question that somebody imports; absent when there are too many to be read here. */
      whole: wholeQuestion.optional(),
    }),
  ),
  changed: z.array(z.object({ key: text, opening: text, difference })),
  unusable: z.array(z.object({ file: text, line: int4, column: int4, title: text, ...reason })),
  /** The reasons of all refused questions with their counts, the most frequent first. */
  reasons: z.array(z.object({ ...reason, count })),
  notices: z.array(z.object({ code: z.enum(noticeCodes), line: int4, detail: text })),
  losses: z.array(loss),
  /** What the file says before some of the questions to add, as their document: each can be left out. */
  contexts: z.array(z.object({ id: text, title: text, questions: count })).default([]),
  /** Sections that the file names and the course does not have: to create, or to replace by one it has. */
  unknown: z.array(
    z.object({
      /** Names it in the confirmation. */
      name: text,
      title: text,
      /** What the file says above it; empty when nothing. */
      session: text,
      questions: count,
      /** True when the outline of the file has it: taking that outline creates it. */
      isInOutline: z.boolean(),
    }),
  ),
  /** What the `course.yaml` of a zip would add to the outline of the course; null when there is none. */
  outline: z.object({ sessions: count, sections: count, hasText: z.boolean() }).nullable(),
})

export const stageImport = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/question-imports',
  summary: 'Reads a file of questions and shows what importing it would do; nothing is written in the bank.',
  params: courseParams,
  body: z.strictObject({
    name: text.min(1).max(200),
    base64: fileBytes(bodyLimit),
    format: z.enum(importFormats).optional(),
    /** Where questions go when their file names no section at all. */
    section: text.min(1).max(64),
    difficulty: z.enum(difficulties),
    level: z.enum(bloomLevels),
    seconds: int4.min(10).max(900),
  }),
  bodyLimit,
  reply: importPreview,
  refusals: ['too_large', 'unreadable_file', 'too_many_images'],
})

export const getStagedDrafts = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/question-imports/:batchId',
  summary: 'Reads the drafts of an assistant that wait for a decision.',
  params: batchParams,
  reply: importPreview,
})

/** `from`: the draft that is edited, as it was read. */
const draftVersion = { from: text.min(1).max(64) }
const stagedDraftPlace = {
  access: 'trainer',
  path: '/api/courses/:courseId/question-imports/:batchId/drafts/:key',
  params: batchParams.extend({ key: text.max(64) }),
} as const

export const getStagedDraft = endpoint({
  ...stagedDraftPlace,
  method: 'GET',
  summary: 'Reads a draft of an assistant to change it before it is accepted.',
  reply: questionDraft.extend({ ...draftVersion, headings: z.array(text) }),
})

export const saveStagedDraft = endpoint({
  ...stagedDraftPlace,
  method: 'PUT',
  summary: 'Changes a draft of an assistant; it still waits for a person to accept it, and is written nowhere else.',
  body: questionDraft.extend(draftVersion),
  reply: done,
  refusals: ['question_not_ready', 'draft_not_proven', 'changed_meanwhile'],
})

export const confirmImport = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/question-imports/:batchId/confirmation',
  summary: 'Writes what was shown, as one batch that can be undone. Asked twice, it is written once.',
  params: batchParams,
  body: z.strictObject({
    /** Keys of changed questions to leave as they are in the bank. */
    leave: z.array(text.max(64)).max(5_000),
    /** Keys of the drafts of an assistant that were read and accepted, one by one; the others are left. */
    accept: z.array(text.max(64)).max(5_000).default([]),
    /** The documents that are none, such as instructions: their questions are added without them. */
    leaveContexts: z.array(text.max(64)).max(5_000).default([]),
    /** Where the questions of each unknown section go; those of a section left out wait without one. */
    places: z
      .array(
        z.strictObject({
          name: text.max(64),
          to: z.discriminatedUnion('kind', [
            z.strictObject({ kind: z.literal('section'), section: text.min(1).max(64) }),
            /** In this session of the course, or in a new one of this title. */
            z.strictObject({
              kind: z.literal('new'),
              title: text.trim().min(1).max(200),
              session: text.max(64).nullable(),
              sessionTitle: text.trim().min(1).max(200),
            }),
          ]),
        }),
      )
      .max(2_000)
      .default([]),
    /** Adds the sessions and sections of the `course.yaml` of the zip that the course does not have. */
    takeOutline: z.boolean().default(false),
  }),
  reply: batch,
  refusals: ['preview_outdated', 'nothing_to_import', 'outline_too_large'],
})

export const getBatch = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/question-batches/:batchId',
  summary: 'Reads how far a batch is.',
  params: batchParams,
  reply: batch,
})

export const listBatches = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/question-batches',
  summary: 'Lists the latest imports and changes made to many questions at once.',
  params: courseParams,
  reply: z.object({ batches: z.array(batch) }),
})

export const undoBatch = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/question-batches/:batchId',
  summary: 'Takes a batch back, unless something rests on it since.',
  params: batchParams,
  reply: done,
  refusals: ['questions_in_use'],
})

/** The listed questions, or all those that match the filters. */
const chosen = z.union([
  z.strictObject({ ids: z.array(uuid).min(1).max(5_000) }),
  z.strictObject({ filters: questionFilters }),
])

const tag = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64)

const key = text.min(1).max(64)

export const changeQuestions = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/question-batches',
  summary:
    'Archives, moves or tags many questions at once, or settles a pair of them, as one batch that can be undone.',
  params: courseParams,
  body: z.strictObject({
    which: chosen,
    change: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('archive') }),
      z.strictObject({ kind: z.literal('unarchive') }),
      z.strictObject({ kind: z.literal('move'), section: text.min(1).max(64) }),
      z.strictObject({ kind: z.literal('tag'), tag }),
      z.strictObject({ kind: z.literal('untag'), tag }),
      /** The key of the other question of a pair that the linter proposes: never drawn with this one, or may be. */
      z.strictObject({ kind: z.literal('enemy'), with: key }),
      z.strictObject({ kind: z.literal('no_enemy'), with: key }),
    ]),
  }),
  reply: batch,
  refusals: ['nothing_to_import'],
})

const exportQuery = questionFilters.extend({
  format: z.enum(exportFormats),
  /** Keys of questions, separated by commas: only these. */
  only: text.max(8_000).optional(),
})

export const readExportLosses = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/bank-export/losses',
  summary: 'Says what a format cannot carry of these questions, before the file is made.',
  params: courseParams,
  query: exportQuery,
  reply: z.object({ questions: count, losses: z.array(loss) }),
})

export const exportBank = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/bank-export',
  summary: 'Downloads the bank, or the questions the filters leave, in the format of another tool or in ours.',
  params: courseParams,
  query: exportQuery,
  kind: 'file',
  isLong: true,
  reply: fileReply,
})

export type QuestionsChange = Sent<typeof changeQuestions>['body']['change']

/** Where the questions of an unknown section go. */
export type ImportPlace = Sent<typeof confirmImport>['body']['places'] extends (infer Place)[] | undefined
  ? Place
  : never

/** What a file would do to the bank. */
export type BankImportPreview = Reply<typeof stageImport>
