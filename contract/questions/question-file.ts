import { z } from 'zod'
import { int4, text } from '#contract/endpoint.ts'
import { outlineLimits } from '#core/courses/outline.ts'
import { languages } from '#core/language.ts'
import { lintCodes } from '#core/questions/lint/codes.ts'
import { bloomLevels, difficulties, orderingCredits, purposes } from '#core/questions/question.ts'
import { longestTyped } from '#core/questions/typed-answer.ts'
import { exact, pointsShare } from './scale.ts'

/**
 * The format of the files in `questions/`: `course.yaml` (the outline) and `<session>/<section>.yaml` (the questions
 * of one section). Its JSON Schema for editors is generated from here by `npm run questions -- schema`.
 */
const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64)
const markdown = (max: number) => text.trim().min(1).max(max)

/** Official documentation: a page of the web, without a user name in its address. */
export const documentationUrl = /^https:\/\/[^\s@/?#]+\.[^\s@/?#]+(?:[/?#]\S*)?$/
export const longestUrl = 500

/** A day of the calendar: `2026-11-29`. */
export const calendarDay = text.regex(/^\d{4}-\d{2}-\d{2}$/, { abort: true }).refine((day) => {
  const ms = Date.parse(day)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}, 'no_such_day')

const feedback = markdown(1_000).optional().describe('Why this choice is right or wrong; shown after release.')
const weight = z
  .union([pointsShare, z.number().min(-1).max(1).multipleOf(0.0001)])
  .optional()
  .describe('Share of the points, under a scale by weights: 0.5, 1/3, -0.25.')
const correct = z.boolean().optional().describe('true for a right choice; leave out for a distractor.')

export const choiceInFile = z.strictObject({
  text: markdown(1_000).describe('The choice, in Markdown.'),
  correct,
  feedback,
  last: z.boolean().optional().describe('Keep this choice at the end when choices are shuffled.'),
  weight,
  indispensable: z.boolean().optional().describe('Right choice without which the answer earns nothing (discordance).'),
  inacceptable: z.boolean().optional().describe('Wrong choice with which the answer earns nothing (discordance).'),
})

export const contextInFile = z.strictObject({
  id: slug.describe('Unique in the bank.'),
  title: markdown(200).optional().describe('What the document is, in a few words.'),
  text: markdown(8_000).describe('The document, in Markdown: code in fenced blocks, images, tables.'),
})

const shared = {
  id: slug.describe('Stable for ever, unique in the bank.'),
  context: z
    .union([slug, contextInFile])
    .optional()
    .describe('The document it is about: the id of one in `contexts`, or the document itself.'),
  stem: markdown(8_000).describe('The question, in Markdown; code in fenced blocks.'),
  explanation: markdown(4_000).describe('Teaches, and says why each distractor is wrong. Never seen before release.'),
  difficulty: z.enum(difficulties),
  level: z.enum(bloomLevels).describe('Bloom level.'),
  purpose: z.enum(purposes).optional().describe('exam (default) or practice.'),
  objective: markdown(300)
    .optional()
    .describe('The objective of its section that it measures, in the words of course.yaml.'),
  seconds: int4.min(10).max(900).describe('Time a prepared student needs, in seconds.'),
  tags: z.array(slug).max(12).optional(),
  source: z.strictObject({
    heading: markdown(200).describe('The heading of the course it rests on, quoted.'),
    quote: markdown(500).describe('A few words of the passage, quoted exactly.'),
    hash: z
      .string()
      .regex(/^[0-9a-f]{12}$/)
      .optional()
      .describe('Hash of the passage, written by `npm run questions -- stamp`.'),
  }),
  reference: text
    .max(longestUrl)
    .regex(documentationUrl)
    .optional()
    .describe('Official documentation that proves the answer, https only; shown after release, beside the source.'),
  verified: z
    .strictObject({
      date: calendarDay.describe('The day the facts were last checked: 2026-11-29.'),
      version: markdown(100).describe('What they were checked on: Kubernetes 1.35, Helm 4.0.'),
    })
    .optional()
    .describe('When and on which version the facts were last checked.'),
  enemies: z
    .array(slug)
    .min(1)
    .max(12)
    .optional()
    .describe('Ids of questions never drawn with this one: they ask the same thing, or one gives the other away.'),
  allow: z
    .partialRecord(z.enum(lintCodes), text.trim().min(10).max(300))
    .optional()
    .describe('Remarks of `npm run questions -- lint` kept on purpose, each with the reason.'),
}

/** How many of each a question in parts may hold. */
export const partLimits = { gaps: 8, choices: 8, items: 8, extras: 6, accepted: 12, foreseen: 12 } as const

const item = markdown(1_000)
const answer = markdown(longestTyped)
const gapInFile = z.strictObject({
  choices: z
    .array(z.strictObject({ text: markdown(200), correct, feedback, weight }))
    .min(2)
    .max(partLimits.choices)
    .describe('The choices of this gap, exactly one of them correct.'),
})

export const typedInFile = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    case: z.boolean().optional().describe('true: small and capital letters differ; they do not by default.'),
  }),
  z.strictObject({
    kind: z.literal('number'),
    tolerance: z
      .union([exact, z.number().min(0).multipleOf(0.0001)])
      .describe('How far from it an answer may be: 0.5.'),
    unit: markdown(20).optional().describe('A unit that may follow the number: Gio.'),
    unitRequired: z.boolean().optional().describe('true: a number without its unit is wrong.'),
  }),
])

