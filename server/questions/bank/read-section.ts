import { z } from 'zod'
import { contextInFile, questionInFile, sectionFile } from '#contract/questions/question-file.ts'
import type { Language } from '#core/language.ts'
import { faultsOf } from '#core/questions/faults.ts'
import type { QuestionContext } from '#core/questions/question.ts'
import { toQuestion } from '#server/questions/to-question.ts'
import type { BankProblem } from './bank-problem.ts'
import type { BankQuestion } from './bank-question.ts'
import { problemsOfShape } from './problems-of-shape.ts'
import { openYaml, type YamlFile } from './yaml-file.ts'

export type SectionRead = { file: string; section: string; questions: BankQuestion[]; problems: BankProblem[] }
/** `linesBefore`: number of lines of the file above this text. */
type SectionText = { file: string; section: string; text: string; language: Language; linesBefore?: number }

/** In bytes; a larger section can be split into several files. */
export const largestFile = 2 * 1024 * 1024

/** The shape of the file around its questions and documents; each of them is then checked on its own. */
const envelope = sectionFile.extend({
  questions: z.array(z.unknown()).max(500),
  contexts: z.array(z.unknown()).max(200).optional(),
})

/** The questions of one file. An invalid one is reported and left out, without affecting the others. */
export function readSection({ file, section, text, language, linesBefore = 0 }: SectionText): SectionRead {
  const yaml = openYaml({ file, text, linesBefore })
  if (yaml.errors.length > 0) return salvage({ file, section, text, language, linesBefore })
  const parsed = envelope.safeParse(yaml.value, { reportInput: true })
  if (!parsed.success) return { file, section, questions: [], problems: problemsOfShape(parsed.error, yaml) }
  const problems: BankProblem[] = []
  if (parsed.data.section !== section) {
    problems.push({ ...yaml.placeOf(['section']), code: 'wrong_file_name', key: parsed.data.section, detail: section })
  }
  const { contexts, faults } = readContexts(parsed.data.contexts ?? [], yaml)
  problems.push(...faults)
  const read = parsed.data.questions.map((given, index) =>
    readQuestion({ given, index, section: parsed.data.section, language, yaml, contexts }),
  )
  return {
    file,
    section: parsed.data.section,
    questions: read.flatMap(({ question }) => question ?? []),
    problems: [...problems, ...read.flatMap((one) => one.problems)],
  }
}

type Contexts = ReadonlyMap<string, QuestionContext>

/** The documents that can be used; a question that names another is not loaded, so that none is asked without its own. */
function readContexts(given: readonly unknown[], yaml: YamlFile): { contexts: Contexts; faults: BankProblem[] } {
  const contexts = new Map<string, QuestionContext>()
  const faults = given.flatMap((one, index): BankProblem[] => {
    const under = ['contexts', index]
    const parsed = contextInFile.safeParse(one, { reportInput: true })
    if (!parsed.success) return problemsOfShape(parsed.error, yaml, under)
    const { id } = parsed.data
    if (contexts.has(id)) return [{ ...yaml.placeOf(under), code: 'duplicate_context', key: id }]
    contexts.set(id, parsed.data)
    return []
  })
  return { contexts, faults }
}

type One = {
  given: unknown
  index: number
  section: string
  language: Language
  yaml: YamlFile
  contexts: Contexts
}

type ReadQuestion = { question?: BankQuestion; problems: BankProblem[] }

/** Any fault inside a question is reported at its place, without affecting the others. */
function readQuestion(one: One): ReadQuestion {
  try {
    return judgeQuestion(one)
  } catch {
    return { problems: [{ ...one.yaml.placeOf(['questions', one.index]), code: 'unreadable_question' }] }
  }
}

function judgeQuestion({ given, index, section, language, yaml, contexts }: One): ReadQuestion {
  const under = ['questions', index]
  const parsed = questionInFile.safeParse(given, { reportInput: true })
  if (!parsed.success) return { problems: problemsOfShape(parsed.error, yaml, under) }
  const { id, context: named } = parsed.data
  const context = typeof named === 'string' ? contexts.get(named) : named
  if (typeof named === 'string' && !context)
    return { problems: [{ ...yaml.placeOf([...under, 'context']), code: 'unknown_context', key: id, detail: named }] }
  const question = toQuestion({ ...parsed.data, context }, { section, language })
  const faults = faultsOf(question)
  if (faults.length > 0) {
    return { problems: faults.map((code) => ({ ...yaml.placeOf([...under, 'choices']), code, key: question.id })) }
  }
  return { question: { question, place: yaml.placeOf(under) }, problems: [] }
}

/**
 * Fallback for a file that is not valid YAML: it is split at the dashes, and each question is parsed on its own. Inside
 * a question every line is indented further than its dash, so a dash there can only start the next one.
 */
function salvage({ file, section, text, language, linesBefore = 0 }: SectionText): SectionRead {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => /^\s*questions:\s*$/.test(line)) + 1
  const indent = /^\s*(?=- )/.exec(lines.slice(first).find((line) => /^\s*- /.test(line)) ?? '')?.[0]
  if (first === 0 || indent === undefined)
    return { file, section, questions: [], problems: openYaml({ file, text, linesBefore }).errors }
  const starts = lines.flatMap((line, index) => (index >= first && line.startsWith(`${indent}- `) ? [index] : []))
  const parts = starts.map((start, rank) => {
    const piece = lines.slice(start, starts[rank + 1]).join('\n')
    return readPiece({ file, section, language, text: `questions:\n${piece}\n`, linesBefore: linesBefore + start - 1 })
  })
  const problems = parts.flatMap((part) => part.problems)
  return {
    file,
    section,
    questions: parts.flatMap((part) => part.questions),
    problems: problems.length > 0 ? problems : openYaml({ file, text, linesBefore }).errors,
  }
}

function readPiece({ file, section, text, language, linesBefore = 0 }: SectionText): {
  questions: BankQuestion[]
  problems: BankProblem[]
} {
  const yaml = openYaml({ file, text, linesBefore })
  if (yaml.errors.length > 0) return { questions: [], problems: yaml.errors }
  const { questions } = yaml.value as { questions: unknown }
  const given = Array.isArray(questions) ? questions[0] : undefined
  const { question, problems } = readQuestion({ given, index: 0, section, language, yaml, contexts: new Map() })
  return { questions: question ? [question] : [], problems }
}
