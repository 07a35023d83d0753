import type { ExamStatus } from './exam.ts'

/** What students see of their results, when, and who among them: the trainer's decision, kept with the exam. */
export type Release = {
  readonly what: 'never' | 'mark' | 'review'
  /** `at_once`: the mark as soon as the copy is marked; the rest never comes before the exam is closed. */
  readonly when: (typeof releaseTimes)[number]
  /** For `at_date`. */
  readonly at: Date | null
  readonly parts: ReleaseParts
  /** The mean and the median of the class, beside the mark. */
  readonly statistics: boolean
  /** Groups that see nothing yet: they sit later. */
  readonly heldGroups: readonly string[]
}

export const releaseTimes = ['at_once', 'at_close', 'at_date', 'by_hand'] as const

/** Of a review, question by question. */
export type ReleaseParts = {
  readonly points: boolean
  readonly answers: boolean
  readonly key: boolean
  readonly explanations: boolean
}
export const wholeReview: ReleaseParts = { points: true, answers: true, key: true, explanations: true }

/** What one student may see now; null when nothing. Without `review` there is the mark alone. */
export type ShownResults = { readonly review: ReleaseParts | null; readonly statistics: boolean }

type Stored = Pick<Release, 'what' | 'when'> & { readonly [part in keyof Release]?: unknown }

/** As it was kept: what an older exam does not say is what it meant. */
export function releaseFrom(stored: Stored): Release {
  const { what, when, at, parts, statistics, heldGroups } = stored as Partial<Omit<Release, 'at'>> & { at?: string }
  return {
    what: what ?? 'never',
    when: when ?? 'by_hand',
    at: at ? new Date(at) : null,
    parts: { ...wholeReview, ...parts },
    statistics: statistics ?? false,
    heldGroups: heldGroups ?? [],
  }
}

/** Nothing leaks: not to a group that sits later, not before the release, and no key while somebody may still answer. */
export function shownNow(
  release: Release,
  { status, group }: { status: ExamStatus; group: string },
): ShownResults | null {
  if (release.what === 'never' || release.heldGroups.includes(group)) return null
  if (status === 'released') {
    return { review: release.what === 'review' ? release.parts : null, statistics: release.statistics }
  }
  return status === 'open' && release.when === 'at_once' ? { review: null, statistics: false } : null
}

/** Whether the clock alone releases a closed exam. */
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
