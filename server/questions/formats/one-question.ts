import { mostBlocks } from './bounds.ts'
import { joined, type Reading, refused, type TextPosition } from './imported.ts'

/** Reads one question; whatever goes wrong inside is told at its place and takes no other question with it. */
export function oneQuestion(
  { line, column, title = '' }: TextPosition & { title?: string },
  read: () => Reading,
): Reading {
  try {
    return read()
  } catch (error) {
    return refused({ line, column, title: title.slice(0, 80), reason: 'unreadable_question', kind: messageOf(error) })
  }
}

/** Reads each on its own, up to more than a bank can hold; where it stopped is told. */
export function eachQuestion<Q extends TextPosition>(questions: readonly Q[], read: (question: Q) => Reading): Reading {
  const next = questions[mostBlocks]
  const stopped = next
    ? [refused({ line: next.line, column: next.column, reason: 'too_many_questions', title: '' })]
    : []
  return joined([...questions.slice(0, mostBlocks).map((one) => oneQuestion(one, () => read(one))), ...stopped])
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 120)
