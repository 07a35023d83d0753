import { type QuestionInFile, questionInFile } from '#contract/questions/question-file.ts'
import {
  bloomLevels,
  difficulties,
  type OrderingCredit,
  orderingCredits,
  purposes,
  type Question,
} from '#core/questions/question.ts'
import { slugOf } from '#core/slug.ts'
import type { PortableAnswers, PortableQuestion } from './imported.ts'
import { hasPartialWeights } from './losses.ts'
import { answersToFile } from './portable-answers.ts'
import { questionToFile } from './question-to-file.ts'

/** What a section file needs and other tools lack: chosen by the person who imports, and corrected by hand later. */
export type Missing = {
  heading: string
  quote: string
  difficulty: (typeof difficulties)[number]
  level: (typeof bloomLevels)[number]
  seconds: number
  explanation: string
}

/** Our own fields as tags such as `difficulty:easy`, because every format has tags. */
export const ourTags = [
  'difficulty',
  'level',
  'seconds',
  'purpose',
  'indispensable',
  'inacceptable',
  'partial',
] as const

export const isOurTag = (tag: string) => ourTags.some((name) => tag.startsWith(`${name}:`))

/** Marks imported questions, so that they can be found for review. */
export const importedTag = 'importee'

/** A question of another tool in our file format: absent fields are taken from `missing`. */
export function portableToFile(question: PortableQuestion, missing: Missing, id: string): QuestionInFile {
  if (question.bank) return questionToFile(question.bank)
  const said = readTags(question.tags)
  return questionInFile.parse({
    id,
    context: question.context,
    stem: question.stem,
    explanation: explanationOf(question) || missing.explanation,
    difficulty: said.difficulty ?? missing.difficulty,
    level: said.level ?? missing.level,
    purpose: said.purpose,
    seconds: said.seconds ?? missing.seconds,
    tags: [...new Set([...said.others.slice(0, 11), importedTag])],
    source: { heading: missing.heading, quote: missing.quote },
    ...answersOf(question, said),
  })
}

function answersOf(question: PortableQuestion, said: ReturnType<typeof readTags>) {
  const { type, choices, answers } = question
  if (answers) return answersToFile(answers.kind === 'ordering' ? withCredit(answers, said.partial) : answers)
  if (type === 'true_false') return { type, answer: choices[0]?.correct ?? false }
  const isWeighted = hasPartialWeights(question)
  return {
    type,
    choices: choices.map(({ text, correct, feedback, keepLast, weight }, index) => ({
      text,
      ...(correct ? { correct } : {}),
      ...(feedback ? { feedback } : {}),
      ...(keepLast ? { last: true } : {}),
      ...(isWeighted ? { weight } : {}),
      ...(correct && said.indispensable.includes(letters.charAt(index)) ? { indispensable: true } : {}),
      ...(!correct && said.inacceptable.includes(letters.charAt(index)) ? { inacceptable: true } : {}),
    })),
  }
}

/** What other tools may not say of an order; `places`, the usual way to count, is left out as in our files. */
const withCredit = (answers: Ordering, partial: OrderingCredit | undefined): Ordering =>
  partial === undefined ? answers : { ...answers, partial: partial === 'places' ? undefined : partial }

type Ordering = Extract<PortableAnswers, { kind: 'ordering' }>

const letters = 'abcdefghijkl'

/** `indispensable:ac`: the choices marked for the discordance scale, by their letters in order. */
export function importanceTags(choices: Question['choices']): string[] {
  const lettersOf = (name: 'indispensable' | 'inacceptable') =>
    choices.flatMap((choice, index) => (choice[name] ? [letters.charAt(index)] : [])).join('')
  return (['indispensable', 'inacceptable'] as const).flatMap((name) => {
    const said = lettersOf(name)
    return said === '' ? [] : [`${name}:${said}`]
  })
}

/** A true/false question has no choices in a section file, so the feedback of each is added to the explanation. */
export function explanationOf({
  type,
  choices,
  explanation = '',
}: Pick<PortableQuestion, 'type' | 'choices' | 'explanation'>): string {
  if (type !== 'true_false') return explanation
  const said = choices.flatMap(({ text, feedback }) => (feedback ? [`${text}\u202F: ${feedback}`] : []))
  return [explanation, ...said].filter(Boolean).join('\n\n')
}

function readTags(tags: readonly string[]) {
  const value = (name: string) => tags.find((tag) => tag.startsWith(`${name}:`))?.slice(name.length + 1)
  const oneOf = <T extends string>(all: readonly T[], name: string) => all.find((one) => one === value(name))
  const seconds = Number(value('seconds'))
  const others = tags.filter((tag) => !isOurTag(tag)).map((tag) => slugOf(tag.slice(0, 200)))
  return {
    difficulty: oneOf(difficulties, 'difficulty'),
    level: oneOf(bloomLevels, 'level'),
    purpose: oneOf(purposes, 'purpose'),
    partial: oneOf(orderingCredits, 'partial'),
    indispensable: value('indispensable') ?? '',
    inacceptable: value('inacceptable') ?? '',
    seconds: Number.isInteger(seconds) && seconds >= 10 && seconds <= 900 ? seconds : undefined,
    others: [...new Set(others)].filter(Boolean).slice(0, 12),
  }
}
