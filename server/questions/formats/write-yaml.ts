import { stringify } from 'yaml'
import type { QuestionInFile } from '#contract/questions/question-file.ts'
import { contextKey, type QuestionContext } from '#core/questions/question.ts'

const schema = '# yaml-language-server: $schema=../course-section.schema.json'

/** A section file as a person would write it: long texts as blocks, one question after the other. */
export function sectionYaml(section: string, given: readonly QuestionInFile[]): string {
  const { contexts, questions } = withContextsApart(given)
  const shared = contexts.length > 0 ? `contexts:\n${contexts.map(contextYaml).join('\n')}\n` : ''
  const head = `${schema}\n${stringify({ section })}${shared}questions:`
  if (questions.length === 0) return `${head} []\n`
  return `${head}\n${questions.map(questionYaml).join('\n')}`
}

/** A document that several questions share is written once, and named by each. */
function withContextsApart(given: readonly QuestionInFile[]) {
  const contexts = new Map<string, QuestionContext>()
  const questions = given.map((question) => {
    const { context } = question
    if (typeof context !== 'object') return question
    const known = contexts.get(context.id) ?? context
    // Another document of the same name, from another version, stays where it is.
    if (contextKey(known) !== contextKey(context)) return question
    contexts.set(context.id, known)
    return { ...question, context: context.id }
  })
  return { contexts: [...contexts.values()], questions }
}

const contextYaml = ({ id, title, text }: QuestionContext) =>
  stringify([{ id, ...(title ? { title } : {}), text: block(text) }], { lineWidth: 0, blockQuote: 'literal' }).replace(
    /^(?=.)/gm,
    '  ',
  )

/** Ready to be added under `questions:`. */
export function questionYaml(question: QuestionInFile): string {
  return stringify([inOrder(question)], { lineWidth: 0, blockQuote: 'literal' }).replace(/^(?=.)/gm, '  ')
}

/** Identifying and classifying fields first, then the texts. */
function inOrder({ id, type, stem, explanation, context: shared, ...rest }: QuestionInFile) {
  const { choices, answer, source, reference, ...about } = { choices: undefined, answer: undefined, ...rest }
  const key = answer === undefined ? { choices } : { answer }
  const proof = { source, ...(reference ? { reference } : {}) }
  const context = typeof shared === 'object' ? { ...shared, text: block(shared.text) } : shared
  return {
    id,
    type,
    ...about,
    ...proof,
    ...(context ? { context } : {}),
    stem: block(stem),
    ...key,
    explanation: block(explanation),
  }
}

/** A text that ends with a line break is written as a block. */
const block = (text: string) => (text.includes('\n') || text.length > 100 ? `${text.trim()}\n` : text)
