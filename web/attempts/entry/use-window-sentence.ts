import type { MyExam } from '#web/attempts/my-exam-state.ts'
import { useText } from '#web/text/text.tsx'

/** The time window in which this student may sit the exam, in the exam's time zone. */
export function useWindowSentence({
  opensAt,
  closesAt,
  timeZone,
}: Pick<MyExam, 'opensAt' | 'closesAt' | 'timeZone'>): string {
  const { t, date, plainTime, plainDateTime, zoneAt } = useText()
  const full = (instant: string) => plainDateTime(instant, timeZone)
  const zone = zoneAt(opensAt ?? closesAt ?? '', timeZone)
  if (opensAt && closesAt) {
    const day = date(opensAt, timeZone)
    if (day !== date(closesAt, timeZone))
      return t('attempts.rules.windowBoth', { from: full(opensAt), to: full(closesAt), zone })
    return t('attempts.rules.windowSameDay', {
      date: day,
      from: plainTime(opensAt, timeZone),
      to: plainTime(closesAt, timeZone),
      zone,
    })
  }
  if (opensAt) return t('attempts.rules.windowFrom', { from: full(opensAt), zone })
  if (closesAt) return t('attempts.rules.windowUntil', { to: full(closesAt), zone })
  return t('attempts.rules.windowByHand')
}
