/** Which of the exams that a student has sat gives the mark of a component, and which its retake. */

import { compare, toRational } from '#core/rational.ts'
import type { Entry, RetakePolicy, SatExam, SeveralRule, Source } from './rules.ts'

type Marked = SatExam & { readonly mark: string }

/** `only`: there was one mark. `undecided`: several, and nobody has chosen. */
export type CountedExams = {
  readonly first: Marked | null
  readonly second: Marked | null
  readonly why: 'only' | 'chosen' | 'best' | 'last' | 'undecided' | 'none'
}

type Sat = Pick<Entry, 'exams' | 'chosen'>

/** The retake of two or more follows the policy: the last one under `last`, else the best one. */
export function countedExams(source: Source, retake: RetakePolicy, { exams = [], chosen = null }: Sat): CountedExams {
  const marked = exams.filter((exam): exam is Marked => exam.mark !== null)
  const firsts = marked.filter(({ session }) => session === 'first')
  const seconds = marked.filter(({ session }) => session === 'second')
  const second = retake.kind === 'last' ? lastOf(seconds) : bestOf(seconds)
  if (firsts.length < 2) return { first: firsts[0] ?? null, second, why: firsts.length === 0 ? 'none' : 'only' }
  const several: SeveralRule = source.kind === 'exams' ? source.several : 'choose'
  switch (several) {
    case 'best':
      return { first: bestOf(firsts), second, why: 'best' }
    case 'last':
      return { first: lastOf(firsts), second, why: 'last' }
    case 'choose': {
      const first = firsts.find(({ examId }) => examId === chosen) ?? null
      return { first, second, why: first === null ? 'undecided' : 'chosen' }
    }
  }
}

/** The first of equal ones. */
function bestOf(exams: readonly Marked[]): Marked | null {
  return exams.reduce<Marked | null>(
    (best, exam) => (best === null || compare(toRational(exam.mark), toRational(best.mark)) > 0 ? exam : best),
    null,
  )
}

/** The one started last; an exam that does not say when stands where the rules list it, before those that do. */
function lastOf(exams: readonly Marked[]): Marked | null {
  return exams.reduce<Marked | null>(
    (last, exam) => (last === null || (exam.at ?? '') >= (last.at ?? '') ? exam : last),
    null,
  )
}
