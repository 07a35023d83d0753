import type { Question } from '#core/questions/question.ts'
import type { FilePosition } from './file-position.ts'

/** A question and its place in the files. */
export type BankQuestion = { question: Question; place: FilePosition }
