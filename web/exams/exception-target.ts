import type { Exception } from '#core/exams/exam-terms.ts'

/** The target of an exception, as an option value. */
export const targetOf = ({ of }: Exception) =>
  of.kind === 'section' ? `section ${of.section}` : `question ${of.question}`

export function ofTarget(value: string): Exception['of'] {
  const [kind, id = ''] = value.split(' ')
  return kind === 'section' ? { kind, section: id } : { kind: 'question', question: id }
}
