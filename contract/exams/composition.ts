import { z } from 'zod'
import { count, courseParams, endpoint, examParams, int4, revision, text, uuid } from '#contract/endpoint.ts'
import {
  askedQuestion,
  choiceName,
  listedParts,
  listedTyped,
  sharedContext,
} from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { keptScale } from '#contract/questions/scale.ts'
import { lintCodes } from '#core/questions/lint/codes.ts'
import { bloomLevels, difficulties, questionTypes } from '#core/questions/question.ts'
import { bankKey } from './exam-draft.ts'
import { examView } from './exams.ts'

/** Copies are numbered from 1, in the order of the class. */
const copyNumber = z.coerce.number().int().min(1).max(10_000).default(1)

/** The slot whose copy is read, when slots ask different questions. */
const ofSlot = z.coerce.number().int().min(0).max(10_000).default(0)

/** The slots of an exam that asks different questions in each; empty when all ask the same. */
const dividedSlots = z.array(z.object({ number: int4, name: text }))

export const getBooklet = endpoint({
  access: 'trainer',
  method: 'GET',
  isLong: true,
  path: '/api/courses/:courseId/booklet',
  summary: 'Reads an exam, a section or the whole bank to print it, with its key or without.',
  params: courseParams,
  query: z.strictObject({
    exam: uuid.optional(),
    section: bankKey.optional(),
    key: z.enum(['with', 'without']).default('without'),
    copy: copyNumber,
    slot: ofSlot,
  }),
  reply: z.object({
    /** null for the whole bank. */
    title: text.nullable(),
    limitMinutes: int4.nullable(),
    /** Whether copies of this exam ask different questions. */
    hasPools: z.boolean(),
    slots: dividedSlots,
    instructions: content,
    questions: z.array(
      z.object({
        key: text,
        type: z.enum(questionTypes),
        /** Hundredths; null outside an exam. */
        points: int4.nullable(),
        context: text.optional(),
        stem: content,
        /** `correct` is null when the key was not requested. */
        /** Of a question in parts, each choice of each part; of an exact answer, with its key only. */
        choices: z.array(
          z.object({
            ...choiceName,
            text: content,
            correct: z.boolean().nullable(),
          }),
        ),
        parts: listedParts.optional(),
        typed: listedTyped.optional(),
        explanation: content.nullable(),
      }),
    ),
    contexts: z.array(sharedContext).optional(),
  }),
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

const keys = z.array(bankKey).max(5_000)

export const arrangeDraw = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/draw',
  summary: 'Locks, replaces or moves questions that a draft has drawn; the others stay.',
  params: examParams,
  body: z.strictObject({
    revision,
    /** Every question that is drawn, in the order in which the exam asks them. */
    order: keys,
    /** Which « draw again » keeps. */
    locked: keys,
    /** Which no line draws; another of the same section and difficulty takes the place of each. */
    refused: keys,
  }),
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
  /** core/exams/slot-questions.ts: the slots whose copies may ask it; empty for all of them. */
  slots: z.array(int4),
})

const enemyPair = z.tuple([text, text])

export const shortfall = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['line', 'pool']),
    line: count,
    wanted: count,
    found: count,
    /** Questions left out because their enemy is drawn: the question, then its enemy. */
    enemies: z.array(enemyPair).optional(),
  }),
  z.object({ kind: z.literal('enemies'), pair: enemyPair }),
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
    slots: dividedSlots,
    /** All questions of the exam; more than one copy asks when the plan has pools. */
    questions: z.array(drawnQuestion),
    /** Keys: of those that another draw keeps, and of those that a trainer replaced. */
    locked: z.array(text),
    refused: z.array(text),
    /** For one copy: what the plan asks for, what it gets. */
    wanted: count,
    asked: count,
    shortfalls: z.array(shortfall),
    /** Keys of the questions that cannot be shown to students; the exam cannot be published with them. */
    unshown: z.array(text),
    /** Keys of the questions for which their scale means nothing; the exam cannot be published with them. */
    unfit: z.array(text),
    /** Hundredths, for one copy: all copies have the same total. */
    points: count,
    /** For the longest and the shortest copy. */
    expectedSeconds: count,
    leastSeconds: count,
    /** The highest mark over all copies for simulated players who know nothing, in hundredths of the mark scale. */
    robots: z.object({ random: int4, tickAll: int4, longest: int4 }).nullable(),
    /** Lint remarks on these questions, without the explained ones and the notes. */
    remarks: z.array(z.object({ code: z.enum(lintCodes), count })),
    /** Those that hold the exam back under the rule of the course: the question and its remark. */
    held: z.array(z.object({ questionId: uuid, key: text, code: z.enum(lintCodes) })),
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
    /** Exam questions that wait without a section: not counted, never drawn. */
    unplaced: count,
    exams: z.array(z.object({ id: uuid, title: text })),
    /** The exam compared: the requested one, else the newest; null when the course has none, or for a kept plan. */
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
            /** Headings of the passages of its text that no question rests on. */
            bare: z.array(text),
          }),
        ),
      }),
    ),
  }),
})

const expectedTimes = z.array(int4)

export const getExamSupply = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exam-supply',
  summary: 'Reads what an exam can be proposed from: the expected times of the exam questions of every section.',
  params: courseParams,
  reply: z.object({
    sections: z.array(
      z.object({
        section: text,
        title: text,
        /** In seconds, one for each question. */
        seconds: z.object({ easy: expectedTimes, medium: expectedTimes, hard: expectedTimes }),
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
  query: z.strictObject({ copy: copyNumber, slot: ofSlot }),
  reply: z.object({
    title: text,
    instructions: content,
    limitMinutes: int4,
    scale: keptScale,
    /** Whether copies ask different questions. */
    hasPools: z.boolean(),
    slots: dividedSlots,
    questions: z.array(askedQuestion),
    contexts: z.array(sharedContext).optional(),
  }),
})
