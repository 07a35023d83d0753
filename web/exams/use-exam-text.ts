import type { ExamView } from '#contract/exams/exams.ts'
import { showCode } from '#core/access-code.ts'
import { useText } from '#web/text/text.tsx'

type Timed = Pick<ExamView, 'opensAt' | 'closesAt' | 'timeZone'>

/** Sentences about an exam that several pages use, in the exam's time zone. */
export function useExamText() {
  const text = useText()
  const { t } = text

  const whenOf = ({ opensAt, closesAt, timeZone }: Timed): string => {
    if (!opensAt && !closesAt) return t('exams.noTimes')
    if (!closesAt) return t('exams.opensOnly', { at: text.dateTime(opensAt ?? '', timeZone) })
    if (!opensAt) return t('exams.closesOnly', { at: text.dateTime(closesAt, timeZone) })
    const isOneDay = text.date(opensAt, timeZone) === text.date(closesAt, timeZone)
    if (!isOneDay) {
      return t('exams.windowLong', { from: text.dateTime(opensAt, timeZone), to: text.dateTime(closesAt, timeZone) })
    }
    const zone = text.zoneAt(opensAt, timeZone)
    const day = text.date(opensAt, timeZone)
    return `${t('exams.window', { date: day, from: text.plainTime(opensAt, timeZone), to: text.plainTime(closesAt, timeZone) })} (${zone})`
  }

  const leadOf = (exam: ExamView) => t(`exams.lead.${exam.status}`, { when: capital(whenOf(exam)) })

  return { whenOf, leadOf, codeOf: ({ joinCode }: Pick<ExamView, 'joinCode'>) => showCode(joinCode) }
}

export const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
