import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import type { RefusalCode } from '#core/refusal.ts'
import type assessment from './fr/assessment.json'
import type attempts from './fr/attempts.json'
import type auth from './fr/auth.json'
import type common from './fr/common.json'
import type exams from './fr/exams.json'
import type exports from './fr/exports.json'
import type grading from './fr/grading.json'
import type privacy from './fr/privacy.json'
import type projects from './fr/projects.json'
import type questions from './fr/questions.json'
import type refusal from './fr/refusal.json'
import type statistics from './fr/statistics.json'
import type students from './fr/students.json'
import type ui from './fr/ui.json'

/** `{ exams: { draft: '…' } }` → `'exams.draft'`: a sentence that does not exist in French does not compile. */
type IdsOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${IdsOf<Tree[Key]>}`
}[keyof Tree & string]

/** The sentences of every concept, by the name of its file. */
type Sentences = {
  assessment: typeof assessment
  attempts: typeof attempts
  auth: typeof auth
  common: typeof common
  exams: typeof exams
  exports: typeof exports
  grading: typeof grading
  privacy: typeof privacy
  projects: typeof projects
  questions: typeof questions
  refusal: typeof refusal
  statistics: typeof statistics
  students: typeof students
  ui: typeof ui
}

export type TextId = IdsOf<Sentences>

/** Every refusal has a sentence: the compiler names the code that core/refusal.ts has and fr/refusal.json has not. */
type Unanswered = Exclude<RefusalCode, keyof typeof refusal>
export const allRefusalsAnswered: [Unanswered] extends [never] ? true : Unanswered = true

type Tree<Leaf> = { readonly [key: string]: Leaf | Tree<Leaf> }
/** A sentence as it is written, or as the built site carries it (see parse.ts). */
export type Message = string | MessageFormatElement[]
export type MessageTree = Tree<string>
export type ParsedTree = Tree<Message>
export type Messages = Readonly<Record<string, Message>>

/** Said as it is: no argument, no tag, no quote that means something to ICU. */
export const isPlain = (sentence: string): boolean => !/[{}<']/.test(sentence)

/** Nested JSON → one flat record. */
export function flatten<Leaf extends Message>(tree: Tree<Leaf>, prefix = ''): Readonly<Record<string, Leaf>> {
  const flat: Record<string, Leaf> = {}
  for (const [key, value] of Object.entries(tree)) {
    const id = prefix === '' ? key : `${prefix}.${key}`
    if (typeof value === 'string' || Array.isArray(value)) flat[id] = value as Leaf
    else Object.assign(flat, flatten(value as Tree<Leaf>, id))
  }
  return flat
}