/** What is answered, by the types whose choices are not one list. */
const answersInFile = {
  cloze: {
    gaps: z.array(gapInFile).min(1).max(partLimits.gaps).describe('The gaps `[[1]]`, `[[2]]`… of the stem, in order.'),
  },
  ordering: {
    order: z
      .array(z.union([item, z.strictObject({ text: item, feedback })]))
      .min(3)
      .max(partLimits.items)
      .describe('The items, in the right order.'),
    partial: z
      .enum(orderingCredits)
      .optional()
      .describe(
        'What earns a part of the points: right places (default), pairs in order, the longest run, or nothing.',
      ),
  },
  matching: {
    pairs: z
      .array(z.strictObject({ item, answer: item, feedback }))
      .min(2)
      .max(partLimits.items)
      .describe('Each item with its answer; several items may have the same.'),
    extras: z.array(item).max(partLimits.extras).optional().describe('Answers that fit no item.'),
  },
  exact_answer: {
    accept: z
      .array(z.union([answer, z.strictObject({ text: answer, feedback, weight })]))
      .min(1)
      .max(partLimits.accepted)
      .describe('The answers accepted.'),
    foresee: z
      .array(z.union([answer, z.strictObject({ text: answer, feedback, weight })]))
      .max(partLimits.foreseen)
      .optional()
      .describe('Wrong answers that are foreseen, each with what to say of it.'),
    typed: typedInFile.optional().describe('How an answer is compared: words (default) or a number.'),
  },
} as const

export const questionInFile = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('single'),
    ...shared,
    choices: z.array(choiceInFile).min(2).max(12),
  }),
  z.strictObject({
    type: z.literal('multiple'),
    ...shared,
    choices: z.array(choiceInFile).min(2).max(12),
  }),
  z.strictObject({
    type: z.literal('true_false'),
    ...shared,
    answer: z.boolean(),
  }),
  z.strictObject({ type: z.literal('cloze'), ...shared, ...answersInFile.cloze }),
  z.strictObject({ type: z.literal('ordering'), ...shared, ...answersInFile.ordering }),
  z.strictObject({ type: z.literal('matching'), ...shared, ...answersInFile.matching }),
  z.strictObject({ type: z.literal('exact_answer'), ...shared, ...answersInFile.exact_answer }),
])
export type QuestionInFile = z.output<typeof questionInFile>

export const sectionFile = z.strictObject({
  section: slug.describe('The section of course.yaml these questions belong to.'),
  contexts: z
    .array(contextInFile)
    .max(200)
    .optional()
    .describe('Documents shared by several questions: drawn, shown and printed with each of them, once.'),
  questions: z.array(questionInFile).max(500),
})
export type SectionFile = z.output<typeof sectionFile>

/** A day of the calendar, `2026-09-14`. */
export const day = text
  .regex(/^\d{4}-\d\d-\d\d$/)
  .refine((said) => new Date(`${said}T00:00:00Z`).toJSON()?.startsWith(said) ?? false, 'bad_format')

const sectionInFile = z.strictObject({
  id: slug,
  title: markdown(200),
  headings: z
    .array(markdown(200))
    .max(outlineLimits.headings)
    .default([])
    .describe('Headings of the course text it covers.'),
  objectives: z.array(markdown(300)).max(outlineLimits.objectives).default([]),
})

export const courseFile = z.strictObject({
  id: slug,
  title: markdown(200),
  summary: text.trim().max(1_000).default(''),
  language: z.enum(languages).describe('Language of the questions, and of « Vrai/Faux ».'),
  timeZone: text.max(60).optional().describe('Of the times of exams: Europe/Paris, when absent.'),
  year: text.trim().max(20).optional().describe('2026-2027, for example.'),
  sessions: z
    .array(
      z.strictObject({
        id: slug,
        title: markdown(200),
        date: day.optional().describe('The day it takes place, 2026-09-14.'),
        labs: z.array(markdown(200)).max(outlineLimits.labs).default([]),
        sections: z.array(sectionInFile).max(outlineLimits.sections).default([]),
      }),
    )
    .max(outlineLimits.sessions)
    .default([]),
})
/** `supported-versions.yaml`, beside `course.yaml`: until when each version is supported by its publisher. */
export const supportedVersionsFile = z.strictObject({
  reviewed: calendarDay.describe('The day this table was last checked.'),
  versions: z.array(z.strictObject({ product: markdown(60), version: markdown(20), until: calendarDay })).max(300),
})

export type CourseFile = z.output<typeof courseFile>
