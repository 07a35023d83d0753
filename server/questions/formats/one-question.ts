import { cutText } from '#core/cut-text.ts'
import { mostBlocks } from './bounds.ts'
import { joined, type Reading, refused, type TextPosition } from './imported.ts'

/** Reads one question; any failure inside is reported at its place, without affecting other questions. */
export function oneQuestion(
  { line, column, title = '' }: TextPosition & { title?: string },
  read: () => Reading,
): Reading {
  try {
    return read()
  } catch (error) {
    return refused({ line, column, title: cutText(title, 80), reason: 'unreadable_question', kind: messageOf(error) })
  }
}

/** Reads each question on its own, up to more than a bank can hold; reports where it stopped. */
export function eachQuestion<Q extends TextPosition>(questions: readonly Q[], read: (question: Q) => Reading): Reading {
  const next = questions[mostBlocks]
  const stopped = next
    ? [refused({ line: next.line, column: next.column, reason: 'too_many_questions', title: '' })]
    : []
  return joined([...questions.slice(0, mostBlocks).map((one) => oneQuestion(one, () => read(one))), ...stopped])
}

const messageOf = (error: unknown) => cutText(error instanceof Error ? error.message : String(error), 120)
