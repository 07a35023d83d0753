import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import type { RefusalCode } from '#core/refusal.ts'
import type assessment from './fr/assessment.json'
import type attempts from './fr/attempts.json'
import type auth from './fr/auth.json'
import type common from './fr/common.json'
import type courses from './fr/courses.json'
import type exams from './fr/exams.json'
import type exports from './fr/exports.json'
import type grading from './fr/grading.json'
import type lms from './fr/lms.json'
import type privacy from './fr/privacy.json'
import type projects from './fr/projects.json'
import type questions from './fr/questions.json'
import type refusal from './fr/refusal.json'
import type statistics from './fr/statistics.json'
import type students from './fr/students.json'
import type ui from './fr/ui.json'

/** `{ exams: { draft: '…' } }` → `'exams.draft'`: an id without a French sentence does not compile. */
type IdsOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${IdsOf<Tree[Key]>}`
}[keyof Tree & string]

/** The sentences of every concept, by file name. */
type Sentences = {
  assessment: typeof assessment
  attempts: typeof attempts
  auth: typeof auth
  common: typeof common
  courses: typeof courses
  exams: typeof exams
  exports: typeof exports
  grading: typeof grading
  lms: typeof lms
  privacy: typeof privacy
  projects: typeof projects
  questions: typeof questions
  refusal: typeof refusal
  statistics: typeof statistics
  students: typeof students
  ui: typeof ui
}

export type TextId = IdsOf<Sentences>

/**
 * The refusal codes of core/refusal.ts without a sentence in fr/refusal.json: a compile error unless there are none.
 */
type Unanswered = Exclude<RefusalCode, keyof typeof refusal>
export const allRefusalsAnswered: [Unanswered] extends [never] ? true : Unanswered = true

type Tree<Leaf> = { readonly [key: string]: Leaf | Tree<Leaf> }
/** A sentence as text, or parsed as in the built site (see parse.ts). */
export type Message = string | MessageFormatElement[]
export type MessageTree = Tree<string>
export type ParsedTree = Tree<Message>
export type Messages = Readonly<Record<string, Message>>

/** Whether a sentence is displayed unchanged: no argument, no tag, no quote that ICU interprets. */
export const isPlain = (sentence: string): boolean => !/[{}<']/.test(sentence)

/** Flattens nested JSON into one record, with keys like `exams.draft`. */
export function flatten<Leaf extends Message>(tree: Tree<Leaf>, prefix = ''): Readonly<Record<string, Leaf>> {
  const flat: Record<string, Leaf> = {}
  for (const [key, value] of Object.entries(tree)) {
    const id = prefix === '' ? key : `${prefix}.${key}`
    if (typeof value === 'string' || Array.isArray(value)) flat[id] = value as Leaf
    else Object.assign(flat, flatten(value as Tree<Leaf>, id))
  }
  return flat
}
