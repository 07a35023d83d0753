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
  const parts = markParts(rules).map(({ id, content }) => ({ id, listed: examIdsOf(content.source) }))
  const retakeOf = new Map(exams.map(({ id, retakeOfId }) => [id, retakeOfId]))
  return new Map(
    parts.map(({ id, listed }) => {
      const first = listed.filter((exam) => !listed.includes(retakeOf.get(exam) ?? ''))
      const elsewhere = new Set(parts.flatMap((part) => (part.id === id ? [] : part.listed)))
      const second = exams
        .filter((exam) => first.includes(exam.retakeOfId ?? '') && !elsewhere.has(exam.id))
        .map((exam) => exam.id)
      return [id, { first, second }]
    }),
  )
}

/** The exams that no component reads, so that their marks count for nobody. */
export function unreadExams<Exam extends LinkedExam>(rules: Pick<Group, 'parts'>, exams: readonly Exam[]): Exam[] {
  const read = new Set([...examsOfParts(rules, exams).values()].flatMap(({ first, second }) => [...first, ...second]))
  return exams.filter(({ id }) => !read.has(id))
}
