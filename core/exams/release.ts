import type { ExamStatus } from './exam.ts'

/** The trainer's decision on which results students see, when, and which groups; stored with the exam. */
export type Release = {
  readonly what: 'never' | 'mark' | 'review'
  /** `at_once`: the mark as soon as the copy is marked; the rest only after the exam is closed. */
  readonly when: (typeof releaseTimes)[number]
  /** For `at_date`. */
  readonly at: Date | null
  readonly parts: ReleaseParts
  /** The mean and the median of the class, beside the mark. */
  readonly statistics: boolean
  /** Groups that see nothing yet, because they sit later. */
  readonly heldGroups: readonly string[]
  /**
   * Of an exam with several windows: the mark alone is shown before the last one has ended. Who knows it can tell the
   * next ones how hard the exam is, never what to answer: the review waits for them all the same.
   */
  readonly early: boolean
}

export const releaseTimes = ['at_once', 'at_close', 'at_date', 'by_hand'] as const

/** The parts of a review, per question. */
export type ReleaseParts = {
  readonly points: boolean
  readonly answers: boolean
  readonly key: boolean
  readonly explanations: boolean
}
export const wholeReview: ReleaseParts = { points: true, answers: true, key: true, explanations: true }

/** What one student may see now; null when nothing. Without `review`, the mark alone. */
export type ShownResults = { readonly review: ReleaseParts | null; readonly statistics: boolean }

type Stored = Pick<Release, 'what' | 'when'> & { readonly [part in keyof Release]?: unknown }

/** Reads a stored release; fields that older exams lack get the meaning they had then. */
export function releaseFrom(stored: Stored): Release {
  const { what, when, at, parts, statistics, heldGroups, early } = stored as Partial<Omit<Release, 'at'>> & {
    at?: string
  }
  return {
    what: what ?? 'never',
    when: when ?? 'by_hand',
    at: at ? new Date(at) : null,
    parts: { ...wholeReview, ...parts },
    statistics: statistics ?? false,
    heldGroups: heldGroups ?? [],
    early: early ?? false,
  }
}

type ShownQuery = {
  readonly status: ExamStatus
  readonly group: string
  /** Somebody sits at another time than the others (core/exams/slots.ts). */
  readonly hasSeveralWindows: boolean
}

/**
 * Shows nothing to a group that sits later, nothing before the release, and no key while somebody may still answer. When
 * some sit later than others, a mark waits for the last of them, unless the trainer said otherwise.
 */
export function shownNow(release: Release, { status, group, hasSeveralWindows }: ShownQuery): ShownResults | null {
  if (release.what === 'never' || release.heldGroups.includes(group)) return null
  if (status === 'released') {
    return { review: release.what === 'review' ? release.parts : null, statistics: release.statistics }
  }
  const isEarly = hasSeveralWindows ? release.early : release.when === 'at_once'
  return status === 'open' && isEarly ? { review: null, statistics: false } : null
}

/** Whether a closed exam is due to be released automatically. */
export function isDue({ what, when, at }: Release, now: Date): boolean {
  if (what === 'never') return false
  switch (when) {
    case 'at_once':
    case 'at_close':
      return true
    case 'at_date':
      return at !== null && now >= at
    case 'by_hand':
      return false
  }
}
