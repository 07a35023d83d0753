import { z } from 'zod'
import { text } from '#contract/endpoint.ts'
import { longestBrief } from './project-parts.ts'

/**
 * The format of `questions/project.yaml`: the brief and the rubric of the project that comes with the course. Its JSON Schema for
 * editors is generated from here by `npm run questions -- schema`.
 */
const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64)
const words = (max: number) => text.trim().min(1).max(max)
/** At most two decimals; kept exact. */
const decimal = z.number().max(100).multipleOf(0.01)

export const levelInFile = z.strictObject({
  id: slug.describe('Stable for ever: grades refer to it.'),
  label: words(40).describe('The level in one word.'),
  description: words(300).describe('What is seen at this level, so that two graders choose the same.'),
  points: decimal.min(-20),
})

export const criterionInFile = z.strictObject({
  id: slug.describe('Stable for ever: grades refer to it.'),
  title: words(80),
  description: text.trim().max(200).default('').describe('What to look at, in a few words.'),
  weight: decimal.positive().nullable().describe('What it weighs beside the others; null for a bonus.'),
  levels: z.array(levelInFile).min(2).max(9).describe('From the lowest to the highest.'),
})

export const projectFile = z.strictObject({
  id: slug,
  title: words(200),
  brief: text.trim().max(longestBrief).default('').describe('Markdown: what students read once the project is open.'),
  criteria: z.array(criterionInFile).min(1).max(30),
})
export type ProjectFile = z.output<typeof projectFile>
