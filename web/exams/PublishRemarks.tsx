import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { ExamDraw } from './exam-draw.ts'
import { alarmingRobots } from './RobotsView.tsx'

/** The warnings before publication, if any. */
export function PublishRemarks({ draw: { robots, remarks }, outOf }: { draw: ExamDraw; outOf: number }) {
  const { t } = useText()
  const alarming = robots ? alarmingRobots(robots, outOf).length : 0
  if (alarming + remarks.length === 0) return null
  const what = remarks.map(({ code, count }) =>
    t('questions.lint.remark', { what: t(`questions.lint.codes.${code}.what`), count }),
  )
  return (
    <Notice tone="warn">
      {alarming > 0 && <p>{t('questions.lint.robotsHigh', { count: alarming })}</p>}
      {remarks.length > 0 && <p>{t('questions.lint.before', { what: what.join(', ') })}</p>}
    </Notice>
  )
}
