import { z } from 'zod'
import { count, courseParams, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { lintCodes, lintSeverities } from '#core/questions/lint/codes.ts'
import { bloomLevels, difficulties, orderingCredits, purposes, questionTypes } from '#core/questions/question.ts'
import { itemFlagCodes } from '#core/statistics/flags.ts'
import { choiceName, listedParts, listedTyped } from './asked-question.ts'
import { content } from './content.ts'

const section = text.max(64)
/** How many questions there are, exam questions only, by difficulty. */
export const questionCounts = z.object({ easy: count, medium: count, hard: count })

export const bankSection = z.object({
  id: text,
  title: text,
  objectives: z.array(text),
  /** Of the course text, that a question of this section may cite; its title when it names none. */
  headings: z.array(text),
  counts: questionCounts,
  /** Kept for practice: never drawn for an exam. */
  practice: count,
})

export const getBank = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/bank',
  summary: 'Counts the questions of every section of the course, sections without any included.',
  params: courseParams,
  reply: z.object({
    sessions: z.array(z.object({ id: text, title: text, sections: z.array(bankSection) })),
    /** Questions that wait without a section (core/courses/outline.ts noSection): never drawn. */
    unplaced: z.object({ counts: questionCounts, practice: count }),
    total: count,
    archived: count,
    /** Headings of the course text that a question may cite. */
    headings: z.array(text),
    /** Every tag in use, the most frequent first. */
    tags: z.array(z.object({ tag: text, count })),
    /** What has to be reviewed: changed passages, conflicts between a file and the browser. */
    toRead: count,
  }),
})

const named = z.object({ id: uuid, key: text })

export const getLint = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/lint',
  summary: 'Reads what the linter says of the questions of the bank, by remark, the gravest first.',
  params: courseParams,
  reply: z.object({
    remarks: z.array(
      z.object({
        code: z.enum(lintCodes),
        severity: z.enum(lintSeverities),
        count,
        /** The first hundred. */
        questions: z.array(z.object({ id: uuid, key: text })),
        /** Of `possible_enemy`: the first hundred pairs, and the words they share. */
        pairs: z.array(z.object({ questions: z.tuple([named, named]), words: text })).optional(),
      }),
    ),
    /** Remarks that authors explained and kept. */
    explained: count,
    keyBalance: z.object({
      isBalanced: z.boolean(),
      positions: z.array(z.object({ position: count, keys: count, expected: z.number() })),
    }),
    /** Of questions with several answers: how many have this number of right ones. */
    keyCounts: z.array(z.object({ keys: count, questions: count })),
  }),
})

export const getProposedEnemies = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/questions/:questionId/proposed-enemies',
  summary: 'Lists the questions that the linter proposes never to draw with this one, and what they share.',
  params: courseParams.extend({ questionId: uuid }),
  reply: z.object({ pairs: z.array(z.object({ id: uuid, key: text, words: text })) }),
})

/** Facility: below 0.4, up to 0.8, above. Discrimination: below 0, below 0.2 (core/statistics/flags.ts), from there. */
export const facilityBands = ['low', 'middle', 'high'] as const
export const discriminationBands = ['negative', 'weak', 'good'] as const

/** Filters of the question bank; an absent filter matches everything. */
export const questionFilters = z.strictObject({
  section: section.optional(),
  difficulty: z.enum(difficulties).optional(),
  type: z.enum(questionTypes).optional(),
  level: z.enum(bloomLevels).optional(),
  purpose: z.enum(purposes).optional(),
  tag: text.max(64).optional(),
  /** The heading of the course text a question cites. */
  heading: text.max(200).optional(),
  /** By the gravest lint remark, or `clean` for none. */
  lint: z.enum(['error', 'warning', 'clean']).optional(),
  /** Whether an exam has asked it or plans to. */
  used: z.enum(['yes', 'no']).optional(),
  /** In how many finished exams it was asked. */
  taken: z.enum(['never', 'once', 'several']).optional(),
  /** By the results of past exams: facility, discrimination, flags of the latest one. */
  facility: z.enum(facilityBands).optional(),
  discrimination: z.enum(discriminationBands).optional(),
  flag: z.enum(['any', 'none', ...itemFlagCodes]).optional(),
  /** Those whose passage of the course changed, or that differ from their file. */
  reread: z.enum(['yes']).optional(),
  archived: z.enum(['without', 'only']).default('without'),
  search: text.trim().max(120).optional(),
})

