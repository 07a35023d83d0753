import { z } from 'zod'
import { courseParams, done, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { lintCodes, lintSeverities } from '#core/questions/lint/codes.ts'
import { bloomLevels, difficulties, orderingCredits, purposes, questionTypes } from '#core/questions/question.ts'
import { listedParts, listedTyped } from './asked-question.ts'
import { content } from './content.ts'
import { longestUrl, partLimits } from './question-file.ts'
import { exact } from './scale.ts'

const questionParams = courseParams.extend({ questionId: uuid })
const version = int4.min(1)

/** Lines of a text before and after, see core/questions/text-difference.ts. */
export const difference = z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text }))

const words = text.max(1_000)
const weight = z.union([z.null(), exact]).default(null)
const typedDraft = z.array(z.strictObject({ text: words, feedback: words, weight }))

/** What is answered by the types whose choices are not one list, as in a section file; anything may be missing. */
export const draftAnswers = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('cloze'),
    gaps: z
      .array(
        z.strictObject({
          options: z
            .array(z.strictObject({ text: words, correct: z.boolean(), feedback: words, weight }))
            .max(partLimits.choices),
        }),
      )
      .max(partLimits.gaps),
  }),
  z.strictObject({
    type: z.literal('ordering'),
    order: z.array(z.strictObject({ text: words, feedback: words })).max(partLimits.items),
    partial: z.enum(orderingCredits),
  }),
  z.strictObject({
    type: z.literal('matching'),
    pairs: z.array(z.strictObject({ item: words, answer: words, feedback: words })).max(partLimits.items),
    extras: z.array(words).max(partLimits.extras),
  }),
  z.strictObject({
    type: z.literal('exact_answer'),
    accept: typedDraft.max(partLimits.accepted),
    foresee: typedDraft.max(partLimits.foreseen),
    typed: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text'), case: z.boolean() }),
      z.strictObject({
        kind: z.literal('number'),
        tolerance: text.max(40),
        unit: text.max(20),
        unitRequired: z.boolean(),
      }),
    ]),
  }),
])
export type DraftAnswers = z.output<typeof draftAnswers>

/** A question being written: anything may still be missing; faults are listed, and it is saved only when complete. */
export const questionDraft = z.strictObject({
  section: text.max(64),
  type: z.enum(questionTypes),
  stem: text.max(8_000),
  /** Of a true/false question: true, then false; the platform supplies their texts. */
  choices: z
    .array(
      z.strictObject({
        text: text.max(1_000),
        correct: z.boolean(),
        feedback: text.max(1_000),
        keepLast: z.boolean(),
        /** Its share of the points under a scale by weights; the form keeps it as it is. */
        weight: exact.nullable().default(null),
        indispensable: z.boolean().default(false),
        inacceptable: z.boolean().default(false),
      }),
    )
    .max(12),
  /** Of the same type as the question, whose `choices` are then empty; null for a question with one list of choices. */
  answers: draftAnswers.nullable().default(null),
  explanation: text.max(4_000),
  difficulty: z.enum(difficulties),
  level: z.enum(bloomLevels),
  purpose: z.enum(purposes),
  /** From 10 to 900 once it is written; anything else while it is typed. */
  seconds: int4.min(0).max(9_999),
  tags: z.array(text.trim().max(64)).max(12),
  source: z.strictObject({ heading: text.max(200), quote: text.max(500) }),
  /** One of its section; empty when there is none. */
  objective: text.trim().max(300).default(''),
  /** Empty when there is none. */
  reference: text.max(longestUrl).default(''),
  /** Both empty when its facts were not checked. */
  verified: z.strictObject({ date: text.max(10), version: text.max(100) }).default({ date: '', version: '' }),
  enemies: z.array(text.trim().max(64)).max(12).default([]),
  /** The document it is about, whole; with an empty id, a new one. */
  context: z
    .strictObject({ id: text.max(64), title: text.max(200), text: text.max(8_000) })
    .nullable()
    .default(null),
})
export type QuestionDraft = z.output<typeof questionDraft>

/** The fields in which a draft is faulty; `choices` for what concerns them all. */
export const draftFaults = [
  'section',
  'stem',
  'choice_text',
  'explanation',
  'seconds',
  'heading',
  'reference',
  'verified',
  'unknown_enemy',
  'context',
  'tags',
  'no_key',
  'several_keys',
  'too_few_choices',
  'duplicate_choice',
  'true_false_choices',
  'importance_misplaced',
  'gaps_misplaced',
  'answer_unreadable',
  'unknown_image',
  'too_complex',
] as const
export type DraftFault = (typeof draftFaults)[number]

