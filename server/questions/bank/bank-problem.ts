import type { QuestionFault } from '#core/questions/faults.ts'
import type { ImageFault } from '#server/questions/images/read-image.ts'
import type { FilePosition } from './file-position.ts'

/** A problem in a file of the bank: its code, its place, and the data of its sentence (problem-sentence.ts). */
export type BankProblem = FilePosition & { code: BankProblemCode; key?: string; detail?: string }

export type BankProblemCode =
  | 'no_course'
  | 'file_too_large'
  | 'yaml'
  | 'unreadable_question'
  | 'missing'
  | 'unknown_key'
  | 'wrong_type'
  | 'not_one_of'
  | 'too_short'
  | 'too_long'
  | 'bad_format'
  | 'unknown_section'
  | 'duplicate_session'
  | 'duplicate_section'
  | 'reserved_section'
  | 'same_title'
  | 'wrong_folder'
  | 'wrong_file_name'
  | 'duplicate_id'
  | 'quote_not_found'
  | 'unknown_enemy'
  | 'unknown_objective'
  | 'own_enemy'
  | 'unknown_context'
  | 'duplicate_context'
  | 'context_differs'
  | 'missing_image'
  | 'external_image'
  | 'too_complex'
  | ImageFault
  | QuestionFault
