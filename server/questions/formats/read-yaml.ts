import type { Question } from '#core/questions/question.ts'
import { problemSentence } from '#server/questions/bank/problem-sentence.ts'
import { largestFile, readSection } from '#server/questions/bank/read-section.ts'
import { imagesOf } from '../images/images-in.ts'
import { mostBlocks } from './bounds.ts'
import { type EmbeddedFile, joined, nothing, type Reading, refused } from './imported.ts'
import { type Files, noFiles } from './reading-context.ts'
import { sectionDocuments } from './section-documents.ts'
import { toPortable } from './to-portable.ts'

/** Reads section files of the bank's own format: one, or several one after the other. */
export function readBankYaml(text: string, files: Files = noFiles): Reading {
  if (text.length > largestFile) {
    const problem = { file: '', line: 1, column: 1, code: 'file_too_large' as const }
    return refused({ line: 1, column: 1, reason: 'bank_problem', title: problemSentence(problem), kind: problem.code })
  }
  const documents = sectionDocuments(text.split(/\r\n?|\n/))
  const next = documents[mostBlocks]
  const stopped = next
    ? [refused({ line: next.linesBefore + 1, column: 1, reason: 'too_many_questions', title: '' })]
    : []
  return joined([...documents.slice(0, mostBlocks).map((one) => readDocument(one, files)), ...stopped])
}

function readDocument({ linesBefore, lines }: ReturnType<typeof sectionDocuments>[number], files: Files): Reading {
  const text = lines.join('\n')
  const section = /^section:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1] ?? ''
  const { questions, problems } = readSection({ file: `${section}.yaml`, section, text, language: 'fr', linesBefore })
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
      title: problemSentence(problem),
      kind: problem.code,
    })),
  }
}

/** The images it shows, among those in the same archive. */
const filesFor = (question: Question, files: Files): EmbeddedFile[] =>
  imagesOf(question).flatMap((name) => {
    const bytes = files.find(name)
    return bytes ? [{ name, bytes }] : []
  })
