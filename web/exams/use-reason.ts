import type { AudienceReason } from '#core/exams/audience.ts'
import { formatMark, toHundredths } from '#core/points.ts'
import { multiply, rational, toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'

/** Why a student is in the audience, in words. */
export function useReason() {
  const { t, language } = useText()
  const onTwenty = (mark: string) => formatMark(toHundredths(multiply(toRational(mark), rational(100n))), language)
  return (why: AudienceReason): string => {
    switch (why.kind) {
      case 'group':
        return t('exams.who.why.group', { group: why.group })
      case 'chosen':
      case 'no_mark':
        return t(`exams.who.why.${why.kind}`)
      case 'absent':
        return t(`exams.who.why.${why.status}`)
      case 'below_pass_mark':
        return t('exams.who.why.below_pass_mark', { mark: onTwenty(why.mark), passMark: onTwenty(why.passMark) })
    }
  }
}
