import { z } from 'zod'
import { courseParams, endpoint, examParams, instant, int4, type Reply, text, uuid } from '#contract/endpoint.ts'
import { choiceName, listedParts, sharedContext } from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { questionTypes } from '#core/questions/question.ts'
import { itemFlagCodes } from '#core/statistics/flags.ts'
import { sectionVerdicts } from '#core/statistics/sections.ts'

/** A statistic, or null with the reason there is none (core/statistics/figure.ts). */
const figure = z.object({ value: z.number().nullable(), reason: text.optional() })
/** A confidence interval at 95 %. */
const interval = z.object({ low: z.number(), high: z.number() }).nullable()

/** core/statistics/flags.ts ItemFlag. */
const flag = z.object({
  code: z.enum(itemFlagCodes),
  choice: text.optional(),
  count: int4.optional(),
  n: int4.optional(),
})

const choice = z.object({
  ...choiceName,
  text: content,
  correct: z.boolean(),
  count: int4,
  share: figure,
  /** Hundredths of the mark. */
  meanMark: figure,
  pointBiserial: figure,
  upperShare: figure,
  lowerShare: figure,
})

/** `none`: too few copies for a verdict; `indicative`: read the intervals; `firm`: enough copies. */
const standing = z.enum(['none', 'indicative', 'firm'])

const item = z.object({
  id: uuid,
  position: int4,
  /** The bank's question; null once it is gone from the bank. */
  bankId: uuid.nullable(),
  opening: text,
  /** The id of its document among the `contexts` of the reply. */
  context: text.optional(),
  stem: content,
  type: z.enum(questionTypes),
  /** Hundredths of a point. */
  points: int4,
  neutral: z.enum(['full', 'removed']).nullable(),
  /** Of an exam whose slots ask different questions, those that could ask this one; empty: all of them. */
  slots: z.array(int4),
  n: int4,
  blanks: int4,
  facility: figure,
  facilityInterval: interval,
  standardDeviation: figure,
  itemTotal: figure,
  itemRest: figure,
  itemRestInterval: interval,
  discriminativeEfficiency: figure,
  effectiveWeight: figure,
  upperLower: figure,
  alphaIfDeleted: figure,
  guess: figure,
  seconds: figure,
  quintiles: z.array(z.number()),
  /** Of an exact answer, with what was typed most often that its author did not write. */
  choices: z.array(choice),
  parts: listedParts.optional(),
  flags: z.array(flag),
})

const sectionResult = {
  /** Its questions in the exam, those that a correction removed too. */
  positions: z.array(int4),
  items: int4,
  n: int4,
  answers: int4,
  /** Hundredths of a point, on average for one student. */
  earned: z.number(),
  maximum: z.number(),
  share: figure,
  interval,
  verdict: z.enum(sectionVerdicts),
}

/** core/statistics/sections.ts SectionStatistics. */
const section = z.object({
  id: text,
  /** Empty for questions that belong to no section. */
  title: text,
  /** Empty for a section that the outline no longer has. */
  sessionTitle: text,
  /** Those of the outline, then those that only a question still names; without a figure where no question names it. */
  objectives: z.array(z.object({ text, result: z.object(sectionResult).nullable() })),
  ...sectionResult,
})

export const getStatistics = endpoint({
  access: 'trainer',
  method: 'GET',
  lane: 'long',
  path: '/api/courses/:courseId/exams/:examId/statistics',
  summary: 'Judges the questions of a marked exam, from the marks of the run that counts.',
  params: examParams,
  query: z.object({ blanks: z.enum(['scored', 'listwise']).optional() }),
  reply: z.object({
    examTitle: text,
    examStatus: z.enum(examStatuses),
    /** Of an exam whose slots ask different questions; empty when all ask the same. */
    slots: z.array(z.object({ number: int4, name: text })),
    /** Hundredths; every mark below is on this scale. */
    outOf: int4,
    run: z.object({ number: int4, createdAt: instant }),
    blanks: z.enum(['scored', 'listwise']),
    n: int4,
    /** Students left out because of a blank answer. */
    leftOut: int4,
    standing,
    marks: z.array(int4),
    mean: figure,
    meanInterval: interval,
    median: figure,
    standardDeviation: figure,
    skewness: figure,
    kurtosis: figure,
    alpha: figure,
    alphaInterval: interval,
    errorRatio: figure,
    standardError: figure,
    items: z.array(item),
    /** In the order of the course; those of the outline that the exam did not ask too. */
    sections: z.array(section),
    /** The documents of these questions, each once; absent when they have none. */
    contexts: z.array(sharedContext).optional(),
  }),
  refusals: ['marks_missing'],
})

export const getQuestionHistory = endpoint({
  access: 'trainer',
  method: 'GET',
  lane: 'long',
  path: '/api/courses/:courseId/questions/:questionId/history',
  summary: 'A question of the bank in each finished exam that asked it, the latest first.',
  params: courseParams.extend({ questionId: uuid }),
  reply: z.object({
    exams: z.array(
      z.object({
        examId: uuid,
        title: text,
        takenAt: instant,
        /** Its place in that exam. */
        position: int4,
        /** The version that was asked; null when the bank no longer has it. */
        version: int4.nullable(),
        n: int4,
        standing,
        facility: figure,
        facilityInterval: interval,
        itemRest: figure,
        itemRestInterval: interval,
      }),
    ),
  }),
})

export type ExamStatisticsView = Reply<typeof getStatistics>

export type ExamSection = ExamStatisticsView['sections'][number]

export type ExamItem = ExamStatisticsView['items'][number]
