/** How long a course keeps personal data. Past the date nothing is erased automatically: erasure is proposed. */
export const retentionKinds = ['copies', 'journals', 'marks', 'audit'] as const
export type RetentionKind = (typeof retentionKinds)[number]

/** Months after the closing of the exam (after the entry, for the audit); null: no limit, the school decides. */
export type Retention = Readonly<Record<RetentionKind, number | null>>

/** Usual in a French school: copies one year, for appeals; marks as long as studies last. */
export const usualRetention: Retention = { copies: 12, journals: 12, marks: 60, audit: 60 }

/** Data older than this instant is past its date; null when there is no limit. */
export function limitOf(months: number | null, now: Date): Date | null {
  return months === null ? null : monthsFrom(now, -months)
}

/** Until when a named mark of an exam closed at that instant is kept; null: no limit. */
export function keptUntil({ marks }: Retention, closedAt: Date): Date | null {
  return marks === null ? null : monthsFrom(closedAt, marks)
}

/** Names may be erased once neither the copies nor the marks need them; null when marks are kept without limit. */
export function namesLimit({ copies, marks }: Retention, now: Date): Date | null {
  if (copies === null || marks === null) return null
  return limitOf(Math.max(copies, marks), now)
}

/** The same day `months` later, or the last day of a shorter month. */
function monthsFrom(instant: Date, months: number): Date {
  const first = new Date(instant)
  first.setUTCDate(1)
  first.setUTCMonth(first.getUTCMonth() + months)
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(instant.getUTCDate(), days))
  return first
}
