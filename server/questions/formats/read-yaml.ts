import { sentenceOf } from '../problem-sentence.ts'
import { readSection } from '../read-section.ts'
import { nothing, type Reading } from './imported.ts'
import { toPortable } from './to-portable.ts'

/** A section file of our own. */
export function readBankYaml(text: string): Reading {
  const section = /^section:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1] ?? ''
  const { questions, problems } = readSection({ file: `${section}.yaml`, section, text })
  return {
    ...nothing,
    questions: questions.map(({ question, place: { line, column } }) => ({
      ...toPortable(question, [question.section]),
      line,
      column,
    })),
    unusable: problems.map((problem) => ({
      line: problem.line,
      column: problem.column,
      reason: 'bank_problem',
      title: sentenceOf(problem),
      kind: problem.code,
    })),
  }
}
