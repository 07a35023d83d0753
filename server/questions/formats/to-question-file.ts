import { type QuestionInFile, questionInFile } from '#contract/question-file.ts'
import { bloomLevels, difficulties, purposes, type Question } from '#core/question.ts'
import type { PortableQuestion } from './imported.ts'

/** What a section file needs and other tools do not say: chosen by whoever imports, and corrected by hand after. */
export type Missing = {
  heading: string
  quote: string
  difficulty: (typeof difficulties)[number]
  level: (typeof bloomLevels)[number]
  seconds: number
  explanation: string
}

/** What came from elsewhere can be found again, to be read over. */
export const importedTag = 'importee'

/** A question of the bank as its file says it: the way back of `toQuestion`. */
export function questionToFile(question: Question): QuestionInFile {
  const { id, type, stem, explanation, difficulty, level, purpose, expectedSeconds, tags, source, allow } = question
  const shared = {
    id,
    stem,
    explanation,
    difficulty,
    level,
    ...(purpose === 'exam' ? {} : { purpose }),
    seconds: expectedSeconds,
    ...(tags.length > 0 ? { tags: [...tags] } : {}),
    source,
    ...(allow ? { allow } : {}),
  }
  if (type === 'true_false') return { type, ...shared, answer: question.choices[0]?.correct ?? false }
  const choices = question.choices.map(
    ({ text, correct, feedback, keepLast, weight, indispensable, inacceptable }) => ({
      text,
      ...(correct ? { correct } : {}),
      ...(feedback ? { feedback } : {}),
      ...(keepLast ? { last: true } : {}),
      ...(weight === undefined ? {} : { weight }),
      ...(indispensable ? { indispensable } : {}),
      ...(inacceptable ? { inacceptable } : {}),
    }),
  )
  return { type, ...shared, choices }
}

/** A question of another tool as a file of ours: what it does not say is taken from `missing`. */
export function portableToFile(question: PortableQuestion, missing: Missing, id: string): QuestionInFile {
  if (question.bank) return questionToFile(question.bank)
  const said = readTags(question.tags)
  return questionInFile.parse({
    type: question.type,
    id,
    stem: question.stem,
    explanation: explanationOf(question) || missing.explanation,
    difficulty: said.difficulty ?? missing.difficulty,
    level: said.level ?? missing.level,
    purpose: said.purpose,
    seconds: said.seconds ?? missing.seconds,
    tags: [...new Set([...said.others.slice(0, 11), importedTag])],
    source: { heading: missing.heading, quote: missing.quote },
    ...answersOf(question),
  })
}

function answersOf({ type, choices }: PortableQuestion) {
  if (type === 'true_false') return { answer: choices[0]?.correct ?? false }
  return {
    choices: choices.map(({ text, correct, feedback, keepLast }) => ({
      text,
      ...(correct ? { correct } : {}),
      ...(feedback ? { feedback } : {}),
      ...(keepLast ? { last: true } : {}),
    })),
  }
}

/** A statement has no choices in a section file: what was said of each is kept in the explanation. */
function explanationOf({ type, choices, explanation = '' }: PortableQuestion): string {
  if (type !== 'true_false') return explanation
  const said = choices.flatMap(({ text, feedback }) => (feedback ? [`${text}\u202F: ${feedback}`] : []))
  return [explanation, ...said].filter(Boolean).join('\n\n')
}

function readTags(tags: readonly string[]) {
  const value = (name: string) => tags.find((tag) => tag.startsWith(`${name}:`))?.slice(name.length + 1)
  const oneOf = <T extends string>(all: readonly T[], name: string) => all.find((one) => one === value(name))
  const seconds = Number(value('seconds'))
  const others = tags.filter((tag) => !/^(?:difficulty|level|seconds|purpose):/.test(tag)).map(slugOf)
  return {
    difficulty: oneOf(difficulties, 'difficulty'),
    level: oneOf(bloomLevels, 'level'),
    purpose: oneOf(purposes, 'purpose'),
    seconds: Number.isInteger(seconds) && seconds >= 10 && seconds <= 900 ? seconds : undefined,
    others: [...new Set(others)].filter(Boolean).slice(0, 12),
  }
}

export function slugOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return plain.slice(0, 56).replace(/-+$/, '') || 'question'
}

/** An id is of one question only, for ever. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  for (let rank = 2; ; rank += 1) if (!taken.has(`${wanted}-${rank}`)) return `${wanted}-${rank}`
}
