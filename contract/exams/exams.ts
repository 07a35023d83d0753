import { z } from 'zod'
import { courseParams, done, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { type AskedQuestion, askedQuestion } from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { keptScale, scale } from '#contract/questions/scale.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { examChores } from '#core/exams/exam-troubles.ts'
import { releaseTimes, wholeReview } from '#core/exams/release.ts'
import { lintCodes } from '#core/questions/lint/codes.ts'
import { bloomLevels, difficulties, questionTypes } from '#core/questions/question.ts'

export { type AskedQuestion, askedQuestion, scale }

const count = int4.min(0)
const key = text.min(1).max(64)
const examParams = courseParams.extend({ examId: uuid })
/** What the writer had read: somebody else's change in between is not overwritten. */
const revision = int4.min(1)

export const mostQuestions = 200
/** Copies are numbered from 1, in the order of the class. */
const copyNumber = z.coerce.number().int().min(1).max(10_000).default(1)

export const blueprintLine = z.strictObject({
  count: int4.min(1).max(mostQuestions),
  /** More than `count`: the exam holds so many, and each copy asks its own `count` of them. */
  pool: int4.min(1).max(mostQuestions).optional(),
  section: key.optional(),
  difficulty: z.enum(difficulties).optional(),
  level: z.enum(bloomLevels).optional(),
  type: z.enum(questionTypes).optional(),
})

export const blueprint = z.strictObject({
  /** Keys of questions that must be there. */
  questionIds: z.array(key).max(mostQuestions),
  lines: z.array(blueprintLine).max(200),
})

/** core/exams/exam-terms.ts Exception. */
export const exception = z.strictObject({
  of: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('section'), section: key }),
    z.strictObject({ kind: z.literal('question'), question: key }),
  ]),
  scale: scale.nullable(),
  /** Hundredths, of each question concerned. */
  points: int4.min(0).max(100_000).nullable(),
})

/** How points become a mark, in hundredths; see core/points.ts. */
export const markRule = z.strictObject({
  outOf: int4.min(100).max(100_000),
  grain: z.literal([1, 10, 25, 50, 100]),
  rounding: z.enum(['down', 'nearest', 'up']),
})

export const releaseParts = z.strictObject({
  points: z.boolean(),
  answers: z.boolean(),
  key: z.boolean(),
  explanations: z.boolean(),
})
const heldGroups = z.array(text.max(200)).max(50)

/** core/exams/release.ts Release. */
export const release = z.strictObject({
  what: z.enum(['never', 'mark', 'review']),
  when: z.enum(releaseTimes),
  at: instant.nullable().default(null),
  parts: releaseParts.default(wholeReview),
  statistics: z.boolean().default(false),
  heldGroups: heldGroups.default([]),
})

/** All a trainer decides while the exam is a draft. */
export const examDraft = z.strictObject({
  title: text.trim().min(1).max(200),
  /** Markdown, read by students before they start. */
  instructions: text.max(4_000),
  blueprint,
  /** Hundredths, of each question. */
  questionPoints: int4.min(1).max(100_000),
  limitMinutes: int4.min(1).max(600),
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  timeZone: text.min(1).max(60),
  graceSeconds: int4.min(0).max(300),
  shuffleQuestions: z.boolean(),
  shuffleChoices: z.boolean(),
  scale,
  /** What differs for a section or a question. */
  exceptions: z.array(exception).max(mostQuestions).default([]),
  markRule,
  release,
})
export type ExamDraft = z.output<typeof examDraft>

export const examRow = z.object({
  id: uuid,
  title: text,
  status: z.enum(examStatuses),
  limitMinutes: int4,
  questionCount: count,
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  timeZone: text,
  joinCode: text,
  /** Students of the course, and those whose copy was started. */
  studentCount: count,
  startedCount: count,
})

/** As they were kept: what an older version or an archive wrote is shown, never a reason to fail. */
const kept = {
  scale: keptScale,
  exceptions: z.array(exception.extend({ scale: keptScale.nullable() })).default([]),
  markRule: markRule.extend({ grain: int4 as unknown as typeof markRule.shape.grain }),
}

