import { stringify } from 'yaml'
import type { QuestionInFile } from '#contract/questions/question-file.ts'

const schema = '# yaml-language-server: $schema=../course-section.schema.json'

/** A section file as a person would write it: long texts as blocks, one question after the other. */
export function sectionYaml(section: string, questions: readonly QuestionInFile[]): string {
  const head = `${schema}\n${stringify({ section })}questions:`
  if (questions.length === 0) return `${head} []\n`
  return `${head}\n${questions.map(questionYaml).join('\n')}`
}

/** Ready to be added under `questions:`. */
export function questionYaml(question: QuestionInFile): string {
  return stringify([inOrder(question)], { lineWidth: 0, blockQuote: 'literal' }).replace(/^(?=.)/gm, '  ')
}

/** Identifying and classifying fields first, then the texts. */
function inOrder({ id, type, stem, explanation, ...rest }: QuestionInFile) {
  const { choices, answer, source, reference, ...about } = { choices: undefined, answer: undefined, ...rest }
  const key = answer === undefined ? { choices } : { answer }
  const proof = { source, ...(reference ? { reference } : {}) }
  return { id, type, ...about, ...proof, stem: block(stem), ...key, explanation: block(explanation) }
}

/** A text that ends with a line break is written as a block. */
const block = (text: string) => (text.includes('\n') || text.length > 100 ? `${text.trim()}\n` : text)
