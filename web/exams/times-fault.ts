import type { ExamDraft } from '#contract/exams/exam-draft.ts'

/**
 * Checks the dates while the trainer types; the server makes the same check at publication
 * (server/exams/publish-exam.ts).
 */
export function timesFault({ opensAt, closesAt, limitMinutes }: ExamDraft, now: Date) {
  if (closesAt === null) return null
  const closes = Date.parse(closesAt)
  const opens = opensAt === null ? null : Date.parse(opensAt)
  if (closes <= now.getTime()) return 'closes_in_the_past' as const
  if (opens !== null && closes <= opens) return 'closes_before_it_opens' as const
  const from = Math.max(opens ?? 0, now.getTime())
  return closes - from < limitMinutes * 60_000 ? ('shorter_than_the_duration' as const) : null
}
