import type { ExtraTime } from '#core/timing.ts'
import { useText } from '#web/text/text.tsx'

/** « Tiers temps », « × 5/4 », « + 20 min »; null for nothing. */
export function useExtraTimeText(): (extraTime: ExtraTime) => string | null {
  const { t } = useText()
  return (extraTime) => {
    switch (extraTime.kind) {
      case 'none':
        return null
      case 'ratio': {
        const { numerator, denominator } = extraTime
        if (numerator === 4 && denominator === 3) return t('students.extra.third')
        if (numerator === 3 && denominator === 2) return t('students.extra.half')
        return t('students.extra.ratio', { numerator, denominator })
      }
      case 'minutes':
        return t('students.extra.minutes', { minutes: extraTime.minutes })
    }
  }
}
