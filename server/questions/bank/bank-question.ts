import type { Question } from '#core/questions/question.ts'
import type { FilePosition } from './file-position.ts'

/** A question and where its author will find it. */
export type BankQuestion = { question: Question; place: FilePosition }
