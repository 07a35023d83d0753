import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import type { RefusalCode } from '#core/refusal.ts'
import type fr from './fr.json'

/** `{ exams: { draft: '…' } }` → `'exams.draft'`: a sentence that does not exist in French does not compile. */
type IdsOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${IdsOf<Tree[Key]>}`
}[keyof Tree & string]

export type TextId = IdsOf<typeof fr>

/** Every refusal has a sentence: the compiler names the code that core/refusal.ts has and fr.json has not. */
type Unanswered = Exclude<RefusalCode, keyof (typeof fr)['refusal']>
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
