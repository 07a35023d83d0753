import { documentationUrl } from '#contract/questions/question-file.ts'
import type { Question } from '#core/questions/question.ts'

/**
 * What a question rests on, for a student who may read its explanation; null when it names neither a passage nor a page
 * of documentation. An exam of an archive may hold any text: only an address of the web is given.
 */
export function proofOf({ source, reference }: Pick<Question, 'source' | 'reference'>) {
  const page = reference !== undefined && documentationUrl.test(reference) ? reference : null
  const { heading, quote } = source ?? { heading: '', quote: '' }
  return heading === '' && page === null ? null : { heading, quote, reference: page }
}
