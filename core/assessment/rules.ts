/** The rules of a course for its final grade, and the entries of one student. Evaluated by assessment.ts. */

import type { Rounding } from '#core/points.ts'
import { compare, type RationalText, toRational } from '#core/rational.ts'
import type { MentionRule } from './decision.ts'
import type { Keep } from './weighted-mean.ts'

/** The status beside a mark. `abi`, `abj`: absent without, with a justification; `exempt`: dispensé. */
export const entryStatuses = ['present', 'abi', 'abj', 'exempt', 'fraud', 'not_submitted'] as const
export type EntryStatus = (typeof entryStatuses)[number]
export type AbsenceStatus = Exclude<EntryStatus, 'present'>

/** The effect of a status: counts as zero, leaves the mean to the other parts, or gives no result at all. */
export const effects = ['zero', 'neutralise', 'block'] as const
export type Effect = (typeof effects)[number]
export type Effects = Readonly<Record<AbsenceStatus, Effect>>

export type RetakePolicy =
  | { readonly kind: 'best' }
  | { readonly kind: 'last' }
  /** The retake counts up to this mark on 20, and never lowers the first one. */
  | { readonly kind: 'capped'; readonly cap: RationalText }

/** Which exam counts for a student who has a mark at several exams of a component; `choose`: none until one is chosen. */
export const severalRules = ['choose', 'best', 'last'] as const
export type SeveralRule = (typeof severalRules)[number]

/** Where the mark of a part comes from. */
export type Source =
  | { readonly kind: 'exam'; readonly examId: string }
  /** Waves: each student is expected at one of these exams. */
  | { readonly kind: 'exams'; readonly examIds: readonly string[]; readonly several: SeveralRule }
  | { readonly kind: 'project'; readonly projectId: string }
  | { readonly kind: 'hand' }

export function examIdsOf(source: Source): readonly string[] {
  if (source.kind === 'exams') return source.examIds
  return source.kind === 'exam' ? [source.examId] : []
}

export type Group = {
  readonly parts: readonly Part[]
  readonly keep: Keep
  /** `none`: every part must reach the pass mark by itself. */
  readonly compensation: 'full' | 'none'
}

export type Part = {
  readonly id: string
  readonly name: string
  /** Zero or more. */
  readonly coefficient: RationalText
  /** `added`: coefficient × mark is added to the mean of the others (bonus; a negative mark is a malus). */
  readonly role: 'weighted' | 'added'
  /** Note éliminatoire, on 20; a mark exactly there is enough. */
  readonly minimum: RationalText | null
  /** Bounds of the mark of this part, on 20; none when absent. A zero that a status gives is not raised. */
  readonly floor?: RationalText | null | undefined
  readonly ceiling?: RationalText | null | undefined
  /** Where this part differs from the rules of the whole. */
  readonly effects: Partial<Effects>
  readonly content: { readonly kind: 'mark'; readonly source: Source } | ({ readonly kind: 'group' } & Group)
}

export type MarkPart = Part & { content: { kind: 'mark'; source: Source } }

/** Whether the floor is not above the ceiling, which would say two things of one mark. */
export function areBoundsOrdered({ floor = null, ceiling = null }: Pick<Part, 'floor' | 'ceiling'>): boolean {
  return floor === null || ceiling === null || compare(toRational(floor), toRational(ceiling)) <= 0
}

/** The components that have a mark of their own, in the order of the sheet. */
export function markParts({ parts }: Pick<Group, 'parts'>): MarkPart[] {
  return parts.flatMap((part) => (part.content.kind === 'group' ? markParts(part.content) : [part as MarkPart]))
}

export type AssessmentRules = Group & {
  readonly effects: Effects
  readonly retake: RetakePolicy
  /** No result from marks of a team alone, once an individual component was left out. False when absent. */
  readonly individualRequired?: boolean | undefined
  /** `grain` in hundredths: 1, 10, 25, 50 or 100. */
  readonly rounding: { readonly grain: number; readonly direction: Rounding }
  readonly passMark: RationalText
  /** A student who fails the first session is called to the retake; after the final one there is none. */
  readonly session: 'first' | 'final'
  readonly mentions: readonly MentionRule[]
}

/** An exam of a part that a student has sat, or its retake (`second`); the mark is on 20, null when there is none. */
export type SatExam = {
  readonly examId: string
  readonly title: string
  readonly session: 'first' | 'second'
  readonly mark: RationalText | null
  /** When the student started, in ISO 8601; null when nothing says. */
  readonly at: string | null
}

/** One part for one student; marks on 20, exact (`13.25`, `40/3`), null when not known yet. */
export type Entry = {
  readonly status: EntryStatus
  readonly mark: RationalText | null
  readonly retake: RationalText | null
  /** Where the marks come from, when they come from exams; the one chosen when the rule asks for a choice. */
  readonly exams?: readonly SatExam[] | undefined
  readonly chosen?: string | null | undefined
}
/** Points the jury adds to the rounded grade, in hundredths. */
export type JuryPoints = { readonly points: number; readonly reason: string }
export type StudentMarks = { readonly entries: Readonly<Record<string, Entry>>; readonly jury: JuryPoints | null }
