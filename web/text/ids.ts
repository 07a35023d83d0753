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

export type MessageTree = { readonly [key: string]: string | MessageTree }
export type Messages = Readonly<Record<string, string>>

/** Nested JSON → one flat record, as react-intl wants it. */
export function flatten(tree: MessageTree, prefix = ''): Messages {
  const flat: Record<string, string> = {}
  for (const [key, value] of Object.entries(tree)) {
    const id = prefix === '' ? key : `${prefix}.${key}`
    if (typeof value === 'string') flat[id] = value
    else Object.assign(flat, flatten(value, id))
  }
  return flat
}
