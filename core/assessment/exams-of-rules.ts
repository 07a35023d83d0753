/** Which exams of a course the components of its rules read, as first attempts and as retakes. */

import { examIdsOf, type Group, markParts } from './rules.ts'

export type LinkedExam = { readonly id: string; readonly retakeOfId: string | null }
export type ExamsOfPart = { readonly first: readonly string[]; readonly second: readonly string[] }

/**
 * Component id → its exams, in the order of the rules. A retake is read with its first exam, unless another component
 * reads it directly; listed beside its first exam, it is still its retake.
 */
export function examsOfParts(
  rules: Pick<Group, 'parts'>,
  exams: readonly LinkedExam[],
): ReadonlyMap<string, ExamsOfPart> {
  const parts = markParts(rules).map(({ id, content }) => ({ id, listed: new Set(examIdsOf(content.source)) }))
  const retakeOf = new Map(exams.map(({ id, retakeOfId }) => [id, retakeOfId]))
  const readersOf = new Map<string, number>()
  for (const { listed } of parts) for (const exam of listed) readersOf.set(exam, (readersOf.get(exam) ?? 0) + 1)
  return new Map(
    parts.map(({ id, listed }) => {
      const first = new Set([...listed].filter((exam) => !listed.has(retakeOf.get(exam) ?? '')))
      const isElsewhere = (exam: string) => (readersOf.get(exam) ?? 0) > (listed.has(exam) ? 1 : 0)
      const second = exams.filter((exam) => first.has(exam.retakeOfId ?? '') && !isElsewhere(exam.id))
      return [id, { first: [...first], second: second.map((exam) => exam.id) }]
    }),
  )
}

/** The exams that no component reads, so that their marks count for nobody. */
export function unreadExams<Exam extends LinkedExam>(rules: Pick<Group, 'parts'>, exams: readonly Exam[]): Exam[] {
  const read = new Set([...examsOfParts(rules, exams).values()].flatMap(({ first, second }) => [...first, ...second]))
  return exams.filter(({ id }) => !read.has(id))
}
