/** How long a course keeps what names somebody. Past its date nothing goes by itself: it is proposed. */
export const retentionKinds = ['copies', 'journals', 'marks', 'audit'] as const
export type RetentionKind = (typeof retentionKinds)[number]

/** Months after the closing of the exam (of the line, for the audit); null: without an end, the school decides. */
export type Retention = Readonly<Record<RetentionKind, number | null>>

/** What is usual in a French school: the copies a year, for appeals; the marks as long as studies last. */
export const usualRetention: Retention = { copies: 12, journals: 12, marks: 60, audit: 60 }

/** The instant before which it is past its date; null when it never is. */
export function limitOf(months: number | null, now: Date): Date | null {
  return months === null ? null : monthsFrom(now, -months)
}

/** Until when a named mark of an exam closed then is kept; null: without an end. */
export function keptUntil({ marks }: Retention, closedAt: Date): Date | null {
  return marks === null ? null : monthsFrom(closedAt, marks)
}

/** Names go once neither the copies nor the marks need them; null when the marks always do. */
export function namesLimit({ copies, marks }: Retention, now: Date): Date | null {
  if (copies === null || marks === null) return null
  return limitOf(Math.max(copies, marks), now)
}

/** The same day so many months later; the last of the month when it is shorter. */
function monthsFrom(instant: Date, months: number): Date {
  const first = new Date(instant)
  first.setUTCDate(1)
  first.setUTCMonth(first.getUTCMonth() + months)
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(instant.getUTCDate(), days))
  return first
}