export const getQuestionText = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/questions/:questionId/text',
  summary: 'Reads the Markdown of a question as it is now, to change it.',
  params: questionParams,
  /** `nextId`: the question that follows in the order of the course. */
  reply: questionDraft.extend({ key: text, version, headings: z.array(text), nextId: uuid.nullable() }),
})

export const listContexts = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/question-contexts',
  summary: 'Lists the documents that questions of the bank are about, each with the keys of its questions.',
  params: courseParams,
  reply: z.object({
    contexts: z.array(z.object({ id: text, title: text, text, keys: z.array(text) })),
  }),
})

export const previewQuestion = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/question-previews',
  summary: 'Shows a question being written as a student would see it, with what it lacks and what the linter says.',
  params: courseParams,
  body: questionDraft.extend({ questionId: uuid.optional() }),
  reply: z.object({
    context: content.nullable(),
    stem: content,
    choices: z.array(z.object({ id: text, part: text.optional(), text: content, feedback: content.nullable() })),
    parts: listedParts.optional(),
    typed: listedTyped.optional(),
    explanation: content,
    faults: z.array(z.enum(draftFaults)),
    remarks: z.array(
      z.object({
        code: z.enum(lintCodes),
        severity: z.enum(lintSeverities),
        /** The author's reason for keeping the remark unfixed. */
        allowed: text.nullable(),
      }),
    ),
  }),
})

export const createQuestion = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/questions',
  summary: 'Adds a question to the bank.',
  params: courseParams,
  body: questionDraft,
  reply: z.object({ id: uuid, key: text, version }),
  refusals: ['question_not_ready'],
})

export const saveQuestion = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/questions/:questionId/text',
  summary:
    'Writes a new version of a question, and of the others about its document when that changed; exams already published keep theirs.',
  params: questionParams,
  /** `version`: the one that was loaded before editing. */
  body: questionDraft.extend({ version }),
  reply: z.object({ id: uuid, key: text, version }),
  refusals: ['question_not_ready', 'changed_meanwhile'],
})

export const listVersions = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/questions/:questionId/versions',
  summary: 'Lists every version of a question, the newest first, each with what it changed and the exams that ask it.',
  params: questionParams,
  reply: z.object({
    versions: z.array(
      z.object({
        number: version,
        origin: z.enum(['file', 'browser', 'import', 'assistant']),
        writtenAt: instant,
        byName: text,
        /** From the previous version; the whole text for the first. */
        difference,
        exams: z.array(z.object({ id: uuid, title: text })),
      }),
    ),
  }),
})

export const restoreVersion = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/questions/:questionId/versions/:number/restoration',
  summary: 'Writes an older version again, as a new one.',
  params: questionParams.extend({ number: z.coerce.number().pipe(version) }),
  body: z.strictObject({ version }),
  reply: z.object({ id: uuid, key: text, version }),
  refusals: ['changed_meanwhile'],
})

export const resolveConflict = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/questions/:questionId/conflict',
  summary: 'Decides between the file of a question and what was written in the browser.',
  params: questionParams,
  body: z.strictObject({ keep: z.enum(['bank', 'file']), version }),
  reply: z.object({ id: uuid, key: text, version }),
  refusals: ['changed_meanwhile'],
})

export const listStale = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/stale-questions',
  summary: 'Lists the questions to read again: their passage of the course changed, or their file did while they were.',
  params: courseParams,
  reply: z.object({
    stale: z.array(
      z.object({
        id: uuid,
        key: text,
        section: text,
        opening: text,
        heading: text,
        quote: text,
        /** `heading_gone`: the heading no longer exists in the course. */
        reason: z.enum(['changed', 'heading_gone']),
        /** Whether the quoted words are still in the passage. */
        isQuoteThere: z.boolean(),
        difference,
        /** The passage as it reads today, which the reviewer confirms. */
        passage: text.nullable(),
      }),
    ),
    conflicts: z.array(z.object({ id: uuid, key: text, opening: text, version, difference })),
    /** What the last import of the files could not use, in the language of the interface. */
    problems: z.array(z.object({ file: text, line: int4, column: int4, sentence: text })),
  }),
})

export const restampQuestion = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/questions/:questionId/stamp',
  summary: 'Says that a question is still right for the passage as it reads today.',
  params: questionParams,
  body: z.strictObject({ passage: text.max(64) }),
  reply: done,
  refusals: ['changed_meanwhile'],
})
