import type { ExamView } from '#contract/exams/exams.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { capital, useExamText } from './use-exam-text.ts'

/** The frozen settings, in words. */
export function SettingsView({ exam }: { exam: ExamView }) {
  const { t, has, points, duration, dateTime } = useText()
  // A rule from an older version or an archive may have a rounding step unknown here.
  const grain = `exams.scale.grain${exam.markRule.grain}`
  const { whenOf } = useExamText()
  const { markRule, release } = exam
  return (
    <div className="settings">
      <Facts
        facts={[
          [t('exams.questions'), exam.questionCount],
          [t('exams.summary.duration'), duration(exam.limitMinutes * 60)],
          [t('exams.summary.window'), capital(whenOf(exam))],
          [t('exams.summary.scale'), t(`grading.scales.${exam.scale.kind}`)],
          [t('exams.summary.points'), points(exam.questionPoints)],
          [
            t('exams.summary.mark'),
            [
              t('exams.summary.markOf', {
                outOf: points(markRule.outOf),
                grain: t(has(grain) ? grain : 'exams.scale.grainUnknown'),
                rounding: t(`exams.scale.${markRule.rounding}`),
              }),
              ...(markRule.floor > 0 ? [t('exams.summary.floor', { floor: points(markRule.floor) })] : []),
              ...(markRule.ceiling === undefined
                ? []
                : [t('exams.summary.ceiling', { ceiling: points(markRule.ceiling) })]),
            ].join(', '),
          ],
          [t('exams.summary.order'), t(orderOf(exam))],
          ...(exam.ownQuestions ? [[t('exams.summary.ownQuestions'), t('exams.summary.ownQuestionsOn')] as const] : []),
          [t('exams.summary.grace'), duration(exam.graceSeconds)],
          [t('exams.summary.release'), releaseWords()],
          ...(exam.publishedAt
            ? [[t('exams.summary.publishedAt'), dateTime(exam.publishedAt, exam.timeZone)] as const]
            : []),
        ]}
      />
      <h2>{t('exams.summary.instructions')}</h2>
      {exam.shownInstructions.length > 0 ? (
        <ContentView content={exam.shownInstructions} />
      ) : (
        <p>{t('exams.summary.noInstructions')}</p>
      )}
    </div>
  )

  function releaseWords() {
    const what = t(`exams.release.${release.what}`)
    if (release.what === 'never') return what
    const held =
      release.heldGroups.length > 0
        ? `, ${t('exams.release.heldShort', { groups: release.heldGroups.join(', ') })}`
        : ''
    return `${what}, ${t(`exams.release.${release.when}`).toLowerCase()}${held}`
  }
}

function orderOf({ shuffleQuestions, shuffleChoices }: ExamView) {
  if (shuffleQuestions && shuffleChoices) return 'exams.summary.orderBoth'
  if (shuffleQuestions) return 'exams.summary.orderQuestions'
  return shuffleChoices ? 'exams.summary.orderChoices' : 'exams.summary.orderNone'
}
