import type { QuestionInFile } from '#contract/questions/question-file.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import type { Language } from '#core/language.ts'
import { contextKey, type Question, type QuestionContext } from '#core/questions/question.ts'
import { compare, parseRational } from '#core/rational.ts'
import { freeId, slugOf } from '#core/slug.ts'
import { answersOfFile } from '../answers-of-file.ts'
import { toQuestion } from '../to-question.ts'
import { withContextInStem } from './context-in-stem.ts'
import type { ImportedQuestion, PortableQuestion, Unusable } from './imported.ts'
import { nothing } from './imported.ts'
import { parseMarkdown, walk } from './markdown-tree.ts'
import { oneQuestion } from './one-question.ts'
import { type Missing, portableToFile } from './to-question-file.ts'
import { authorKey } from './typed-number.ts'

/** The effect of an import on a bank; importing the same file again changes nothing. */
export type QuestionImportPlan = {
  readonly added: readonly {
    readonly file: QuestionInFile
    readonly section: string
    readonly from: ImportedQuestion
  }[]
  /** Questions whose identifier has another text in the bank: left unchanged, and reported. */
  readonly changed: readonly {
    readonly current: Question
    readonly file: QuestionInFile
    readonly section: string
    readonly from: ImportedQuestion
  }[]
  readonly unchanged: readonly Question[]
  /** What the bank cannot hold, with its place. */
  readonly unusable: readonly Unusable[]
}

type PlanImportInput = {
  questions: readonly ImportedQuestion[]
  bank: readonly Question[]
  /** The section of each question; `missingIn` gives the other fields that a file lacks. */
  language: Language
  sectionOf: (question: PortableQuestion) => string
  missingIn: (section: string, question: PortableQuestion) => Missing
}

export function compareWithBank({
  questions,
  bank,
  language,
  sectionOf,
  missingIn,
}: PlanImportInput): QuestionImportPlan {
  const byId = new Map(bank.map((question) => [question.id, question]))
  const byText = new Map(bank.map((question) => [textOf(question), question]))
  const taken = new Set(byId.keys())
  const ranks = new Map<string, number>()
  const plan = {
    added: [] as QuestionImportPlan['added'][number][],
    changed: [] as QuestionImportPlan['changed'][number][],
    unchanged: [] as Question[],
    unusable: [] as Unusable[],
  }
  const placed = documentsBeside(bank)
  const planOne = (given: ImportedQuestion) => {
    const from = given.context && !given.bank ? { ...given, context: placed(given.context) } : given
    const wanted = from.bank?.id ?? slugOf(from.idnumber ?? from.title)
    const section = sectionOf(from)
    const file = portableToFile(from, missingIn(section, from), wanted)
    const twin = byText.get(textOf(toQuestion(file, { section, language })))
    const namesake = from.bank || from.idnumber ? byId.get(wanted) : undefined
    if (twin && saysMore(file, twin) && byId.has(twin.id))
      plan.changed.push({ current: twin, file: { ...file, id: twin.id }, section, from })
    else if (twin) plan.unchanged.push(twin)
    else if (namesake && !saysMore(file, namesake) && isSameOnPaper(namesake, toQuestion(file, { section, language })))
      plan.unchanged.push(namesake)
    else if (namesake) plan.changed.push({ current: namesake, file, section, from })
    else {
      const id = freeId(wanted, taken, ranks)
      taken.add(id)
      const question = { ...file, id }
      plan.added.push({ file: question, section, from })
      byText.set(textOf(toQuestion(question, { section, language })), toQuestion(question, { section, language }))
    }
  }
  for (const from of questions) {
    const { line, column, title } = from
    const { unusable } = oneQuestion({ line, column, title }, () => {
      planOne(from)
      return nothing
    })
    plan.unusable.push(...unusable)
  }
  return plan
}

