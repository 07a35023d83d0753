/**
 * The working of a final grade, as structured steps. Numbers are exact texts (rational.ts), grades and jury points are
 * hundredths. Turned into sentences by written-working.ts.
 */

import type { Rounding } from '#core/points.ts'
import type { RationalText } from '#core/rational.ts'
import type { AbsenceStatus, Effect, RetakePolicy } from './rules.ts'

export type WorkingTerm = {
  readonly name: string
  readonly coefficient: RationalText
  readonly mark: RationalText
  readonly product: RationalText
}

export type WorkingStep =
  /** The status that decided instead of a mark. */
  | { readonly kind: 'status'; readonly name: string; readonly status: AbsenceStatus; readonly effect: Effect }
  /** The exam that counts, of the several that a component reads. */
  | {
      readonly kind: 'exam'
      readonly name: string
      readonly title: string
      readonly mark: RationalText
      readonly why: 'only' | 'chosen' | 'best' | 'last'
      readonly others: readonly { readonly title: string; readonly mark: RationalText }[]
    }
  /** Several marks, none of them chosen. */
  | {
      readonly kind: 'undecided'
      readonly name: string
      readonly exams: readonly { readonly title: string; readonly mark: RationalText }[]
    }
  /**
   * `first` is null when there was no first mark; `absence` is what stood instead, `excused` when it was not held
   * against the student; `cap` is null when the retake has none.
   */
  | {
      readonly kind: 'retake'
      readonly name: string
      readonly policy: RetakePolicy['kind']
      readonly first: RationalText | null
      readonly absence: AbsenceStatus | null
      readonly excused: boolean
      readonly retake: RationalText
      readonly cap: RationalText | null
      readonly kept: RationalText
    }
  | {
      readonly kind: 'bounded'
      readonly name: string
      readonly bound: 'floor' | 'ceiling'
      readonly mark: RationalText
      readonly at: RationalText
    }
  /** Only marks of a team were left to count. */
  | { readonly kind: 'individual_required' }
  | { readonly kind: 'dropped'; readonly name: string; readonly mark: RationalText }
  /** Σ coefficient × mark ÷ Σ coefficients + what is added. The mean of the whole has an empty name. */
  | {
      readonly kind: 'mean'
      readonly name: string
      readonly terms: readonly WorkingTerm[]
      readonly coefficients: RationalText
      readonly added: readonly WorkingTerm[]
      readonly value: RationalText
    }
  | {
      readonly kind: 'rounding'
      readonly exact: RationalText
      readonly grain: number
      readonly direction: Rounding
      readonly grade: number
    }
  | { readonly kind: 'jury'; readonly points: number; readonly reason: string; readonly grade: number }
  | {
      readonly kind: 'below_minimum' | 'not_compensated'
      readonly name: string
      readonly mark: RationalText
      readonly least: RationalText
    }
