import type { ExtraTime, ExtraTimeDates } from '#core/timing.ts'
import { useText } from '#web/text/text.tsx'

/** « Tiers temps », « × 5/4 », « + 20 min, jusqu’au 31 août 2027 »; null without extra time. */
export function useExtraTimeText(): (extraTime: ExtraTime) => string | null {
  const { t, shortDate } = useText()
  const withDates = (what: string, { from, until }: ExtraTimeDates) => {
    if (!from && !until) return what
    const dates = {
      from: from ? shortDate(from) : '',
      // The last day, not the instant at which it ends.
      until: until ? shortDate(new Date(Date.parse(until) - 1)) : '',
    }
    if (!until) return t('students.extra.since', { what, from: dates.from })
    return from ? t('students.extra.between', { what, ...dates }) : t('students.extra.to', { what, until: dates.until })
  }
  const whatOf = (extraTime: Exclude<ExtraTime, { kind: 'none' }>) => {
    if (extraTime.kind === 'minutes') return t('students.extra.minutes', { minutes: extraTime.minutes })
    const { numerator, denominator } = extraTime
    if (numerator === 4 && denominator === 3) return t('students.extra.third')
    if (numerator === 3 && denominator === 2) return t('students.extra.half')
    return t('students.extra.ratio', { numerator, denominator })
  }
  return (extraTime) => (extraTime.kind === 'none' ? null : withDates(whatOf(extraTime), extraTime))
}