export const questionOrders = ['course', 'difficulty', 'seconds', 'facility', 'discrimination', 'lastUse'] as const

/** Filters, order and position of a list, all from the query string. */
const listQuery = questionFilters.extend({
  /** Questions without the figure come last, whichever the direction. */
  sort: z.enum(questionOrders).default('course'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
})

export const questionRow = z.object({
  id: uuid,
  key: text,
  section: text,
  type: z.enum(questionTypes),
  difficulty: z.enum(difficulties),
  level: z.enum(bloomLevels),
  purpose: z.enum(purposes),
  expectedSeconds: int4,
  /** The beginning of the stem, as plain text. */
  opening: text,
  /** True when the stem shows code: a Dockerfile, a manifest, an output… */
  hasCode: z.boolean(),
  /** The id of the document it is about; absent without one. */
  contextId: text.optional(),
})

export const listedQuestion = questionRow.extend({
  tags: z.array(text),
  /** The gravest lint remark, without those its author explained. */
  remark: z.enum(lintSeverities).nullable(),
  isUsed: z.boolean(),
  /** When the latest exam that asked it opened. */
  lastUsedAt: instant.nullable(),
  /** Statistics over all finished exams; null when none asked it. */
  past: z
    .object({
      exams: count,
      /** Number of copies that asked it. */
      n: count,
      facility: z.number().nullable(),
      discrimination: z.number().nullable(),
      /** Of the latest exam. */
      flags: z.array(z.enum(itemFlagCodes)),
    })
    .nullable(),
})

export const listQuestions = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/questions',
  summary: 'Lists the current questions of the bank, fifty at a time, in the order of the course or of a figure.',
  params: courseParams,
  query: listQuery,
  reply: z.object({
    questions: z.array(listedQuestion),
    total: count,
    pageSize: int4,
    /** Counts per section under the other filters, so that the list of sections shows where matches are. */
    sections: z.array(z.object({ id: text, count })),
  }),
})

export const getQuestion = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/questions/:questionId',
  summary: 'Reads a question with its key, its explanation and its source in the course.',
  params: courseParams.extend({ questionId: uuid }),
  reply: questionRow.extend({
    sectionTitle: text,
    sessionTitle: text,
    /** The document it is about, and the other questions about the same one. */
    context: z
      .object({ id: text, title: text, content, others: z.array(z.object({ id: uuid, key: text })) })
      .nullable(),
    stem: content,
    /** Of a question in parts, those of each part. */
    choices: z.array(
      z.object({
        ...choiceName,
        text: content,
        correct: z.boolean(),
        keepLast: z.boolean(),
        feedback: content.nullable(),
      }),
    ),
    parts: listedParts.optional(),
    typed: listedTyped.optional(),
    partial: z.enum(orderingCredits).optional(),
    explanation: content,
    tags: z.array(text),
    /** Of its section, that it measures; the outline may no longer have it. */
    objective: text.nullable(),
    source: z.object({ heading: text, quote: text }),
    reference: text.nullable(),
    verified: z.object({ date: text, version: text }).nullable(),
    /** Questions never drawn with this one, whichever of the two names the other; the id is null for an unknown one. */
    enemies: z.array(z.object({ key: text, id: uuid.nullable() })),
    version: int4,
    writtenAt: instant,
    archived: z.boolean(),
    /** Exams that ask it, and drafts that list it. */
    exams: z.array(z.object({ id: uuid, title: text })),
    /** True when its file and the bank both changed since the last import. */
    hasConflict: z.boolean(),
    isStale: z.boolean(),
    /** The previous and next question in the order of the course. */
    previousId: uuid.nullable(),
    nextId: uuid.nullable(),
  }),
})