export const examView = examRow.extend({
  ...examDraft.shape,
  ...kept,
  /** The instructions as students read them. */
  shownInstructions: content,
  revision,
  /** Its answers came from a file: it was taken elsewhere. */
  isImported: z.boolean(),
  /** What the server fails to do for this exam of itself, and goes on trying. */
  troubles: z.array(z.object({ chore: z.enum(examChores), since: instant })),
  createdAt: instant,
  publishedAt: instant.nullable(),
  openedAt: instant.nullable(),
  closedAt: instant.nullable(),
  releasedAt: instant.nullable(),
})
export type ExamView = z.output<typeof examView>

export const getBooklet = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/booklet',
  summary: 'Reads an exam, a section or the whole bank to print it, with its key or without.',
  params: courseParams,
  query: z.strictObject({
    exam: uuid.optional(),
    section: key.optional(),
    key: z.enum(['with', 'without']).default('without'),
    copy: copyNumber,
  }),
  reply: z.object({
    /** null for the whole bank. */
    title: text.nullable(),
    limitMinutes: int4.nullable(),
    /** Whether copies of this exam ask different questions. */
    hasPools: z.boolean(),
    instructions: content,
    questions: z.array(
      z.object({
        key: text,
        type: z.enum(questionTypes),
        /** Hundredths; null outside an exam. */
        points: int4.nullable(),
        stem: content,
        /** `correct` is null when the key was not asked for. */
        choices: z.array(z.object({ id: text, text: content, correct: z.boolean().nullable() })),
        explanation: content.nullable(),
      }),
    ),
  }),
})

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

export const listExams = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams',
  summary: 'Lists the exams of a course, the newest first.',
  params: courseParams,
  reply: z.object({ exams: z.array(examRow) }),
})

export const createExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams',
  summary: 'Creates a draft: twenty questions spread over the sections, forty minutes, partial credit.',
  params: courseParams,
  body: z.strictObject({ title: text.trim().min(1).max(200) }),
  reply: examView,
})

export const getExam = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId',
  summary: 'Reads an exam: its settings, its state, how many started it.',
  params: examParams,
  reply: examView,
})

export const updateExam = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId',
  summary: 'Replaces the settings of a draft.',
  params: examParams,
  body: examDraft.extend({ revision }),
  reply: examView,
  refusals: ['changed_meanwhile', 'exam_not_editable'],
})

export const deleteExam = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId',
  summary: 'Deletes a draft.',
  params: examParams,
  reply: done,
  refusals: ['exam_not_editable'],
})

export const redrawExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/draw',
  summary: 'Draws the questions of a draft again, from a new seed.',
  params: examParams,
  body: z.strictObject({ revision }),
  reply: examView,
  refusals: ['changed_meanwhile', 'exam_not_editable'],
})

export const drawnQuestion = z.object({
  /** The bank's question; null once it is gone from the bank. */
  questionId: uuid.nullable(),
  key: text,
  section: text,
  type: z.enum(questionTypes),
  difficulty: z.enum(difficulties),
  level: z.enum(bloomLevels),
  expectedSeconds: int4,
  points: int4,
  opening: text,
  hasCode: z.boolean(),
  /** core/exams/pools.ts: null for a question of every copy. */
  stratum: z.object({ name: text, take: int4 }).nullable(),
})

export const shortfall = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['line', 'pool']), line: count, wanted: count, found: count }),
  z.object({ kind: z.literal('question'), questionId: text }),
])

export const getDraw = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/draw',
  summary: 'Reads the questions the exam asks, and what the bank cannot honour; frozen ones once it is published.',
  params: examParams,
  reply: z.object({
    seed: text,
    /** All the exam holds: more than a copy asks when the plan has pools. */
    questions: z.array(drawnQuestion),
    /** Of one copy: what the plan wants, what it gets. */
    wanted: count,
    asked: count,
    shortfalls: z.array(shortfall),
    /** The keys of those no student could be shown: the exam cannot be published with them. */
    unshown: z.array(text),
    /** Hundredths, of one copy: all are worth the same. */
    points: count,
    /** Of the longest copy, and of the shortest. */
    expectedSeconds: count,
    leastSeconds: count,
    /** What players who know nothing would get at most, whatever the copy, hundredths of the mark scale. */
    robots: z.object({ random: int4, tickAll: int4, longest: int4 }).nullable(),
    /** What the linter says of these questions together, explained remarks and notes left out. */
    remarks: z.array(z.object({ code: z.enum(lintCodes), count })),
  }),
})

