import type { Question } from '#core/question.ts'
import { imagesOf } from '../images/images-in.ts'
import { sentenceOf } from '../problem-sentence.ts'
import { readSection } from '../read-section.ts'
import { type EmbeddedFile, nothing, type Reading } from './imported.ts'
import { toPortable } from './to-portable.ts'

/** A section file of our own. */
export function readBankYaml(text: string, files: ReadonlyMap<string, Uint8Array> = new Map()): Reading {
  const section = /^section:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1] ?? ''
  const { questions, problems } = readSection({ file: `${section}.yaml`, section, text })
  return {
    ...nothing,
    questions: questions.map(({ question, place: { line, column } }) => ({
      ...toPortable(question, [question.section], filesFor(question, files)),
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

/** The images it shows, of those that came in the same archive. */
const filesFor = (question: Question, files: ReadonlyMap<string, Uint8Array>): EmbeddedFile[] =>
  imagesOf(question).flatMap((name) => {
    const bytes = files.get(name)
    return bytes ? [{ name, bytes }] : []
  })
