/** The decision of a grade (validé, rattrapage, ajourné, défaillant) and its mention. */
import { compare, multiply, type RationalText, rational, toRational } from '#core/rational.ts'

export const gradeDecisions = ['validated', 'resit', 'failed', 'defaulted'] as const
export type GradeDecision = (typeof gradeDecisions)[number]

export const mentionIds = ['passable', 'assez_bien', 'bien', 'tres_bien'] as const
export type MentionId = (typeof mentionIds)[number]
/** `from` on 20, inclusive. */
export type MentionRule = { readonly id: MentionId; readonly from: RationalText }

type Rules = {
  readonly passMark: RationalText
  readonly session: 'first' | 'final'
  readonly mentions: readonly MentionRule[]
}
type Verdict = { readonly decision: Exclude<GradeDecision, 'defaulted'>; readonly mention: MentionId | null }

/** Decides on the rounded grade, in hundredths: 9.995 rounded to 10.00 counts as 10. */
export function decide(rules: Rules, grade: number, hasFailures: boolean): Verdict {
  if (hasFailures || !reaches(grade, rules.passMark)) {
    return { decision: rules.session === 'first' ? 'resit' : 'failed', mention: null }
  }
  const reached = rules.mentions.filter(({ from }) => reaches(grade, from))
  const highest = reached.toSorted((a, b) => compare(toRational(b.from), toRational(a.from)))[0]
  return { decision: 'validated', mention: highest?.id ?? null }
}

function reaches(grade: number, threshold: RationalText): boolean {
  return compare(rational(grade), multiply(toRational(threshold), rational(100n))) >= 0
}

type Decided =
  | { readonly status: 'graded'; readonly decision: GradeDecision }
  | { readonly status: 'blocked' | 'missing' }

/** The decision of a result; null while a mark is missing. */
export function decisionOf(result: Decided): GradeDecision | null {
  if (result.status === 'graded') return result.decision
  return result.status === 'blocked' ? 'defaulted' : null
}