const planNeed = z.enum([...difficulties, ...bloomLevels])

export const getCoverage = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/coverage',
  summary:
    'Counts the exam questions of every section by difficulty and level, against the plan of an exam or a kept one.',
  params: courseParams,
  query: z.strictObject({ exam: uuid.optional(), plan: uuid.optional() }),
  reply: z.object({
    total: count,
    exams: z.array(z.object({ id: uuid, title: text })),
    /** The exam compared: the one asked for, else the newest; null when the course has none, or for a kept plan. */
    examId: uuid.nullable(),
    plans: z.array(z.object({ id: uuid, name: text })),
    /** The kept plan compared, when one was asked for. */
    planId: uuid.nullable(),
    sessions: z.array(
      z.object({
        id: text,
        title: text,
        sections: z.array(
          z.object({
            id: text,
            title: text,
            total: count,
            byDifficulty: z.record(z.enum(difficulties), count),
            byLevel: z.record(z.enum(bloomLevels), count),
            cells: z.array(z.object({ difficulty: z.enum(difficulties), level: z.enum(bloomLevels), count })),
            planned: count,
            missing: count,
            needed: z.array(planNeed),
          }),
        ),
      }),
    ),
  }),
})

export const previewExam = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/preview',
  summary: 'Reads a copy, as a student would get it.',
  params: examParams,
  query: z.strictObject({ copy: copyNumber }),
  reply: z.object({
    title: text,
    instructions: content,
    limitMinutes: int4,
    scale: keptScale,
    /** Whether copies ask different questions. */
    hasPools: z.boolean(),
    questions: z.array(askedQuestion),
  }),
})

export const publishExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/publication',
  summary: 'Freezes the questions and draws the copy of every student.',
  params: examParams,
  body: z.strictObject({ revision }),
  reply: examView,
  refusals: [
    'changed_meanwhile',
    'exam_not_editable',
    'exam_without_questions',
    'blueprint_not_honoured',
    'question_unshown',
    'exam_dates_inconsistent',
  ],
})

export const countCopies = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/copies/count',
  summary: 'How many copies are drawn, out of how many students: what a publication shows while it works.',
  params: examParams,
  reply: z.object({ drawn: count, students: count }),
})

export const withdrawExam = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/publication',
  summary: 'Makes a published exam a draft again, while nobody has started.',
  params: examParams,
  reply: examView,
  refusals: ['exam_not_editable'],
})

export const openExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/opening',
  summary: 'Opens a published exam: students may start.',
  params: examParams,
  reply: examView,
  refusals: ['exam_wrong_state'],
})

export const closeExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/closing',
  summary: 'Closes an open exam: copies still running are taken as they are, then marked.',
  params: examParams,
  reply: examView,
  refusals: ['exam_not_open'],
})

export const reopenExam = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/:examId/closing',
  summary:
    'Undoes a closing until the marks are released: the copies it took go on with the time they had left. A window that is over no longer closes the exam.',
  params: examParams,
  body: z.strictObject({ reason: text.trim().min(1).max(500) }),
  reply: examView,
  refusals: ['exam_wrong_state'],
})

export const renewJoinCode = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/join-code',
  summary: 'Gives the exam another join code; the former one stops working.',
  params: examParams,
  reply: examView,
  refusals: ['exam_closed'],
})

/** Hundredths of the mark, on average, of players who know nothing or half. */
const expected = z.object({
  scale,
  random: int4,
  /** Knows one answer in two, guesses the others. */
  half: int4,
  tickAll: int4,
  longest: int4,
})

export const simulateScales = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/simulations',
  summary: 'Works out what who knows nothing, or half, would get at this exam under each of these scales.',
  params: examParams,
  body: z.strictObject({ scales: z.array(scale).min(1).max(12) }),
  reply: z.object({ outOf: int4, simulations: z.array(expected) }),
  refusals: ['exam_without_questions'],
})