/** Whether the file has what the bank lacks, or has otherwise: a file without any of it changes none. */
function saysMore(file: QuestionInFile, known: Question): boolean {
  const { objective, reference, verified, enemies, context } = file
  if (typeof context === 'object' && contextKey(context) !== contextKey(known.context)) return true
  if (objective !== undefined && objective !== known.objective) return true
  if (reference !== undefined && reference !== known.reference) return true
  if (verified !== undefined && canonicalJson(verified) !== canonicalJson(known.verified ?? null)) return true
  if (enemies !== undefined && canonicalJson(enemies) !== canonicalJson(known.enemies ?? [])) return true
  if (file.type === 'true_false') return false
  const choices = 'choices' in file ? file.choices : answersOfFile(file).choices
  return choices.some(({ weight, indispensable, inacceptable }, index) => {
    const choice = known.choices[index]
    if (weight !== undefined && !isSame(String(weight), choice?.weight)) return true
    return (indispensable && !choice?.indispensable) || (inacceptable && !choice?.inacceptable)
  })
}

function isSame(one: string, other: string | undefined): boolean {
  const [a, b] = [parseRational(one), parseRational(other ?? '')]
  return a !== null && b !== null && compare(a, b) === 0
}

/** What students read, and the key: two questions equal in these are the same. */
function textOf({ type, stem, choices, explanation, context, parts, partial, typed }: Question): string {
  return JSON.stringify(
    [
      type,
      context?.text ?? '',
      stem,
      explanation,
      choices.map(({ text, correct, feedback = '' }) => [text, correct, feedback]),
      [parts?.map(({ text = '' }) => text), partial, canonicalJson(typed ?? null)],
    ].map(trimmed),
  )
}

const trimmed = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim() : Array.isArray(value) ? value.map(trimmed) : value

/** A conversion through HTML changes the spelling of Markdown, so the rendered texts are compared. */
function readsTheSame(one: Question, other: Question): boolean {
  return textOf(inOneSpelling(one)) === textOf(inOneSpelling(other))
}

/** Gives a document the id it has in the bank, or one that no other document has. */
function documentsBeside(bank: readonly Question[]) {
  // Another tool gives a document back in another spelling, under an id of its own.
  const keyOf = ({ title = '', text }: QuestionContext) =>
    JSON.stringify([title.replace(/\s+/g, ' ').trim(), reading(text)])
  const held = bank.flatMap(({ context }) => context ?? [])
  const known = new Map(held.map((context) => [keyOf(context), context]))
  const taken = new Set(held.map(({ id }) => id))
  return (context: QuestionContext): QuestionContext => {
    const key = keyOf(context)
    const placed = known.get(key) ?? { ...context, id: freeId(context.id, taken) }
    known.set(key, placed)
    taken.add(placed.id)
    return placed
  }
}

/** Another tool may have given the document of a question back in its stem. */
const isSameOnPaper = (held: Question, read: Question) =>
  readsTheSame(held, read) || (held.context !== undefined && readsTheSame(withContextInStem(held), read))

const inOneSpelling = (question: Question): Question => ({
  ...question,
  ...(question.context ? { context: { ...question.context, text: reading(question.context.text) } } : {}),
  stem: reading(question.stem),
  explanation: reading(question.explanation),
  ...(question.parts
    ? { parts: question.parts.map((part) => ({ ...part, text: part.text && reading(part.text) })) }
    : {}),
  choices: question.choices.map((choice) => ({
    ...choice,
    // What is typed is no Markdown: `1 024,5` is `1024.5`.
    text: question.typed ? authorKey(choice.text, question.typed) : reading(choice.text),
    feedback: choice.feedback && reading(choice.feedback),
  })),
})

const reading = (markdown: string) =>
  [...walk(parseMarkdown(markdown))]
    .map((node) => {
      if (node.type === 'text' || node.type === 'html') return node.value.replace(/\s+/g, ' ')
      if (node.type === 'image') return `<image ${node.url} ${node.alt ?? ''}>`
      return 'value' in node ? `<${node.type} ${node.value}>` : `<${node.type}>`
    })
    .join('')
